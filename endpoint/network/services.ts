/** The servers of a domain for SIP over TLS, out of its SRV records (RFC 3263 §4.2, RFC 2782). */
import type { SrvRecord } from 'node:dns';
import type { ServiceTarget } from '../contracts.ts';
import type { Settings } from '../settings/settings.ts';
import { dnsClient } from './resolver.ts';

/** Lowest priority first; within one, by chance with the weights as odds (RFC 2782, "Weight"). */
function inOrder(records: SrvRecord[]): SrvRecord[] {
  const odds = new Map(records.map((one) => [one, Math.random() ** (1 / (one.weight || 0.01))]));
  return [...records].sort((a, b) => a.priority - b.priority || odds.get(b)! - odds.get(a)!);
}

/**
 * The returned function resolves to the targets in the order to be tried, none where the domain has no such record. It
 * rejects with an Error where the server does not answer, or where the domain says that it has no such service.
 */
export function createServiceLookup(settings: () => Settings): (domain: string) => Promise<ServiceTarget[]> {
  return async (domain) => {
    const { dnsServer } = settings().network;
    const name = `_sips._tcp.${domain.replace(/\.$/, '')}`;
    let records: SrvRecord[];
    try {
      records = await dnsClient(dnsServer).resolveSrv(name);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'no answer';
      if (code === 'ENODATA' || code === 'ENOTFOUND') return [];
      throw new Error(`${name} could not be asked for: the DNS server says ${code}`, { cause: error });
    }
    // RFC 2782: a target of "." means that the service is decidedly not available.
    if (records.length === 1 && records[0]!.name === '') throw new Error(`${domain} offers no SIP over TLS`);
    return inOrder(records).map(({ name: host, port }) => ({ host, port }));
  };
}
