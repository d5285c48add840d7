/** Whom the device is told to reach: most rows need one host for each service, rows about names need others. */
import type { Service } from '../evidence.ts';
import { domain, provisioningHost, sipHost } from './lab.ts';

/**
 * `host` the usual one; `subdomain` a name one label deeper; `domain` the SIP domain itself; `srv` the same, whose server is
 * found by an SRV record; `ipv4` and `ipv6` literals; `idn` an internationalised name in its A-label form.
 */
export type Target = 'host' | 'subdomain' | 'domain' | 'srv' | 'ipv4' | 'ipv6' | 'idn';

/** The host of the SRV record's target. */
export const srvTarget = `proxy1.${domain}`;

const usual: Record<Service, string> = { sip: sipHost, provisioning: provisioningHost };

/** The name or address that the device reaches the service by, and that a good certificate names. */
export function hostOf(service: Service, target: Target = 'host'): string {
  switch (target) {
    case 'host':
      return usual[service];
    case 'subdomain':
      return `a.${usual[service]}`;
    case 'domain':
    case 'srv':
      return domain;
    case 'ipv4':
      return '127.0.0.1';
    case 'ipv6':
      return '::1';
    case 'idn':
      return `xn--bcher-kva.${domain}`;
  }
}
