/** The device: joins its modules, keeps them in step with the settings, and starts them anew. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConnectionRefused } from './contracts.ts';
import type { ProvisioningClient, SipAgent, Surroundings, TlsConnector } from './contracts.ts';
import type { DeviceIdentity, Listener, TrustStore } from './contracts.ts';
import { Clock } from './clock.ts';
import { readFactory, type Factory } from './factory.ts';
import { Flaws } from './flaws.ts';
import { Journal } from './journal.ts';
import { createResolver } from './network/resolver.ts';
import { createServiceLookup } from './network/services.ts';
import type { Parts } from './parts.ts';
import type { Persona } from './personas/persona.ts';
import { secretsOf } from './settings/change.ts';
import { refuseKeysInClear } from './settings/clear-signalling.ts';
import type { Settings } from './settings/settings.ts';
import { SettingsStore } from './settings/store.ts';
import { ownCertificate } from './trust/store.ts';

export interface DeviceOptions {
  /** Folder of settings and uploaded files. */
  data: string;
  /**
   * Folder with `anchors.pem`, `device.pem` and, for flaws such as `shared-device-key`, a file of that name, each where present;
   * nothing that the device does changes it.
   */
  factory?: string;
  persona: Persona;
  /** Twelve hexadecimal digits. */
  mac: string;
  flaws?: Flaws;
  /** Further words that the log must never show. */
  secrets?: readonly string[];
}

export type ResetKind = 'soft' | 'factory' | 'reboot';

/** Whether the SIP agent has to look at its connections again. */
const concernsSip = (now: Settings, before: Settings): boolean =>
  (['account', 'sip', 'srtp', 'network'] as const).some(
    (part) => JSON.stringify(now[part]) !== JSON.stringify(before[part]),
  );

export class Device implements AsyncDisposable {
  readonly persona: Persona;
  readonly mac: string;
  readonly flaws: Flaws;
  readonly journal: Journal;
  readonly clock = new Clock();
  readonly started = new Date();
  readonly #folder: string;
  readonly #factory: Factory;
  readonly #settings: SettingsStore;
  readonly #parts: Parts;
  readonly #surroundings: Surroundings;
  #trust!: TrustStore;
  #identity!: DeviceIdentity;
  #factoryIdentityPresent = false;
  /** For `loses-factory-authorities-at-reset`. */
  #factoryAnchorsLost = false;
  #connector!: TlsConnector;
  #agent!: SipAgent;
  #provisioning!: ProvisioningClient;
  readonly #listener: Listener;

  private constructor(
    options: DeviceOptions,
    parts: Parts,
    journal: Journal,
    settings: SettingsStore,
    factory: Factory,
  ) {
    this.persona = options.persona;
    this.mac = options.mac;
    this.flaws = options.flaws ?? new Flaws();
    this.journal = journal;
    this.#folder = options.data;
    this.#factory = factory;
    this.#settings = settings;
    this.#parts = parts;
    this.#surroundings = this.#makeSurroundings();
    this.#listener = parts.createListener(this.#surroundings);
  }

  /** Opens everything and contacts nobody: see `boot`. */
  static async open(options: DeviceOptions, parts: Parts): Promise<Device> {
    await mkdir(join(options.data, 'certs', 'trusted'), { recursive: true, mode: 0o700 });
    const factory = await readFactory(options.factory);
    const journal = new Journal(options.secrets ?? []);
    const settings = await SettingsStore.open(join(options.data, 'settings.json'), options.persona.settings, (line) =>
      journal.log(line),
    );
    journal.hide(() => secretsOf(settings.current()));
    const device = new Device(options, parts, journal, settings, factory);
    await device.#openModules();
    await device.#listener.reconfigure();
    settings.onChange(async (now, before) => {
      journal.tell({ kind: 'settings' });
      await device.#listener.reconfigure();
      if (concernsSip(now, before)) await device.#agent.reconfigure();
    });
    return device;
  }

  get surroundings(): Surroundings {
    return this.#surroundings;
  }

  get agent(): SipAgent {
    return this.#agent;
  }

  get listener(): Listener {
    return this.#listener;
  }

  get provisioning(): ProvisioningClient {
    return this.#provisioning;
  }

  /** Folder of the uploaded device certificate and of `trusted`. */
  get certs(): string {
    return join(this.#folder, 'certs');
  }

  /** Whether the certificate of the factory is on board, whichever is in force. */
  get factoryIdentityPresent(): boolean {
    return this.#factoryIdentityPresent;
  }

  settings(): Settings {
    return this.#settings.current();
  }

  /**
   * What a device does by itself when it is switched on, by the settings of that moment: what is set afterwards waits
   * for an order. Resolves at once; the attempts go on behind.
   */
  boot(): void {
    const provisions = this.settings().provisioning.url !== '';
    if (!provisions && !this.#hasAccount()) return;
    const attempts = async (): Promise<void> => {
      if (provisions) await this.#provisioning.provision();
      await this.registerIfThereIsAnAccount();
    };
    attempts().catch((error: unknown) => this.journal.log(`boot: ${String(error)}`));
  }

  async registerIfThereIsAnAccount(): Promise<void> {
    if (this.#hasAccount()) await this.#agent.register();
  }

  #hasAccount(): boolean {
    const { domain, user } = this.settings().account;
    return domain !== '' && user !== '';
  }

  /**
   * `soft`: calls and connections end, back-off and refusals are forgotten. `reboot`: the same, the files are read anew,
   * and the device provisions and registers by itself as at power-on. `factory`: settings and uploaded files are gone as
   * well. What came from the factory stays, and so do flaws: they are the firmware's.
   */
  async reset(kind: ResetKind): Promise<void> {
    if (kind === 'factory') {
      await this.#identity.clear(false);
      if (!this.flaws.has('keeps-authorities-after-factory-reset')) await this.#eraseUploads();
      this.#factoryAnchorsLost = this.flaws.has('loses-factory-authorities-at-reset');
      await rm(this.#removedMark, { force: true });
      await this.#settings.reset();
    }
    if (kind === 'reboot' && this.flaws.has('forgets-authorities-at-reboot')) await this.#eraseUploads();
    await this.#agent.stop();
    await this.#listener.stop();
    await this.#openModules(kind);
    await this.#listener.reconfigure();
    if (kind !== 'soft') this.clock.set(0);
    this.journal.forgetRefusals();
    this.journal.log(`reset: ${kind}`);
    if (kind === 'reboot') this.boot();
  }

  /** The device has no certificate at all until a factory reset or `restoreFactoryIdentity`. */
  async removeIdentity(): Promise<void> {
    await writeFile(this.#removedMark, '');
    await this.#identity.clear(true);
    await this.#openIdentity();
    await this.#agent.reconfigure();
  }

  /** The uploaded certificate goes, the factory's is back in force. */
  async restoreFactoryIdentity(): Promise<void> {
    await this.#identity.clear(false);
    if (existsSync(this.#removedMark)) {
      await rm(this.#removedMark);
      await this.#openIdentity();
    }
    await this.#agent.reconfigure();
  }

  async close(): Promise<void> {
    await this.#listener.stop();
    await this.#agent.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** All of the folder certs but `sipclient.pem`, which goes with the identity. */
  async #eraseUploads(): Promise<void> {
    for (const name of await readdir(this.certs)) {
      if (name !== ownCertificate) await rm(join(this.certs, name), { recursive: true, force: true });
    }
  }

  async #openModules(kind: ResetKind | 'start' = 'start'): Promise<void> {
    if (kind !== 'soft') {
      this.#trust = await this.#parts.openTrustStore({
        certs: this.certs,
        factoryAnchors: this.#factory.anchors,
        maxEntries: () => this.settings().tls.maxTrustedEntries,
        hasFactoryAnchors: () => !(this.#factoryAnchorsLost && this.flaws.has('loses-factory-authorities-at-reset')),
        onRemoval: () => this.#connector.trustChanged?.(),
        flaws: this.flaws,
      });
      await this.#openIdentity();
      this.#connector = this.#remembering(this.#parts.createTlsConnector(this.#surroundings));
      this.#provisioning = this.#parts.createProvisioningClient(this.#surroundings, this.#connector);
    }
    this.#agent = this.#parts.createSipAgent(this.#surroundings, this.#connector);
    this.#agent.onEvent((event) => this.journal.tell(event));
  }

  /** Every refusal is told on Status, whichever module made the connection. */
  #remembering(connector: TlsConnector): TlsConnector {
    return {
      ...connector,
      connect: async (options) => {
        try {
          return await connector.connect(options);
        } catch (error) {
          if (error instanceof ConnectionRefused) this.#surroundings.refused(error.refusal);
          throw error;
        }
      },
    };
  }

  /** Stands for a factory certificate that was taken away: that outlives a restart. */
  get #removedMark(): string {
    return join(this.#folder, 'factory-identity-removed');
  }

  async #openIdentity(): Promise<void> {
    const factoryPem = existsSync(this.#removedMark) ? null : this.#factory.devicePem;
    this.#identity = await this.#parts.openIdentity({
      factoryPem,
      flawedPem: this.#factory.flawedPem,
      uploadedFile: join(this.certs, ownCertificate),
      now: () => this.clock.now(),
      log: (line) => this.journal.log(line),
      flaws: this.flaws,
    });
    this.#factoryIdentityPresent = factoryPem !== null;
  }

  #makeSurroundings(): Surroundings {
    const current = { trust: () => this.#trust, identity: () => this.#identity };
    const { persona, journal } = this;
    return {
      settings: () => this.settings(),
      change: (partial) => this.#settings.change(partial, (next) => refuseKeysInClear(next, this.flaws)),
      flaws: this.flaws,
      now: () => this.clock.now(),
      get trust() {
        return current.trust();
      },
      get identity() {
        return current.identity();
      },
      resolve: createResolver(() => this.settings()),
      locate: createServiceLookup(() => this.settings(), this.flaws),
      mac: this.mac,
      product: { name: persona.product.name, firmware: persona.product.firmware },
      log: (line) => journal.log(line),
      refused: (refusal) => journal.refused(refusal),
    };
  }
}
