/**
 * What a bad answer leaves behind: the device ends that connection, says nothing in clear, and the next connection to an
 * honest server works. A device that makes no further connection may only be waiting: that is no finding.
 */
import type { Attempt, Connection, Evidence } from '../../evidence.ts';
import type { Finding, Judge } from '../../requirement.ts';
import { accepted, attemptsOf, controlHeld, judgedAttempt, story, wentOn } from '../bench-part.ts';
import { excused } from './handshake-outcome.ts';
import { clearAfter, inClear, leaked, outwaited } from '../refusal.ts';
import { namedOutcome } from '../trust/trust-outcome.ts';

/** `mustClose`: the clause says that the device ends the connection itself, so going on and waiting on are fails. */
export function recovers({ mustClose }: { mustClose: boolean }): Judge {
  return (evidence, context) => {
    const { row } = namedOutcome(context);
    const closes = mustClose ? 'closed by the device without application data; ' : '';
    const expected = `${row.title}: ${closes}the next connection to an honest server works`;
    const look = judgedAttempt(evidence, expected);
    if ('finding' in look) return look.finding;
    const { attempt } = look;
    const excuse = excused(evidence, attempt, expected, mustClose);
    if (excuse) return excuse;
    const betrayal = betrayed(evidence, attempt, expected, mustClose);
    if (betrayal) return betrayal;
    if (!mustClose && accepted(attempt)) return { verdict: 'pass', expected, seen: `went on: ${story(attempt)}` };
    return (
      notMet(evidence, attempt, expected) ??
      (mustClose ? leftOpen(evidence, attempt, expected) : null) ??
      next(evidence, attempt, expected)
    );
  };
}

function betrayed(evidence: Evidence, attempt: Attempt, expected: string, mustClose: boolean): Finding | null {
  const clear = attempt.clearText.find(inClear);
  const told = clear && `${clear.kind} in clear over ${clear.transport.toUpperCase()}`;
  const on = mustClose && attempt.connections.some(wentOn) ? `went on with the handshake: ${story(attempt)}` : null;
  const seen = (mustClose ? leaked(attempt) : null) ?? on ?? told ?? clearAfter(evidence);
  return seen ? { verdict: 'fail', expected, seen } : null;
}

function notMet(evidence: Evidence, attempt: Attempt, expected: string): Finding | null {
  if (!attempt.connections.some(answered)) {
    const seen = `no ClientHello came that the lab could answer: ${story(attempt)}`;
    return { verdict: 'inconclusive', expected, seen };
  }
  const before = attemptsOf(evidence, 'control-before');
  if (before.length > 0 && before.every(controlHeld)) return null;
  return { verdict: 'inconclusive', expected, seen: 'the device did not accept the control before the case' };
}

/** By bytes of the lab, or by its end. */
const answered = ({ hello, messages, closed }: Connection): boolean =>
  hello !== null && (messages.some(({ from }) => from === 'lab') || closed.by === 'lab');

function leftOpen(evidence: Evidence, attempt: Attempt, expected: string): Finding | null {
  const { connections } = attempt;
  const { window } = evidence;
  // A connection that never came to the answer may wait for whatever it likes.
  const met = connections.filter(answered);
  const open = met.some((one) => one.closed.by === 'open' || outwaited(one, window));
  if (open) {
    const seen = `the device left the connection open for ${window} ms without sending anything`;
    return { verdict: 'fail', expected, seen };
  }
  const late = met.map(closedAfter).find((ms) => ms > window);
  if (late !== undefined) {
    return { verdict: 'fail', expected, seen: `the device closed the connection only ${Math.round(late)} ms after it` };
  }
  const given = met.find(({ closed, alerts }) => closed.by === 'lab' && !alerts.some(({ from }) => from === 'device'));
  if (!given) return null;
  const seen = `the lab ended it before ${window} ms had passed: ${story({ ...attempt, connections: [given] })}`;
  return { verdict: 'inconclusive', expected, seen };
}

/** Milliseconds from the last of the lab to the end by the device; from the hello where the lab sent nothing whole. */
function closedAfter({ messages, closed, openedAt }: Connection): number {
  const asked = messages.findLast(
    ({ from, type }) => type === 'client_hello' || (from === 'lab' && type !== 'incomplete'),
  );
  return closed.by === 'device' && closed.at !== null ? closed.at - (asked?.at ?? openedAt) : 0;
}

function next(evidence: Evidence, attempt: Attempt, expected: string): Finding {
  const after = attemptsOf(evidence, 'control-after');
  if (after.length > 0 && after.every(controlHeld)) {
    return { verdict: 'pass', expected, seen: `${story(attempt)}; the next connection was accepted` };
  }
  const broken = after.find((one) => !controlHeld(one));
  const verdict = broken?.connections.some(givenUp) ? 'fail' : 'inconclusive';
  const seen = broken ? `the next connection was not accepted: ${story(broken)}` : 'no connection was made afterwards';
  return { verdict, expected, seen };
}

/** The device itself ended the honest connection. */
const givenUp = ({ hello, closed }: Connection): boolean => hello !== null && closed.by === 'device';
