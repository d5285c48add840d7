/** The scripted peers of the harness as part of a lab. They run in this process, so there is nothing to keep alive. */
import { LabError } from '../errors.ts';
import type { Program, Service } from '../evidence.ts';
import type { LabLog } from './lab-log.ts';
import { domain, provisioningHost, sipHost, type LabOptions } from './lab.ts';
import { startFileServer } from './peers/file-server.ts';
import type { Peer } from './peers/peer.ts';
import { startRegistrar, type Registrar } from './peers/registrar.ts';
import { startScriptedTls } from './peers/scripted-tls.ts';

export class OwnPeers {
  readonly #options: LabOptions;
  readonly #log: LabLog;
  readonly #peers = new Map<string, Peer>();
  #registrar: Registrar | undefined;

  constructor(options: LabOptions, log: LabLog) {
    this.#options = options;
    this.#log = log;
  }

  async start(): Promise<void> {
    const { pki, accounts, files, credentials, clear } = this.#options;
    this.#registrar = await startRegistrar({ pki, host: sipHost, accounts, domain });
    this.#add('sip', this.#registrar);
    this.#add('sip', await startScriptedTls({ pki, host: sipHost }));
    this.#add('provisioning', await startScriptedTls({ pki, host: provisioningHost }));
    this.#add(
      'provisioning',
      await startFileServer({ pki, host: provisioningHost, files, credentials, clearHttp: clear.http }),
    );
  }

  peer(program: Program, service: Service): Peer {
    const peer = this.#peers.get(`${program} ${service}`);
    if (!peer) throw new LabError('LAB_NO_LISTENER', `${program} does not serve ${service}`);
    return peer;
  }

  forgetBindings(): void {
    this.#registrar?.forgetBindings();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#peers.values()].map((peer) => peer.stop()));
  }

  #add(service: Service, peer: Peer): void {
    this.#peers.set(`${peer.program} ${service}`, peer);
    peer.onKeyLog((line) => this.#log.take(peer.program, line.trimEnd()));
    peer.onLine((line) => this.#log.take(peer.program, line));
  }
}
