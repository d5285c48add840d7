/** When the servers of a lab are ready: each has answered in its own protocol. */
import { Resolver } from 'node:dns/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { LabError } from '../errors.ts';
import type { KamailioControl } from './kamailio-control.ts';
import { provisioningHost, sipHost, type Address } from './lab.ts';
import type { LabProgram } from './runtimes/runtime.ts';
import type { ServerListener } from './server-listener.ts';
import { servedLeaf } from './probe.ts';

const patience = 15_000;
const pauseBetweenTries = 10;

export type Answers = Record<LabProgram, () => Promise<void>>;

/** For each program, what resolves once it answers. Kamailio's and nginx's first listener prove that their processes run;
 * each other one is checked when it is first used. */
export function answersOf(servers: {
  kamailio: readonly ServerListener[];
  nginx: readonly ServerListener[];
  control: KamailioControl;
  dns: Address;
}): Answers {
  const { kamailio, nginx, control, dns } = servers;
  return {
    kamailio: async () => {
      await control.ready();
      await insist('kamailio', () => firstLeaf(kamailio, sipHost));
    },
    nginx: () => insist('nginx', () => firstLeaf(nginx, provisioningHost)),
    dnsmasq: () => insist('dnsmasq', () => resolves(dns)),
  };
}

async function firstLeaf([first]: readonly ServerListener[], host: string): Promise<void> {
  if (first) await servedLeaf(first.outside, host, first.profile);
}

async function resolves({ host, port }: Address): Promise<void> {
  const resolver = new Resolver({ timeout: 500, tries: 1 });
  resolver.setServers([`${host}:${port}`]);
  await resolver.resolve4(sipHost);
}

async function insist(program: string, answers: () => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + patience;
  for (;;) {
    try {
      await answers();
      return;
    } catch (cause) {
      if (Date.now() > deadline)
        throw new LabError('LAB_NOT_READY', `${program} did not answer within ${patience} ms`, { cause });
      await delay(pauseBetweenTries);
    }
  }
}
