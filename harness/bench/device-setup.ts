/** Sets the device up through its driver, and only where something differs from the last time. */
import { isDeepStrictEqual } from 'node:util';
import type { DeviceSettings, Service } from '../evidence.ts';
import type { Target } from '../lab/targets.ts';
import type { FaultName } from '../pki/certificate-faults.ts';
import type { Identity, Pki } from '../pki/pki.ts';
import type { Capability, Configure, Methods } from '../dut/driver.ts';
import type { RestartingDriver } from '../dut/restarting-driver.ts';
import { identityOf, uploadOf, type UploadedIdentity } from './identities.ts';
import { LabAddresses, usualTargets, type LabFacts } from './lab-addresses.ts';
import { TrustList, type Served } from './trust-list.ts';

export interface SetupFacts extends LabFacts {
  /** After how long a call in which nothing comes is ended where a test asks for that, ms. */
  idleLimit: number;
}

export class DeviceSetup {
  readonly #driver: RestartingDriver;
  readonly #pki: Pki;
  readonly #facts: SetupFacts;
  readonly #addresses: LabAddresses;
  readonly #capabilities: readonly Capability[];
  /** For the tests that change it themselves; they `alter` the device first. */
  readonly trustList: TrustList;
  /** Whether a test has changed the device behind the settings' back. */
  #altered = false;
  #generation = 0;
  #settings: DeviceSettings | null = null;
  #flaws: string[] = [];
  #targets = { ...usualTargets };
  /** Of its account; null: not known, since the device has refused another one. */
  #transport: 'tls' | 'tcp' | null = 'tls';
  /** Whether a test has given the device another certificate than the settings say. */
  #identityAltered = false;
  /** Whether the device is registered through the front and calls can reach it. */
  registered = false;

  constructor(driver: RestartingDriver, pki: Pki, facts: SetupFacts, capabilities: readonly Capability[]) {
    this.#driver = driver;
    this.#pki = pki;
    this.#facts = facts;
    this.#capabilities = capabilities;
    this.#addresses = new LabAddresses(facts, { srv: this.#can('srv') });
    this.trustList = new TrustList(driver, pki);
  }

  /** Resolves to whether anything had to be changed. Rejects with MethodError. */
  async ensure(settings: DeviceSettings, flaws: string[]): Promise<boolean> {
    await this.#forgetAfterRestart();
    const restored = this.#altered;
    if (restored) await this.restore();
    const trustChanged = await this.ensureTrust(settings, []);
    const same = isDeepStrictEqual(settings, this.#settings) && isDeepStrictEqual(flaws, this.#flaws);
    if (same) return trustChanged || restored;
    await this.#apply(settings, flaws);
    return true;
  }

  async #apply(settings: DeviceSettings, flaws: string[]): Promise<void> {
    const before = this.#settings;
    const first = before === null;
    // Until all is done nothing is known of the device: a request may fail halfway.
    this.#settings = null;
    this.registered = false;
    if (settings.deviceCertificate !== before?.deviceCertificate) await this.#identity(settings);
    if (this.#can('clock') && settings.clock !== (before?.clock ?? 0)) {
      await this.#driver.request('clock', { offsetSeconds: settings.clock });
    }
    await this.#driver.request('configure', {
      ...(first ? this.#addresses.all() : {}),
      tls: {
        validate: settings.trust !== 'M0',
        ...(this.#can('revocation') && { revocation: settings.revocation }),
      },
      timings: {
        ...(this.#can('timings') && settings.timings),
        ...(this.#can('idle-limit') && { idle: settings.idleLimit === 'on' ? this.#facts.idleLimit / 1000 : 0 }),
      },
      ...(this.#can('sips') && { scheme: settings.scheme }),
      ...(this.#can('tls-listener') && { listener: listenerOf(settings) }),
      ...(this.#can('srtp') ? { srtp: this.#srtp(settings) } : {}),
      ...(this.#can('first-sequence') && { rtp: { firstSequence: settings.firstSequence } }),
      vendor: { ...(first ? this.#addresses.clearPorts() : {}), ...(this.#can('flaws') ? { flaws } : {}) },
    });
    if (this.#can(`media-${settings.media}`)) {
      await this.#driver.request('media', { mode: settings.media });
    }
    if (first && this.#can('call')) await this.#driver.request('answer', { automatic: true });
    this.#settings = settings;
    this.#flaws = flaws;
  }

  #srtp({ srtp, srtpSuite, keyLifetime }: DeviceSettings): NonNullable<Configure['srtp']> {
    const suites = srtpSuite === 'all' ? [] : [srtpSuite];
    return {
      policy: srtp,
      ...(this.#can('srtp-suites') && { suites }),
      ...(this.#can('key-lifetime') && { keyLifetime }),
    };
  }

  /** What the device has lost by it is set again, but for its trust list: a row looks at what is left of that. */
  async reset(kind: Methods['reset']['params']['kind']): Promise<void> {
    this.alter();
    await this.#driver.request('reset', { kind });
    const settings = this.#settings;
    if (!settings) return;
    if (kind === 'factory') {
      this.trustList.forget();
      this.#forgetAim();
      this.#settings = null;
      await this.#apply(settings, this.#flaws);
    } else if (kind === 'reboot' && this.#can('clock') && settings.clock !== 0) {
      await this.#driver.request('clock', { offsetSeconds: settings.clock });
    }
  }

  /** Undoes what a test has changed, so that the device is again as the settings say. Rejects with MethodError. */
  async restore(): Promise<void> {
    const settings = this.#settings;
    this.alter();
    if (this.#can('trust-store')) await this.trustList.tidy();
    if (settings) {
      if (this.#can('clock')) await this.#driver.request('clock', { offsetSeconds: settings.clock });
      await this.#driver.request('configure', { tls: { validate: settings.trust !== 'M0' } });
      await this.ensureTrust(settings, []);
      if (this.#identityAltered) await this.#identity(settings);
    }
    this.#identityAltered = false;
    this.#altered = false;
  }

  /** A test is about to change the device: it is restored before the next. */
  alter(): void {
    this.#altered = true;
    this.registered = false;
  }

  async #forgetAfterRestart(): Promise<void> {
    await this.#driver.revive();
    if (this.#driver.generation === this.#generation) return;
    this.#generation = this.#driver.generation;
    this.#settings = null;
    this.#flaws = [];
    this.#forgetAim();
    this.trustList.forget();
    this.registered = false;
  }

  /** Points the device at a host, by its own means, over that transport. Resolves to whether that was news to it. */
  async aim(service: Service, target: Target, transport: 'tls' | 'tcp' = 'tls'): Promise<boolean> {
    if (this.#targets[service] === target && this.#transport === transport) return false;
    const targets = { ...this.#targets, [service]: target };
    this.#transport = null;
    this.registered = false;
    const addresses = this.#addresses.of(targets, transport);
    await this.#driver.request('configure', { ...addresses, vendor: this.#addresses.clearPorts() });
    this.#targets = targets;
    this.#transport = transport;
    return true;
  }

  #forgetAim(): void {
    this.#targets = { ...usualTargets };
    this.#transport = 'tls';
  }

  /** Brings the trust list to what the mode means for the certificates that are about to be served. */
  async ensureTrust({ trust }: Pick<DeviceSettings, 'trust'>, served: readonly Served[]): Promise<boolean> {
    if (!this.#can('trust-store')) return false;
    const changed = await this.trustList.ensure(trust, served);
    if (changed) this.registered = false;
    return changed;
  }

  async distrust(certificate: FaultName): Promise<void> {
    await this.trustList.withdraw(certificate);
    this.registered = false;
  }

  async #identity({ deviceCertificate }: DeviceSettings): Promise<void> {
    if (!this.#can('device-certificate')) return;
    // The rows of such a certificate are not applicable then.
    if (!['factory', 'none'].includes(deviceCertificate) && !this.#can('identity-upload')) return;
    if (deviceCertificate === 'none') return void (await this.#driver.request('identity.clear', {}));
    if (deviceCertificate === 'own') return void (await this.#driver.request('identity.restore', {}));
    const identity = identityOf(deviceCertificate, this.#pki, this.#facts.mac);
    await this.#driver.request('identity.set', filesOf(identity));
  }

  uploadFor(name: UploadedIdentity): ReturnType<typeof uploadOf> {
    return uploadOf(name, this.#pki, this.#facts.mac);
  }

  /** Rejects with MethodError where the device does not take it. */
  async giveIdentity(identity: Pick<Identity, 'chainPem' | 'keyPem'>): Promise<void> {
    this.#identityAltered = true;
    await this.#driver.request('identity.set', filesOf(identity));
  }

  /** The keys that the bench has given the device: PEM, to be looked for where they must not be. */
  ownKeys(): { name: string; pem: string }[] {
    return (['good', 'replacement'] as const).map((kind) => ({
      name: kind === 'good' ? 'the key of the device certificate' : 'the key of the uploaded certificate',
      pem: this.#pki.deviceIdentity(this.#facts.mac, kind).keyPem,
    }));
  }

  async restoreIdentity(): Promise<void> {
    this.#identityAltered = true;
    await this.#driver.request('identity.restore', {});
  }

  #can(capability: Capability): boolean {
    return this.#capabilities.includes(capability);
  }
}

const filesOf = ({ chainPem, keyPem }: Pick<Identity, 'chainPem' | 'keyPem'>) => ({ chainPem, keyPem });

const listenerOf = ({ listener }: DeviceSettings): Configure['listener'] =>
  listener === 'off' ? null : { requireClientCertificate: listener };
