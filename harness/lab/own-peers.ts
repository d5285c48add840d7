/** The scripted peers of the harness as part of a lab. They run in this process, so there is nothing to keep alive. */
import { LabError } from '../errors.ts';
import type { Program, Service } from '../evidence.ts';
import type { LabLog } from './lab-log.ts';
import { domain, otherProvisioningHost, type LabOptions } from './lab.ts';
import { startClearRegistrar } from './peers/clear-registrar.ts';
import { fileService, startFileServer } from './peers/file-server.ts';
import type { Peer } from './peers/peer.ts';
import { registrarService, startRegistrar, type RegistrarService } from './peers/registrar.ts';
import { startScriptedTls } from './peers/scripted-tls.ts';

export class OwnPeers {
  readonly #options: LabOptions;
  readonly #log: LabLog;
  readonly #peers = new Map<string, Peer>();
  readonly #registrar: RegistrarService;

  constructor(options: LabOptions, log: LabLog) {
    this.#options = options;
    this.#log = log;
    this.#registrar = registrarService({ accounts: options.accounts, domain, window: options.window });
  }

  async start(): Promise<void> {
    const { pki, files, credentials, clear, fronts } = this.#options;
    const sip = { pki, front: 'sip', service: this.#registrar } as const;
    const otherHost = { host: otherProvisioningHost, port: fronts.provisioning.port };
    const fetched = fileService({ files, credentials, clearHttp: clear.http, otherHost });
    const provisioning = { pki, front: 'provisioning', service: fetched } as const;
    this.#add('sip', await startRegistrar(sip));
    this.#add('sip', await startScriptedTls(sip));
    this.#add('sip', await startClearRegistrar(this.#registrar));
    this.#add('provisioning', await startScriptedTls(provisioning));
    this.#add('provisioning', await startFileServer(provisioning));
  }

  peer(program: Program, service: Service): Peer {
    const peer = this.#peers.get(`${program} ${service}`);
    if (!peer) throw new LabError('LAB_NO_LISTENER', `${program} does not serve ${service}`);
    return peer;
  }

  forgetBindings(): void {
    this.#registrar.forgetBindings();
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
