/**
 * A handshake message of the server after the handshake that the device MUST break off at. The device's request may be on its
 * way before the message arrives, so it counts for nothing; the lab leaves it unanswered, and the device has the window to
 * object.
 */
import type { Connection } from '../../evidence.ts';
import type { Judge } from '../../requirement.ts';
import { controlsFailed, endedByLab, judgedAttempt, story, unreadable } from '../bench-part.ts';
import { gradeOf, notOffered } from './handshake-outcome.ts';
import { namedOutcome } from '../trust/trust-outcome.ts';

export function lateMessageRefused({ type }: { type: string }): Judge {
  return (evidence, context) => {
    const { row } = namedOutcome(context);
    const expected = `${row.title}: ended by the device; controls accepted`;
    const look = judgedAttempt(evidence, expected);
    if ('finding' in look) return look.finding;
    const { attempt } = look;
    const missing = notOffered(attempt);
    if (missing) return { verdict: 'not-applicable', expected, seen: missing };
    const met = attempt.connections.filter((one) => sentLate(one, type) >= 0);
    const [first] = met;
    if (!first) {
      const seen = `the message never reached the device after a handshake: ${story(attempt)}`;
      return { verdict: 'inconclusive', expected, seen };
    }
    const said = (what: string, one: Connection): string => `${what}: ${story({ ...attempt, connections: [one] })}`;
    const answered = met.find((one) => answers(one, sentLate(one, type)));
    if (answered) return { verdict: 'fail', expected, seen: said('the device answered it', answered) };
    const hidden = unreadable(attempt, 'fromDevice');
    if (hidden > 0) {
      return { verdict: 'inconclusive', expected, seen: `${hidden} encrypted records of the device could not be read` };
    }
    const control = controlsFailed(evidence, expected);
    if (control) return control;
    const open = met.find((one) => one.closed.by === 'open' && !alerted(one));
    if (open) return { verdict: 'fail', expected, seen: said('the device took it without a word', open) };
    const given = met.find(endedByLab);
    if (given) return { verdict: 'inconclusive', expected, seen: said('the lab ended it first', given) };
    const grade = gradeOf({ ...attempt, connections: met }, row.alerts);
    return { verdict: 'pass', expected, seen: `${said('broken off', first)}${grade}` };
  };
}

/** Where the lab sent it behind the device's Finished; -1 where it did not. */
function sentLate({ messages }: Connection, wanted: string): number {
  const finished = messages.findIndex(({ from, type }) => from === 'device' && type === 'finished');
  return finished < 0
    ? -1
    : messages.findIndex(({ from, type }, index) => index > finished && from === 'lab' && type === wanted);
}

/** A Certificate, which may be empty (RFC 8446 §4.6.2). */
const answers = ({ messages }: Connection, at: number): boolean =>
  messages.some(({ from, type }, index) => index > at && from === 'device' && type === 'certificate');

const alerted = ({ alerts }: Connection): boolean =>
  alerts.some(({ from, level }) => from === 'device' && level === 'fatal');
