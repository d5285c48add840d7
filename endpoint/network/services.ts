/** The servers of a domain for SIP over TLS, out of its NAPTR and SRV records (RFC 3263 §4.1 and §4.2, RFC 2782). */
import type { NaptrRecord, SrvRecord } from 'node:dns';
import type { Resolver } from 'node:dns/promises';
import type { ServiceTarget } from '../contracts.ts';
import type { Flaws } from '../flaws.ts';
import type { Settings } from '../settings/settings.ts';
import { dnsClient } from './resolver.ts';

/** Lowest priority first; within one, by chance with the weights as odds (RFC 2782, "Weight"). */
function inOrder(records: SrvRecord[]): SrvRecord[] {
  const odds = new Map(records.map((one) => [one, Math.random() ** (1 / (one.weight || 0.01))]));
  return [...records].sort((a, b) => a.priority - b.priority || odds.get(b)! - odds.get(a)!);
}

/** Empty where there is none of that name. */
async function recordsOf<Kind>(name: string, ask: (name: string) => Promise<Kind[]>): Promise<Kind[]> {
  try {
    return await ask(name);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'no answer';
    if (code === 'ENODATA' || code === 'ENOTFOUND') return [];
    throw new Error(`${name} could not be asked for: the DNS server says ${code}`, { cause: error });
  }
}

interface ServiceName {
  /** Of SRV records. */
  name: string;
  inClear?: true;
}

/** RFC 3263 §4.1: of the NAPTR records those of SIP over TLS alone count; without one the name is made of the domain's. */
async function serviceName(domain: string, resolver: Resolver, flaws: Flaws): Promise<ServiceName> {
  const records = await recordsOf<NaptrRecord>(domain, (name) => resolver.resolveNaptr(name));
  const isFit = ({ flags, service }: NaptrRecord): boolean =>
    flags.toLowerCase() === 's' && (flaws.has('takes-any-naptr') || service.toUpperCase() === 'SIPS+D2T');
  const [first] = records.filter(isFit).sort((a, b) => a.order - b.order || a.preference - b.preference);
  if (first) {
    const inClear = first.service.toUpperCase() !== 'SIPS+D2T';
    return { name: first.replacement, ...(inClear && { inClear }) };
  }
  if (flaws.has('asks-for-plain-srv')) return { name: `_sip._tcp.${domain}`, inClear: true };
  return { name: `_sips._tcp.${domain}` };
}

/**
 * The returned function resolves to the targets in the order to be tried, none where the domain has no such record. It
 * rejects with an Error where the server does not answer, or where the domain says that it has no such service.
 */
export function createServiceLookup(
  settings: () => Settings,
  flaws: Flaws,
): (domain: string) => Promise<ServiceTarget[]> {
  return async (domain) => {
    const resolver = dnsClient(settings().network.dnsServer);
    const { name, inClear } = await serviceName(domain.replace(/\.$/, ''), resolver, flaws);
    const records = await recordsOf<SrvRecord>(name, (wanted) => resolver.resolveSrv(wanted));
    // RFC 2782: a target of "." means that the service is decidedly not available.
    if (records.length === 1 && records[0]!.name === '') throw new Error(`${domain} offers no SIP over TLS`);
    return inOrder(records).map(({ name: host, port }) => ({ host, port, ...(inClear && { inClear }) }));
  };
}
