/** Where a device finds the lab: its servers, the names that lead to them, and the account that it has there. */
import type { Configure } from '../dut/driver.ts';
import type { Service } from '../evidence.ts';
import { domain, type Address, type Fronts } from '../lab/lab.ts';
import { accountDomainOf, hostOf, isLocated, type Target } from '../lab/targets.ts';

export interface LabFacts {
  /** Of the device, twelve hexadecimal digits; names its certificate and its file. */
  mac: string;
  fronts: Fronts;
  witnesses: { sip: Address; http: Address };
  dns: Address;
  account: { user: string; password: string };
  provisioningCredentials: { username: string; password: string };
}

export const usualTargets: Readonly<Record<Service, Target>> = { sip: 'host', provisioning: 'host' };

/** Whom a device with a table of hosts is pointed at by name; SRV records need the DNS server. */
const namedTargets: readonly Target[] = ['host', 'subdomain', 'domain', 'hijacked-srv', 'idn'];

export class LabAddresses {
  readonly #facts: LabFacts;
  readonly #srv: boolean;

  /** `srv`: whether the device can be told to find its server by DNS. */
  constructor(facts: LabFacts, { srv }: { srv: boolean }) {
    this.#facts = facts;
    this.#srv = srv;
  }

  /** All that a device has to be told once. */
  all(): Configure {
    const { fronts, dns } = this.#facts;
    return {
      ...this.of(usualTargets),
      hosts: Object.fromEntries(
        namedTargets.flatMap((target) => [
          [hostOf('sip', target), fronts.sip.host],
          [hostOf('provisioning', target), fronts.provisioning.host],
        ]),
      ),
      dns: { address: dns.host, port: dns.port },
    };
  }

  /** Both servers, so that a driver which replaces the whole of `servers` loses none. `transport` is that of the account. */
  of({ sip, provisioning }: Readonly<Record<Service, Target>>, transport: 'tls' | 'tcp' = 'tls'): Configure {
    const server = { host: hostOf('sip', sip), port: this.#facts.fronts.sip.port, transport };
    return {
      account: { domain: accountDomainOf(sip), ...this.#facts.account, realm: domain },
      servers: { sip: server, provisioning: this.#provisioning(provisioning) },
      ...(this.#srv && { locate: isLocated(sip) ? 'srv' : 'host' }),
    };
  }

  /** Where the device's own ideas of ports 5060 and 80 are on this bench, for devices that can be told. */
  clearPorts(): Record<string, unknown> {
    const { sip, http } = this.#facts.witnesses;
    return { clearPorts: { sip: sip.port, http: http.port } };
  }

  #provisioning(target: Target): NonNullable<Configure['servers']>['provisioning'] {
    const { mac, fronts, provisioningCredentials } = this.#facts;
    const host = hostOf('provisioning', target);
    const authority = target === 'ipv6' ? `[${host}]` : host;
    const file = target === 'folder' ? '' : `${mac}.cfg`;
    return { url: `https://${authority}:${fronts.provisioning.port}/${file}`, ...provisioningCredentials };
  }
}
