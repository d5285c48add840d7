/**
 * Servers that speak one suite, one group, or nothing but the newest versions. What comes of them depends on what the device
 * offers: that is read from its hellos, and a server that finds nothing in common has refused nobody.
 */
import type { Attempt, ClientHelloFacts, Connection, Evidence } from '../../evidence.ts';
import type { Case, Finding, Judge } from '../../requirement.ts';
import { acceptedCase } from '../acceptance.ts';
import { accepted, acceptedOn, attemptsOf, controlsFailed, judgedAttempt, story } from '../bench-part.ts';
import { clearAfter, leaked, refused } from '../refusal.ts';
import { namedOutcome } from '../trust/trust-outcome.ts';

type Pin = Pick<Case['serves'], 'version' | 'suite' | 'group'>;

/** What the hello must have for the pinned server to have something in common with the device, and has not. */
function lacking(hello: ClientHelloFacts, { version, suite, group }: Pin): string | null {
  if (version && !hello.versions.includes(version)) return version;
  if (suite && !hello.suites.includes(suite)) return suite;
  return group && !hello.groups.includes(group) ? group : null;
}

const hellosOf = (attempt: Attempt): ClientHelloFacts[] =>
  attempt.connections.flatMap(({ hello }) => (hello ? [hello] : []));

/** The part of the pin that no hello of the attempt offers; null where one offers all of it, or none came. */
export function pinNotOffered(attempt: Attempt, pin: Pin): string | null {
  const lacks = hellosOf(attempt).map((hello) => lacking(hello, pin));
  return lacks.length > 0 && lacks.every((one) => one !== null) ? (lacks[0] ?? null) : null;
}

/** The lab's server must not select another suite than the one it is pinned to. */
function otherSuite({ connections, presented }: Attempt, { suite }: Pin, expected: string): Finding | null {
  const selected = connections.map(({ negotiated }) => negotiated?.suite).find((one) => one && one !== suite);
  if (!suite || !selected) return null;
  return { verdict: 'error', expected, seen: `${presented.listener} selected ${selected}, not ${suite}` };
}

/**
 * The device must go on with what it offers itself. `must`: it has to offer it where it speaks TLS 1.3 (RFC 8446 §9.1);
 * otherwise what is not offered is not applicable.
 */
export function takesWhatItOffers({ must = false }: { must?: boolean } = {}): Judge {
  return (evidence, context) => {
    const { row } = namedOutcome(context);
    const expected = `${row.title}: request sent and answered${must ? '' : ', where it is offered'}`;
    const look = judgedAttempt(evidence, expected);
    if ('finding' in look) return look.finding;
    const { attempt } = look;
    const wrong = otherSuite(attempt, row.serves, expected);
    if (wrong) return wrong;
    const missing = pinNotOffered(attempt, row.serves);
    const excused = !must || !hellosOf(attempt).some(({ versions }) => versions.includes('TLS 1.3'));
    if (missing && excused && !accepted(attempt)) {
      const why = must ? 'TLS 1.3 is not offered, and no more is demanded without it' : `${missing} is not offered`;
      return { verdict: 'not-applicable', expected, seen: why };
    }
    const finding = besidesGroup(attempt, row.serves, acceptedCase(evidence, expected));
    return missing ? { ...finding, seen: `${missing} is not offered; ${finding.seen}` } : finding;
  };
}

/** A server of one group still has key transport by RSA, and DHE: whoever is served over those has not shown the group. */
function besidesGroup(attempt: Attempt, { group }: Pin, finding: Finding): Finding {
  if (!group || finding.verdict !== 'pass') return finding;
  const over = acceptedOn(attempt).map(({ keyExchange }) => keyExchange?.group ?? null);
  if (over.includes(group)) return finding;
  const [other] = over;
  const seen = `served, but not over ${group}${other ? `: over ${other}` : ''}: ${finding.seen}`;
  return { ...finding, verdict: other ? 'error' : 'inconclusive', seen };
}

/** No session over the suite of the row: the device does not offer it, or it ends the handshake. */
export const speaksNoSuchSuite: Judge = (evidence, context) => {
  const { row } = namedOutcome(context);
  const expected = `${row.title}: not offered, or ended without application data; controls accepted`;
  const look = judgedAttempt(evidence, expected);
  if ('finding' in look) return look.finding;
  const { attempt } = look;
  const wrong = otherSuite(attempt, row.serves, expected);
  if (wrong) return wrong;
  const missing = pinNotOffered(attempt, row.serves);
  if (!missing || !attempt.connections.every(foundNothingInCommon)) {
    return refused(evidence, expected, 'server hello', false);
  }
  return withoutSession(evidence, attempt, expected, missing);
};

/** The lab could select nothing, and says so. */
const foundNothingInCommon = ({ messages, alerts, negotiated }: Connection): boolean =>
  negotiated === null &&
  messages.some(({ from, type }) => from === 'device' && /client_hello$/.test(type)) &&
  alerts.some(({ from, level }) => from === 'lab' && level === 'fatal');

function withoutSession(evidence: Evidence, attempt: Attempt, expected: string, missing: string): Finding {
  const leak = leaked(attempt) ?? clearAfter(evidence);
  if (leak) return { verdict: 'fail', expected, seen: leak };
  const control = controlsFailed(evidence, expected);
  if (control) return control;
  return { verdict: 'pass', expected, seen: `${missing} is not offered, so nothing was in common: ${story(attempt)}` };
}

/**
 * RFC 3261 §26.2.1 demands TLS_RSA_WITH_AES_128_CBC_SHA of every SIP device with TLS; RFC 9325 §4.1 wants no key transport by
 * RSA, and §4.2.1 not this very suite. Told, with both.
 */
export const conflictOfSuites: Judge = (evidence, context) => {
  const { row } = namedOutcome(context);
  const expected = `${row.title}: recorded, as RFC 3261 §26.2.1 demands this suite and RFC 9325 §4.1 advises against it`;
  const look = judgedAttempt(evidence, expected);
  if ('finding' in look) return look.finding;
  const { attempt } = look;
  const wrong = otherSuite(attempt, row.serves, expected);
  if (wrong) return wrong;
  if (accepted(attempt)) return { verdict: 'observed', expected, seen: `accepted: ${story(attempt)}` };
  const missing = pinNotOffered(attempt, row.serves);
  if (missing && attempt.connections.every(foundNothingInCommon)) {
    return { verdict: 'observed', expected, seen: `not offered: ${story(attempt)}` };
  }
  const finding = refused(evidence, expected, 'server hello', false);
  if (finding.verdict === 'pass') return { ...finding, verdict: 'observed', seen: `refused: ${finding.seen}` };
  return finding.verdict === 'fail' ? { ...finding, verdict: 'inconclusive' } : finding;
};

/** Oldest first; those that the lab's ordinary servers speak. */
const spoken = ['TLS 1.2', 'TLS 1.3'] as const;

/**
 * RFC 8446 §4.2.1: the highest version that both have. What the device has is shown by an attempt before, with a server of
 * TLS 1.3 alone: a device that speaks it there and less here holds back its best.
 */
export const negotiatesHighest: Judge = (evidence) => {
  const expected = 'the highest version that the device has, with a server of TLS 1.2 and TLS 1.3';
  const look = judgedAttempt(evidence, expected);
  if ('finding' in look) return look.finding;
  const { attempt } = look;
  const sessions = attempt.connections.flatMap(({ negotiated, hello }) =>
    negotiated && hello ? [{ negotiated, hello }] : [],
  );
  for (const { negotiated, hello } of sessions) {
    const common = spoken.findLast((version) => hello.versions.includes(version));
    if (common && negotiated.version !== common) {
      const seen = `the lab selected ${negotiated.version} although ${common} was offered`;
      return { verdict: 'error', expected, seen };
    }
  }
  const finding = acceptedCase(evidence, expected);
  if (finding.verdict !== 'pass') return finding.verdict === 'fail' ? { ...finding, verdict: 'inconclusive' } : finding;
  const best = attemptsOf(evidence, 'case')
    .filter(accepted)
    .flatMap(({ connections }) => connections.flatMap(({ negotiated }) => negotiated?.version ?? []));
  const first = sessions[0]?.negotiated.version ?? 'nothing';
  if (first !== 'TLS 1.3' && best.includes('TLS 1.3')) {
    const seen = `${first} first, although the device speaks TLS 1.3 with a server of that alone: ${story(attempt)}`;
    return { verdict: 'fail', expected, seen };
  }
  return finding;
};
