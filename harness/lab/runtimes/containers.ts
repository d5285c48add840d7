/**
 * The lab in one container with all its programs, each started in it by `exec`, so that one that dies is started again
 * without the container and the ports changing. On Linux the container shares this machine's loopback: nothing to publish,
 * the same addresses as the local runtime, half a second to start. Elsewhere (rootless engines, Docker Desktop) its ports
 * are published on 127.0.0.1.
 */
import { PassThrough } from 'node:stream';
import { LabError } from '../../errors.ts';
import type { Ledger } from '../ledger.ts';
import { sharesLoopback } from './engine.ts';
import { freePorts } from './free-ports.ts';
import { ensureImage, prepareTestcontainers } from './image.ts';
import type { LabContainer } from './lab-container.ts';
import { lineSplitter } from './line-splitter.ts';
import { opensslDefaults } from './openssl-defaults.ts';
import {
  versionArguments,
  versionIn,
  type LabProgram,
  type LabRuntime,
  type Port,
  type PortCounts,
  type Ports,
  type RunningProgram,
} from './runtime.ts';

/** `published` takes published ports where the engine could share the loopback as well. */
const networkVariable = 'RINGPROOF_CONTAINER_NETWORK';

const folder = '/lab';
const firstInsidePort = 20_000;

export interface ContainersOptions {
  counts: PortCounts;
  ledger: Ledger;
}

export async function openContainers({ counts, ledger }: ContainersOptions): Promise<LabRuntime> {
  const image = await ensureImage();
  prepareTestcontainers();
  const { startLabContainer } = await import('./lab-container.ts');
  const host = process.env[networkVariable] !== 'published' && (await sharesLoopback());
  ledger.addContainers();
  const publish = insidePorts(counts);
  const container = await startLabContainer({
    image,
    run: ledger.id,
    network: host
      ? 'host'
      : { publish: publish.flatMap(({ port, protocols }) => protocols.map((p) => `${port}/${p}`)) },
  });
  const { started } = container;

  return {
    kind: 'containers',
    folder,
    asRoot: false,
    kamailioModules: null,
    ports: async () => (host ? freePorts(counts) : publishedPorts(container, publish)),
    write: async (files) => {
      const all = { ...files, 'openssl.cnf': opensslDefaults };
      await started.copyContentToContainer(
        Object.entries(all).map(([name, content]) => ({ content, target: `${folder}/${name}` })),
      );
    },
    run: (program, args, onLine) => execute(container, [program, ...args], onLine),
    versions: async () => {
      const entries = Object.entries(versionArguments).map(async ([name, argument]) => {
        const { output } = await started.exec([name, argument]);
        return [name, versionIn(output)] as const;
      });
      return Object.fromEntries(await Promise.all(entries)) as Record<LabProgram, string>;
    },
    stop: () => remove(container),
  };
}

interface InsidePort {
  kind: keyof PortCounts;
  port: number;
  protocols: ('tcp' | 'udp')[];
}

function insidePorts(counts: PortCounts): InsidePort[] {
  const protocols = { tcp: ['tcp' as const], udp: ['udp' as const], both: ['tcp' as const, 'udp' as const] };
  let next = firstInsidePort;
  return (['tcp', 'udp', 'both'] as const).flatMap((kind) =>
    Array.from({ length: counts[kind] }, () => ({ kind, port: next++, protocols: protocols[kind] })),
  );
}

/** A port of both kinds may be published under two numbers: the UDP one is told then, which is the one that clients of DNS
 * try first. */
async function publishedPorts({ started, engine }: LabContainer, inside: readonly InsidePort[]): Promise<Ports> {
  const { NetworkSettings: settings } = await engine.getContainer(started.getId()).inspect();
  const address = Object.values(settings.Networks)[0]?.IPAddress;
  if (!address) throw new LabError('LAB_NO_ADDRESS', 'the engine gave the container of the lab no address');
  const ports: Ports = { tcp: [], udp: [], both: [] };
  for (const { kind, port, protocols } of inside) {
    const outside = settings.Ports[`${port}/${protocols.at(-1) ?? 'tcp'}`]?.[0]?.HostPort;
    if (!outside) throw new LabError('LAB_PORT_UNPUBLISHED', `the engine did not publish port ${port} of the lab`);
    const entry: Port = {
      inside: { host: address, port },
      outside: { host: '127.0.0.1', port: Number(outside) },
    };
    ports[kind].push(entry);
  }
  return ports;
}

/** Children of a killed main process would keep its ports: the shell ends the whole group with it, and passes its status on. */
const inOwnGroup = 'setsid "$@" & wait $!; status=$?; kill -9 -$! 2>/dev/null; exit $status';

async function execute(
  { started, engine }: LabContainer,
  command: string[],
  onLine: (line: string) => void,
): Promise<RunningProgram> {
  const exec = await engine.getContainer(started.getId()).exec({
    Cmd: ['sh', '-c', inOwnGroup, 'sh', ...command],
    Env: ['LD_PRELOAD=/opt/ringproof/keylog.so', `OPENSSL_CONF=${folder}/openssl.cnf`],
    WorkingDir: folder,
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await exec.start({ hijack: true, stdin: false });
  const output = new PassThrough();
  const errors = new PassThrough();
  engine.modem.demuxStream(stream, output, errors);
  output.on('data', lineSplitter(onLine));
  errors.on('data', lineSplitter(onLine));
  const exited = new Promise<void>((resolve) => {
    stream.on('end', resolve);
    stream.on('close', resolve);
    stream.on('error', () => resolve());
  }).then(async () => {
    const code = await exec.inspect().then(
      ({ ExitCode: status }) => status,
      () => null,
    );
    return { code };
  });
  return {
    exited,
    kill: async () => {
      // The programs of the lab have one process group each, led by the command's own name.
      await started.exec([
        'sh',
        '-c',
        `for p in /proc/[0-9]*; do [ "$(cat $p/comm)" = ${command[0] ?? ''} ] && kill -9 $\{p#/proc/}; done`,
      ]);
      await exited;
    },
  };
}

/** By the engine itself: testcontainers' stop would remove what the engine removes already. */
async function remove({ started, engine, release }: LabContainer): Promise<void> {
  const container = engine.getContainer(started.getId());
  const gone = container.wait({ condition: 'removed' }).catch(() => undefined);
  await container.kill().catch(() => undefined);
  await gone;
  release();
}
