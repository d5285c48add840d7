/** Sets the device up through its driver, and only where something differs from the last time. */
import { isDeepStrictEqual } from 'node:util';
import type { DeviceSettings, TrustMode } from '../evidence.ts';
import { provisioningHost, sipHost, type Address, type Fronts } from '../lab/lab.ts';
import type { FaultName } from '../pki/certificate-faults.ts';
import type { Pki } from '../pki/pki.ts';
import type { Capability, Configure } from '../dut/driver.ts';
import type { RestartingDriver } from '../dut/restarting-driver.ts';

export interface SetupFacts {
  /** Twelve hexadecimal digits; names the device's certificate and its file. */
  mac: string;
  fronts: Fronts;
  witnesses: { sip: Address; http: Address };
  dns: Address;
  account: { user: string; password: string };
  provisioningCredentials: { username: string; password: string };
}

export class DeviceSetup {
  readonly #driver: RestartingDriver;
  readonly #pki: Pki;
  readonly #facts: SetupFacts;
  readonly #capabilities: readonly Capability[];
  #generation = 0;
  #settings: DeviceSettings | null = null;
  #flaws: string[] = [];
  /** File names in the device's trust list, by what they hold. */
  #trusted = new Map<string, string>();
  /** Whether the device is registered through the front and calls can reach it. */
  registered = false;

  constructor(driver: RestartingDriver, pki: Pki, facts: SetupFacts, capabilities: readonly Capability[]) {
    this.#driver = driver;
    this.#pki = pki;
    this.#facts = facts;
    this.#capabilities = capabilities;
  }

  /** Resolves to whether anything had to be changed. Rejects with MethodError. */
  async ensure(settings: DeviceSettings, flaws: string[]): Promise<boolean> {
    await this.#forgetAfterRestart();
    const trustChanged = await this.ensureTrust(settings);
    const same = isDeepStrictEqual(settings, this.#settings) && isDeepStrictEqual(flaws, this.#flaws);
    if (same) return trustChanged;
    const before = this.#settings;
    const first = before === null;
    // Until all is done nothing is known of the device: a request may fail halfway.
    this.#settings = null;
    this.registered = false;
    if (settings.deviceCertificate !== before?.deviceCertificate) await this.#identity(settings);
    await this.#driver.request('configure', {
      ...(first ? this.#addresses() : {}),
      tls: { validate: settings.trust !== 'M0' },
      ...(this.#can('srtp') ? { srtp: { policy: settings.srtp } } : {}),
      vendor: { ...(first ? this.#clearPorts() : {}), ...(this.#can('flaws') ? { flaws } : {}) },
    });
    if (this.#can('media-tone') || this.#can('media-echo')) {
      await this.#driver.request('media', { mode: settings.media });
    }
    if (first && this.#can('call')) await this.#driver.request('answer', { automatic: true });
    this.#settings = settings;
    this.#flaws = flaws;
    return true;
  }

  async #forgetAfterRestart(): Promise<void> {
    await this.#driver.revive();
    if (this.#driver.generation === this.#generation) return;
    this.#generation = this.#driver.generation;
    this.#settings = null;
    this.#flaws = [];
    this.#trusted.clear();
    this.registered = false;
  }

  /** Brings the trust list to what the mode means, by the device's own means. */
  async ensureTrust({ trust }: Pick<DeviceSettings, 'trust'>): Promise<boolean> {
    if (!this.#can('trust-store')) return false;
    const wanted = this.#wanted(trust);
    let changed = false;
    for (const name of [...this.#trusted.keys()].filter((one) => !wanted.has(one))) {
      await this.#driver.request('trust.remove', { name });
      this.#trusted.delete(name);
      changed = true;
    }
    for (const [name, pem] of wanted) {
      if (this.#trusted.get(name) === pem) continue;
      await this.#driver.request('trust.add', { name, pem });
      this.#trusted.set(name, pem);
      changed = true;
    }
    if (changed) this.registered = false;
    return changed;
  }

  async distrust(certificate: FaultName): Promise<void> {
    for (const name of [...this.#trusted.keys()].filter((one) => one.startsWith(certificate))) {
      await this.#driver.request('trust.remove', { name });
      this.#trusted.delete(name);
    }
    this.registered = false;
  }

  #wanted(trust: TrustMode): Map<string, string> {
    if (trust === 'M2') return new Map([['lab-authority.pem', this.#pki.anchors.lab]]);
    if (trust !== 'M3') return new Map();
    const hosts = { sip: sipHost, provisioning: provisioningHost };
    return new Map(
      Object.entries(hosts).map(([service, host]) => [
        `self-signed-${service}.pem`,
        this.#pki.certificate('self-signed', host).chainPem,
      ]),
    );
  }

  async #identity(settings: DeviceSettings): Promise<void> {
    if (!this.#can('device-certificate')) return;
    if (settings.deviceCertificate === 'none') await this.#driver.request('identity.clear', {});
    else await this.#driver.request('identity.set', this.#pki.deviceIdentity(this.#facts.mac));
  }

  #addresses(): Configure {
    const { mac, fronts, dns, account, provisioningCredentials } = this.#facts;
    return {
      account: { domain: sipHost, ...account },
      servers: {
        sip: { host: sipHost, port: fronts.sip.port, transport: 'tls' },
        provisioning: {
          url: `https://${provisioningHost}:${fronts.provisioning.port}/${mac}.cfg`,
          ...provisioningCredentials,
        },
      },
      hosts: { [sipHost]: fronts.sip.host, [provisioningHost]: fronts.provisioning.host },
      dns: { address: dns.host, port: dns.port },
    };
  }

  /** Where the device's own ideas of ports 5060 and 80 are on this bench, for devices that can be told. */
  #clearPorts(): Record<string, unknown> {
    const { sip, http } = this.#facts.witnesses;
    return { clearPorts: { sip: sip.port, http: http.port } };
  }

  #can(capability: Capability): boolean {
    return this.#capabilities.includes(capability);
  }
}
