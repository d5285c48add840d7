/** The one container of a lab. Loaded only where containers are used, because testcontainers takes a while to load. */
import { GenericContainer, getContainerRuntimeClient, type StartedTestContainer } from 'testcontainers';
import { ownerLabel, runLabel } from '../ledger.ts';

export interface LabContainerOptions {
  image: string;
  run: string;
  /** Share this machine's loopback, or publish these ports (`20000/tcp`) on it. */
  network: 'host' | { publish: readonly string[] };
}

export interface LabContainer {
  started: StartedTestContainer;
  engine: Engine;
  /** Lets go of the container's standard input. */
  release: () => void;
}

export type Engine = Awaited<ReturnType<typeof getContainerRuntimeClient>>['container']['dockerode'];

class LoopbackContainer extends GenericContainer {
  readonly #engine: Engine;
  #input: NodeJS.ReadWriteStream | undefined;

  constructor(options: LabContainerOptions, engine: Engine) {
    super(options.image);
    this.#engine = engine;
    this.hostConfig.AutoRemove = true;
    // Whoever holds the other end of standard input holds the container: it ends when the harness does, however that ends.
    Object.assign(this.createOpts, { OpenStdin: true, StdinOnce: true, AttachStdin: true });
    this.withLabels({ [runLabel]: options.run, [ownerLabel]: String(process.pid) });
    if (options.network === 'host') {
      this.withNetworkMode('host');
    } else {
      const { publish } = options.network;
      this.createOpts.ExposedPorts = Object.fromEntries(publish.map((port) => [port, {}]));
      // testcontainers itself would publish on every interface.
      this.hostConfig.PortBindings = Object.fromEntries(
        publish.map((port) => [port, [{ HostIp: '127.0.0.1', HostPort: '0' }]]),
      );
    }
  }

  protected override containerCreated = async (id: string): Promise<void> => {
    this.#input = await this.#engine.getContainer(id).attach({ stream: true, stdin: true, hijack: true });
  };

  release(): void {
    this.#input?.end();
  }
}

export async function startLabContainer(options: LabContainerOptions): Promise<LabContainer> {
  const { container } = await getContainerRuntimeClient();
  const engine = container.dockerode;
  const lab = new LoopbackContainer(options, engine);
  return { started: await lab.start(), engine, release: () => lab.release() };
}
