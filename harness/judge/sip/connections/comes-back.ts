/** A device that has lost its connection and comes back by itself (RFC 5626 §4.5), to a server that it verifies anew. */
import type { Evidence } from '../../../evidence.ts';
import type { Finding, Judge } from '../../../requirement.ts';
import { accepted, acceptedOn, attemptsOf, judgedAttempt, story } from '../../bench-part.ts';
import { clearAfter, inClear } from '../../refusal.ts';

/** What the clocks of bench and device, and the way between them, may make of a wait. */
const slackMs = 300;

export const comesBack: Judge = (evidence) => returned(evidence, 'fail');

/** The same for rows about what is said on the way: one that stays away says nothing. */
export const comesBackInTls: Judge = (evidence) => returned(evidence, 'inconclusive');

function returned(evidence: Evidence, ifAway: 'fail' | 'inconclusive'): Finding {
  // RFC 5626 §4.5: at most twice the base, at the first failure.
  const limit = 2 * evidence.settings.timings.retry * 1000;
  const expected = `registered again within ${limit} ms over a new connection, its server verified, and nothing in clear`;
  const look = judgedAttempt(evidence, expected);
  if ('finding' in look) return look.finding;
  const { attempt } = look;
  const before = attemptsOf(evidence, 'case').slice(0, -1);
  if (before.length === 0 || !before.every(accepted))
    return { verdict: 'inconclusive', expected, seen: 'the device was not registered before the loss' };
  const clear = attempt.clearText.find(inClear);
  if (clear) return { verdict: 'fail', expected, seen: `${clear.kind} in clear over ${clear.transport.toUpperCase()}` };
  const late = clearAfter(evidence);
  if (late) return { verdict: 'fail', expected, seen: late };
  const [first] = attempt.connections;
  if (!first || first.openedAt > limit + slackMs) {
    const seen = first
      ? `a new connection only ${Math.round(first.openedAt)} ms after the loss`
      : `no new connection for ${attempt.lasted} ms`;
    return { verdict: first || attempt.lasted > limit + slackMs ? ifAway : 'inconclusive', expected, seen };
  }
  const [back] = acceptedOn(attempt);
  if (!back) return { verdict: 'inconclusive', expected, seen: `not registered again: ${story(attempt)}` };
  if (back.serverChain.length === 0)
    return { verdict: 'inconclusive', expected, seen: `no certificate was shown in the session: ${story(attempt)}` };
  return { verdict: 'pass', expected, seen: `back ${Math.round(first.openedAt)} ms after the loss: ${story(attempt)}` };
}
