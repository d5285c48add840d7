/**
 * A redirect from one https server to another (RFC 9110 §15.4): the certificate of the second hop must name the second host.
 * The request of the first hop is the reason of all that follows; it is no leak.
 */
import type { Connection, Evidence } from '../../evidence.ts';
import type { Judge } from '../../requirement.ts';
import { controlsFailed, judgedAttempt, story } from '../bench-part.ts';
import { clearAfter, leaked, refused } from '../refusal.ts';

export const checksEveryHop: Judge = (evidence) => {
  const expected = 'the server that the redirect leads to refused: closed without a byte of application data';
  const look = judgedAttempt(evidence, expected);
  if ('finding' in look) return look.finding;
  const { attempt } = look;
  const redirected = attempt.connections.findIndex((one) => redirectIn(one) >= 0);
  if (redirected < 0) {
    return { verdict: 'inconclusive', expected, seen: `the redirect did not reach the device: ${story(attempt)}` };
  }
  const isServedBehind = (one: Connection): boolean =>
    one.application.slice(redirectIn(one) + 1).some(({ from, kind }) => from === 'lab' && kind === 'HTTP 200');
  // Only the first host redirects, so a device that is redirected once more has asked that one again.
  const isFirst = (one: Connection): boolean => redirectIn(one) >= 0;
  if (attempt.connections.some((one) => isFirst(one) && isServedBehind(one))) {
    return { verdict: 'fail', expected, seen: 'asked for the other host over the connection of the first' };
  }
  const connections = attempt.connections.slice(redirected + 1).filter((one) => !isFirst(one));
  const hop = { ...attempt, connections };
  if (connections.length > 0) return refused(withCase(evidence, hop), expected, 'certificate', false);
  const leak = leaked(hop) ?? clearAfter(evidence);
  if (leak) return { verdict: 'fail', expected, seen: leak };
  const control = controlsFailed(evidence, expected);
  if (control) return control;
  return { verdict: 'pass', expected, seen: `the redirect was not followed within ${attempt.quiet} ms` };
};

const redirectIn = ({ application }: Connection): number =>
  application.findIndex(({ from, kind }) => from === 'lab' && /^HTTP 30\d$/.test(kind));

/** The evidence with what is judged in place of the attempts of the case. */
const withCase = (evidence: Evidence, hop: Evidence['attempts'][number]): Evidence => ({
  ...evidence,
  attempts: evidence.attempts.flatMap((one, index) => {
    if (one.role !== 'case') return [one];
    return index === evidence.attempts.findLastIndex(({ role }) => role === 'case') ? [hop] : [];
  }),
});
