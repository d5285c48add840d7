/** Keep-alives over a flow, and flows that are dead (RFC 5626 §4.4, §4.4.1). */
import type { ApplicationData, Connection } from '../../../evidence.ts';
import type { Judge } from '../../../requirement.ts';
import { acceptedOn } from '../../bench-part.ts';
import { messagesOf, requestsOf } from '../messages.ts';
import { registeredAttempt } from './registered.ts';

/** What the clocks of bench and device, and the way between them, may make of a second. */
const slackMs = 300;
/** RFC 5626 §4.4.1. */
const pongMs = 10_000;

const isPing = ({ from, kind, bytes }: ApplicationData): boolean =>
  from === 'device' && kind === 'keep-alive' && bytes >= 4;

/** Double CRLFs of the device, ms after the attempt began. */
const pingsOn = ({ application }: Connection): number[] => application.filter(isPing).map(({ at }) => at);

/** @param seconds the longest wait between two; the one that the device is set to when left out */
export const sendsKeepAlives =
  ({ seconds }: { seconds?: number } = {}): Judge =>
  (evidence) => {
    const limit = (seconds ?? evidence.settings.timings.keepAlive) * 1000;
    const expected = `two CRLFs within ${limit} ms of the registration, and of each other`;
    const look = registeredAttempt(evidence, expected);
    if ('finding' in look) return look.finding;
    const { attempt, connection } = look;
    const since = connection.application.find(({ from, kind }) => from === 'lab' && kind === 'SIP 200')?.at ?? 0;
    const pings = pingsOn(connection);
    const end = connection.closed.at ?? attempt.lasted;
    const waits = [...pings, end].map((at, index) => at - (index === 0 ? since : pings[index - 1]!));
    const longest = Math.max(...waits);
    if (longest > limit + slackMs) {
      const seen = `${pings.length} keep-alives, and ${Math.round(longest)} ms without one`;
      return { verdict: 'fail', expected, seen };
    }
    if (pings.length > 0) {
      const told = waits.slice(0, -1).map((ms) => `${Math.round(ms)} ms`);
      return { verdict: 'pass', expected, seen: `keep-alives after ${told.join(', ')}` };
    }
    return {
      verdict: 'inconclusive',
      expected,
      seen: `the connection ended ${Math.round(end - since)} ms after the registration`,
    };
  };

export const givesUpDeadFlow: Judge = (evidence) => {
  const { retry } = evidence.settings.timings;
  // RFC 5626 §4.5: after that the device may wait, at most twice the base at the first failure.
  const limit = pongMs + 2 * retry * 1000;
  const expected = `a keep-alive without an answer: another registration over a new connection within ${limit} ms`;
  const look = registeredAttempt(evidence, expected);
  if ('finding' in look) return look.finding;
  const { attempt, connection, index } = look;
  const [ping] = pingsOn(connection);
  if (ping === undefined)
    return { verdict: 'inconclusive', expected, seen: 'no keep-alive came that could have gone unanswered' };
  const answered = connection.application.some(({ from, kind }) => from === 'lab' && kind === 'keep-alive');
  if (answered) return { verdict: 'error', expected, seen: 'the registrar answered a keep-alive' };
  const again = requestsOf(messagesOf(attempt), 'REGISTER').find((one) => one.connection > index);
  if (!again) {
    const waited = attempt.lasted - ping;
    const seen = `no other registration for ${Math.round(waited)} ms after the keep-alive`;
    return { verdict: waited > limit + slackMs ? 'fail' : 'inconclusive', expected, seen };
  }
  const after = Math.round(again.at - ping);
  const seen = `REGISTER over a new connection ${after} ms after the keep-alive`;
  if (after > limit + slackMs) return { verdict: 'fail', expected, seen };
  const isBack = acceptedOn(attempt).length > 1;
  return {
    verdict: isBack ? 'pass' : 'inconclusive',
    expected,
    seen: isBack ? seen : `${seen}, not answered with 200`,
  };
};
