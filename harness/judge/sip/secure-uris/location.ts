/** Where a device goes that is told a domain and no port (RFC 3263 §4.1 and §4.2, RFC 3261 §19.1.2). */
import type { Evidence, Lookup } from '../../../evidence.ts';
import type { Finding, Judge } from '../../../requirement.ts';
import { acceptedOn, controlsFailed, judgedAttempt } from '../../bench-part.ts';
import { inClear } from '../../refusal.ts';

const defaultPort = 5061;

/** It came over TLS and registered; nothing came in clear. `proof` tells what more there must be, null where it is there. */
function arrives(evidence: Evidence, expected: string, proof: (lookups: readonly Lookup[]) => string | null): Finding {
  const look = judgedAttempt(evidence, expected);
  if ('finding' in look) return look.finding;
  const { attempt } = look;
  const { lookups = [] } = attempt;
  const clear = attempt.clearText.find((one) => inClear(one) || one.kind === 'TLS');
  const asked = [...new Set(lookups.map(({ type, name }) => `${type} ${name}`))].join(', ') || 'nothing';
  if (clear) {
    const seen = `${clear.kind} by ${clear.transport.toUpperCase()} at the server of SIP in clear; asked of DNS: ${asked}`;
    return { verdict: 'fail', expected, seen };
  }
  if (acceptedOn(attempt).length > 0) {
    const missing = proof(lookups);
    return missing === null
      ? { verdict: 'pass', expected, seen: `registered over TLS; asked of DNS: ${asked}` }
      : { verdict: 'inconclusive', expected, seen: missing };
  }
  const control = controlsFailed(evidence, expected);
  if (control) return control;
  if (lookups.length === 0) return { verdict: 'inconclusive', expected, seen: 'the device asked nothing of DNS' };
  const seen = `the device did not come to the server within ${attempt.quiet} ms; asked of DNS: ${asked}`;
  return { verdict: attempt.connections.length > 0 ? 'inconclusive' : 'fail', expected, seen };
}

const hasAsked = (lookups: readonly Lookup[], type: string, name: string): boolean =>
  lookups.some((one) => one.type === type && one.name === name);

/** Only the front at the default port is behind the domain. */
export const goesToDefaultPort: Judge = (evidence) =>
  arrives(evidence, `registered at port ${defaultPort} of a domain whose DNS names no service`, () => null);

/** The SRV record of SIP over TLS has another name than the usual, which its NAPTR record alone tells. */
export const takesSecureNaptr: Judge = (evidence) =>
  arrives(evidence, 'of the NAPTR records that of SIPS+D2T followed, although SIP+D2T comes first', (lookups) =>
    hasAsked(lookups, 'NAPTR', domainOf(evidence)) ? null : 'the device came without a question for NAPTR records',
  );

export const asksForSecureService: Judge = (evidence) => {
  const name = `_sips._tcp.${domainOf(evidence)}`;
  return arrives(evidence, `${name} asked for where there is no NAPTR record, and followed`, (lookups) =>
    hasAsked(lookups, 'SRV', name) ? null : `the device came without a question for ${name}`,
  );
};

/** As the device was told to reach it. */
const domainOf = ({ attempts }: Evidence): string =>
  attempts.findLast(({ role }) => role === 'case')?.presented.host ?? '';
