/** Where the device connects to, out of `sip.outboundProxy`, the account's domain and `sip.port`. */
import { isIP, isIPv6 } from 'node:net';
import type { ServiceTarget, Surroundings } from '../contracts.ts';
import type { Settings } from '../settings/settings.ts';

export interface ServerAddress extends ServiceTarget {
  /** Port for SIP in clear: `;clear=PORT` behind the proxy's name, else 5060. */
  clearPort: number;
}

const form = /^(?:sips?:)?(\[[0-9a-f:.]+\]|[^\s:;[\]]+)(?::(\d{1,5}))?((?:;[^\s;]+)*)$/i;

/** @throws Error with a sentence for the user when the proxy is no `host`, `host:port` or `host;parameter=value`. */
export function serverAddress({ account, sip }: Settings): ServerAddress {
  const text = sip.outboundProxy || hostInUri(account.domain);
  const [, host, port, parameters = ''] = form.exec(text) ?? [];
  if (host === undefined)
    throw new Error(
      `"${text}" is no server: sip.outboundProxy takes a host name or address, as in sip.example.com:5061`,
    );
  const [, clear] = /;clear=(\d{1,5})(?:;|$)/i.exec(parameters) ?? [];
  return {
    host: host.replace(/^\[|\]$/g, ''),
    port: port ? Number(port) : sip.port,
    clearPort: clear ? Number(clear) : 5060,
  };
}

/**
 * The domain that the server's certificate must name: what the location of the server starts from (RFC 5922 §7.3), which is
 * the outbound proxy where there is one (RFC 3261 §8.1.2) and the account's domain otherwise, whatever the servers are called
 * that DNS leads to. An address is no SIP domain (RFC 5922 §7.1): behind it the account's stays.
 */
export function domainOf({ settings, flaws }: Pick<Surroundings, 'settings' | 'flaws'>): string {
  const { account, sip } = settings();
  if (sip.outboundProxy === '' || flaws.has('checks-account-domain-behind-proxy')) return account.domain;
  const { host } = serverAddress(settings());
  return isIP(host) === 0 ? host : account.domain;
}

/** RFC 3261 §25.1: an IPv6 address stands in brackets. */
export const hostInUri = (host: string): string => (isIPv6(host) ? `[${host}]` : host);

/** RFC 3261 §19.1.2: of SIP over TLS. */
const DEFAULT_PORT = 5061;

/**
 * The servers to be tried, in this order: the one that is set, else those of the domain's NAPTR and SRV records where they are
 * to be asked for (RFC 3263 §4), else the domain as a host at the default port. Rejects with Error for an unusable setting, or
 * when DNS fails.
 */
export async function serversToTry(surroundings: Surroundings): Promise<ServiceTarget[]> {
  const { account, sip } = surroundings.settings();
  const fixed = serverAddress(surroundings.settings());
  if (sip.locate === 'host' || sip.outboundProxy !== '' || isIP(account.domain) !== 0) return [fixed];
  const found = await surroundings.locate(account.domain);
  if (found.length > 0) return found;
  return [{ host: fixed.host, port: surroundings.flaws.has('defaults-to-5060') ? 5060 : DEFAULT_PORT }];
}
