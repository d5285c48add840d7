/** Whom the device is told to reach: most rows need one host for each service, rows about names need others. */
import type { Service } from '../evidence.ts';
import {
  bareDomain,
  domain,
  failoverDomain,
  hijackedDomain,
  naptrDomain,
  provisioningHost,
  sipHost,
  twoServicesDomain,
} from './lab.ts';

/**
 * `host` the usual one; `subdomain` a name one label deeper; `domain` the SIP domain itself; `srv` the same, whose server is
 * found by an SRV record; `naptr` and `two-services` domains whose DNS names servers in clear, too; `bare` one whose DNS names
 * no service, so that the default port is left; `failover` a domain whose first server does not answer; `hijacked-srv` a
 * domain whose SRV record leads to a host of somebody else; `proxy` the usual host as the outbound proxy of an account of the
 * SIP domain; `ipv4` and `ipv6` literals; `idn` an internationalised name in its A-label form; `folder` the usual host, where
 * the device asks for the file of its own MAC.
 */
export type Target =
  | 'host'
  | 'subdomain'
  | 'domain'
  | 'srv'
  | 'naptr'
  | 'two-services'
  | 'bare'
  | 'hijacked-srv'
  | 'failover'
  | 'proxy'
  | 'ipv4'
  | 'ipv6'
  | 'idn'
  | 'folder';

const usual: Record<Service, string> = { sip: sipHost, provisioning: provisioningHost };

/** The name or address that the device reaches the service by, and that a good certificate names. */
export function hostOf(service: Service, target: Target = 'host'): string {
  switch (target) {
    case 'host':
    case 'proxy':
    case 'folder':
      return usual[service];
    case 'subdomain':
      return `a.${usual[service]}`;
    case 'domain':
    case 'srv':
      return domain;
    case 'naptr':
      return naptrDomain;
    case 'two-services':
      return twoServicesDomain;
    case 'bare':
      return bareDomain;
    case 'failover':
      return failoverDomain;
    case 'hijacked-srv':
      return hijackedDomain;
    case 'ipv4':
      return '127.0.0.1';
    case 'ipv6':
      return '::1';
    case 'idn':
      return `xn--bcher-kva.${domain}`;
  }
}

/** The domain of the account: that of the server, but for an outbound proxy. */
export const accountDomainOf = (target: Target): string => (target === 'proxy' ? domain : hostOf('sip', target));

/** Targets whose server is looked for in DNS by the domain alone. */
export const isLocated = (target: Target): boolean =>
  ['srv', 'naptr', 'two-services', 'bare', 'hijacked-srv', 'failover'].includes(target);

/** Targets that a device which follows them asks for by their own name, or by none: a literal is no server name. */
export const isSpelt = (target: Target): boolean => ['subdomain', 'domain', 'ipv4', 'ipv6', 'idn'].includes(target);
