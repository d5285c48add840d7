/** Kamailio, nginx and dnsmasq of one lab: their ports, configuration, start and supervision. */
import { LabError } from '../errors.ts';
import { dnsmasqArguments } from './dnsmasq-config.ts';
import { kamailioArguments, kamailioFiles } from './kamailio-config.ts';
import { KamailioControl } from './kamailio-control.ts';
import type { LabLog } from './lab-log.ts';
import type { Address, LabOptions } from './lab.ts';
import { nginxArguments, nginxFiles } from './nginx-config.ts';
import { profiles, type Profile, type ServerProgram } from './profiles.ts';
import { answersOf } from './readiness.ts';
import type { LabRuntime, Port, PortCounts, Ports } from './runtimes/runtime.ts';
import type { ServerListener } from './server-listener.ts';
import { supervise, type LabFault } from './supervisor.ts';

const portAttempts = 5;
export const portCounts: PortCounts = { tcp: profiles.kamailio.length + profiles.nginx.length, udp: 1, both: 1 };

export interface Servers {
  listeners: Record<ServerProgram, ServerListener[]>;
  dns: Address;
  control: KamailioControl;
  faults: LabFault[];
  /** Resolves when the program answers, which is at once unless it died and is being started again. */
  up(program: ServerProgram): Promise<void>;
  stop(): Promise<void>;
}

export async function startServers(options: LabOptions, runtime: LabRuntime, log: LabLog): Promise<Servers> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOn(await runtime.ports(), options, runtime, log);
    } catch (error) {
      const taken = error instanceof LabError && error.code === 'LAB_PORT_TAKEN';
      if (!taken || attempt === portAttempts) throw error;
    }
  }
}

async function startOn(ports: Ports, options: LabOptions, runtime: LabRuntime, log: LabLog): Promise<Servers> {
  const listeners = assign(ports);
  const [control] = ports.udp;
  const [dns] = ports.both;
  if (!control || !dns) throw new LabError('LAB_PORTS', 'the runtime gave fewer ports than the lab asked for');
  const { folder, asRoot, kamailioModules } = runtime;
  const { pki, accounts, files, credentials, mediaRelay } = options;
  await runtime.write({
    ...kamailioFiles({
      ...{ folder, pki, accounts, mediaRelay, listeners: listeners.kamailio },
      control: control.inside,
      advertised: options.fronts.sip,
    }),
    ...nginxFiles({
      folder,
      pki,
      listeners: listeners.nginx,
      files,
      credentials,
      clearHttp: options.clear.http,
      asRoot,
    }),
  });

  const faults: LabFault[] = [];
  const kamailio = new KamailioControl(control.outside);
  const answers = answersOf({ ...listeners, control: kamailio, dns: dns.outside });
  const argumentsOf = {
    kamailio: kamailioArguments(folder, kamailioModules, listeners.kamailio.length),
    nginx: nginxArguments(folder),
    dnsmasq: dnsmasqArguments(dns.inside, {
      sipFront: options.fronts.sip,
      clearSip: options.clear.sip,
      standardHost: options.standardHost ?? null,
    }),
  };
  const starts = await Promise.allSettled(
    (['kamailio', 'nginx', 'dnsmasq'] as const).map(async (program) => {
      const args = argumentsOf[program];
      const supervised = await supervise({ runtime, program, args, log, faults, answers: answers[program] });
      return [program, supervised] as const;
    }),
  );
  const programs = new Map(starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : [])));
  const stop = async (): Promise<void> => {
    kamailio.close();
    await Promise.all([...programs.values()].map((program) => program.stop()));
  };
  const failure = starts.find((start) => start.status === 'rejected');
  if (failure) {
    await stop();
    throw failure.reason;
  }
  return {
    ...{ listeners, control: kamailio, faults, stop },
    dns: dns.outside,
    up: async (program) => programs.get(program)?.up(),
  };
}

function assign(ports: Ports): Record<ServerProgram, ServerListener[]> {
  const split = profiles.kamailio.length;
  return {
    kamailio: pair(profiles.kamailio, ports.tcp.slice(0, split)),
    nginx: pair(profiles.nginx, ports.tcp.slice(split)),
  };
}

const pair = (rows: readonly Profile[], ports: readonly Port[]): ServerListener[] =>
  rows.flatMap((profile, index) => {
    const port = ports[index];
    return port ? [{ profile, ...port }] : [];
  });
