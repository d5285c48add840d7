/** A lab that is up. */
import { LabError } from '../errors.ts';
import type { Lookup, Program, Service } from '../evidence.ts';
import { lookupsIn } from './dnsmasq-config.ts';
import type { LabLog } from './lab-log.ts';
import { provisioningHost, sipHost, type Address, type Lab, type LabOptions, type Listener } from './lab.ts';
import type { Ledger } from './ledger.ts';
import type { OwnPeers } from './own-peers.ts';
import { pinnedSuites } from './pinned-suites.ts';
import { programFor, type Presentation } from './presentation.ts';
import { servedLeaf } from './probe.ts';
import { profileName, profiles, type ServerProgram } from './profiles.ts';
import type { LabRuntime } from './runtimes/runtime.ts';
import type { ServerListener } from './server-listener.ts';
import type { Servers } from './servers.ts';

export interface LabParts {
  options: LabOptions;
  log: LabLog;
  ledger: Ledger;
  runtime: LabRuntime;
  peers: OwnPeers;
  servers: Servers;
  versions: Record<string, string>;
  readyAfter: number;
}

export class RunningLab implements Lab {
  readonly runtime: Lab['runtime'];
  readonly readyAfter: number;
  readonly dns: Address;
  readonly farEndProxy: Address;
  readonly versions: Record<string, string>;
  readonly #parts: LabParts;
  /** Listeners that were seen to serve what they are meant to. */
  readonly #checked = new Set<ServerListener>();

  constructor(parts: LabParts) {
    this.#parts = parts;
    this.runtime = parts.runtime.kind;
    this.readyAfter = parts.readyAfter;
    this.versions = parts.versions;
    this.dns = parts.servers.dns;
    this.farEndProxy = this.#find('kamailio', {}).outside;
  }

  async listenerFor(service: Service, presentation: Presentation): Promise<Listener> {
    const program = programFor(service, presentation);
    switch (program) {
      case 'closed-port':
        return { name: program, program, service, address: null, leafSha256: null };
      case 'kamailio':
      case 'nginx':
        return this.#serverListener(program, service, presentation);
      default:
        return this.#peerListener(program, service, presentation);
    }
  }

  keyLog(): string {
    return this.#parts.log.keyLog();
  }

  witness(program: Program, since: number): string[] {
    return this.#parts.log.since(program, since);
  }

  lookups(since: number): Lookup[] {
    return lookupsIn(this.#parts.log.since('dnsmasq', since));
  }

  mark(): number {
    return this.#parts.log.mark();
  }

  async forgetBindings(): Promise<void> {
    const { options, servers, peers } = this.#parts;
    peers.forgetBindings();
    await Promise.all(options.accounts.map(({ user }) => servers.control.forget(user)));
  }

  faults(): { code: string; message: string }[] {
    return [...this.#parts.servers.faults];
  }

  async stop(): Promise<void> {
    const { peers, servers, runtime, ledger } = this.#parts;
    await Promise.all([peers.stop(), servers.stop()]);
    await runtime.stop();
    ledger.close();
  }

  async #serverListener(program: ServerProgram, service: Service, presentation: Presentation): Promise<Listener> {
    const serves: Service = program === 'kamailio' ? 'sip' : 'provisioning';
    if (service !== serves) {
      throw new LabError('LAB_NO_LISTENER', `${program} serves ${serves} only, not ${service}`);
    }
    const listener = this.#find(program, presentation);
    await this.#parts.servers.up(program);
    const { profile, outside } = listener;
    const host = service === 'sip' ? sipHost : provisioningHost;
    const { pki } = this.#parts.options;
    const showsNone = profile.suite !== undefined && pinnedSuites[profile.suite].anonymous;
    const leafSha256 = showsNone ? null : pki.certificate(profile.certificate, host).leafSha256;
    const name = `${program}/${profile.name}`;
    if (!this.#checked.has(listener)) {
      const identity = profile.clientCertificate && pki.deviceIdentity(probeMac);
      const served = await servedLeaf(outside, host, profile, identity);
      if (served !== leafSha256) {
        throw new LabError('LAB_WRONG_CERTIFICATE', `${name} serves the leaf ${served} and not ${leafSha256}`);
      }
      this.#checked.add(listener);
    }
    return { name, program, service, address: outside, leafSha256 };
  }

  #peerListener(
    program: Exclude<Program, ServerProgram | 'closed-port'>,
    service: Service,
    presentation: Presentation,
  ): Listener {
    if (presentation.target === 'bare' && !this.#parts.options.standardHost) {
      throw new LabError('LAB_NO_STANDARD_PORT', 'this machine has no address at which port 5061 is free', {
        hint: 'it takes a second loopback address, such as 127.0.0.2, as Linux has them',
      });
    }
    const peer = this.#parts.peers.peer(program, service);
    const served = peer.present(presentation);
    return { name: `${program}/${peerProfileName(presentation)}`, program, service, address: peer.address, ...served };
  }

  #find(program: ServerProgram, presentation: Presentation): ServerListener {
    const wanted = profileName(presentation);
    const found = this.#parts.servers.listeners[program].find(({ profile }) => profile.name === wanted);
    if (found) return found;
    throw new LabError('LAB_NO_LISTENER', `${program} has no listener "${wanted}"`, {
      hint: `it has ${profiles[program].map(({ name }) => name).join(', ')}; add a row to harness/lab/profiles.ts, or ask for a peer of the harness`,
    });
  }
}

/** The bench's own device certificate, for listeners that insist on one. */
const probeMac = '02000000000f';

function peerProfileName({ tls, renegotiatesAs, rejectsHello, ...presentation }: Presentation): string {
  if (rejectsHello !== undefined) return `alert-${rejectsHello}-to-hello`;
  if (tls && renegotiatesAs) return `${tls}+${renegotiatesAs}`;
  return tls ?? `${profileName(presentation)}${presentation.tickets ? '+tickets' : ''}`;
}
