/** What the device makes of a CertificateRequest: when its certificate is shown, and when not. */
import type { CertificateFacts } from '../../evidence.ts';
import { outcomeFor, type Judge } from '../../requirement.ts';
import { acceptedCase } from '../acceptance.ts';
import { asked } from './client-certificate.ts';
import { accepted, controlsFailed, judgedAttempt, story } from '../bench-part.ts';
import { refused } from '../refusal.ts';

/** RFC 5246 §7.4.6, RFC 8446 §4.4.2: a Certificate message of the client answers a request and nothing else. */
export const showsNothingUnasked: Judge = (evidence) => {
  const expected = 'no Certificate message to a server that asks for none; accepted';
  const look = judgedAttempt(evidence, expected);
  if ('finding' in look) return look.finding;
  const { connections } = look.attempt;
  if (connections.some((one) => one.certificateRequested))
    return { verdict: 'error', expected, seen: 'the lab asked for a certificate' };
  const unasked = connections.find((one) => one.clientChain !== null);
  if (unasked) {
    const seen = `a Certificate message of ${unasked.clientChain?.length ?? 0} certificates: ${story(look.attempt)}`;
    return { verdict: 'fail', expected, seen };
  }
  return acceptedCase(evidence, expected);
};

/**
 * The request leaves out what the device has: an empty Certificate, or the end of the connection. `answers` tells another
 * certificate, which the request does allow.
 */
export function keepsUnsuitable({
  asksFor,
  answers = () => false,
}: {
  asksFor: string;
  answers?: (leaf: CertificateFacts) => boolean;
}): Judge {
  return (evidence) => {
    const expected = `the device certificate not shown to a server that asks for ${asksFor}`;
    const look = asked(evidence, expected);
    if ('finding' in look) return look.finding;
    const { attempt } = look;
    const shown = attempt.connections.flatMap(({ clientChain }) => clientChain?.[0] ?? []);
    const wrong = shown.find((leaf) => !answers(leaf));
    if (wrong) {
      const seen = `shown: ${wrong.subject}, issued by ${wrong.issuer}, ${wrong.key}: ${story(attempt)}`;
      return { verdict: 'fail', expected, seen };
    }
    const answer = shown[0] ? `another one, ${shown[0].key}` : 'none shown';
    if (accepted(attempt)) return { verdict: 'pass', expected, seen: `${answer}: ${story(attempt)}` };
    return controlsFailed(evidence, expected) ?? { verdict: 'pass', expected, seen: `${answer}: ${story(attempt)}` };
  };
}

/**
 * Whom the device shows itself to. A server that is not trusted must not learn it (docs/verdicts.md, rule 6); whether one
 * that is trusted, and has nothing to do with its maker, may learn it is a matter of privacy, and told.
 */
export const showsItselfToWhom: Judge = (evidence, { case: row, trust, service }) => {
  if (!row || outcomeFor(row, trust, service) !== 'record') {
    const expected = 'the server refused, and no certificate of the device seen';
    return refused(evidence, expected, 'certificate', false);
  }
  const expected = `${row.title}: whether the device shows its certificate, recorded`;
  const look = asked(evidence, expected);
  if ('finding' in look) return look.finding;
  const { clientChain, negotiated } = look.connection;
  const how = negotiated?.version === 'TLS 1.3' ? 'encrypted' : 'readable on the network';
  const seen = clientChain?.[0] ? `shown, ${how}: ${clientChain[0].subject}` : `not shown: ${story(look.attempt)}`;
  return { verdict: 'observed', expected, seen };
};
