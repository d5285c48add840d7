/**
 * A handshake message of the server after the handshake that MUST be answered by a fatal alert. The device's request may be on
 * its way before the message arrives, so it counts for nothing; bearing with the message does.
 */
import type { Attempt, Connection } from '../evidence.ts';
import type { Judge } from '../requirement.ts';
import { controlsFailed, judgedAttempt, story, unreadable } from './bench-part.ts';
import { gradeOf, notOffered } from './handshake-outcome.ts';
import { namedOutcome } from './trust-outcome.ts';

export function lateMessageRefused({ type }: { type: string }): Judge {
  return (evidence, context) => {
    const { row } = namedOutcome(context);
    const expected = `${row.title}: ended by the device with an alert; controls accepted`;
    const look = judgedAttempt(evidence, expected);
    if ('finding' in look) return look.finding;
    const { attempt } = look;
    const missing = notOffered(attempt);
    if (missing) return { verdict: 'not-applicable', expected, seen: missing };
    const met = attempt.connections.find((one) => sentLate(one, type) >= 0);
    if (!met) {
      const seen = `the message never reached the device after a handshake: ${story(attempt)}`;
      return { verdict: 'inconclusive', expected, seen };
    }
    const said = (what: string): string => `${what}: ${only(attempt, met)}`;
    if (alerted(met)) {
      const seen = `${said('broken off')}${gradeOf({ ...attempt, connections: [met] }, row.alerts)}`;
      return controlsFailed(evidence, expected) ?? { verdict: 'pass', expected, seen };
    }
    const hidden = unreadable(attempt, 'fromDevice');
    if (hidden > 0) {
      return { verdict: 'inconclusive', expected, seen: `${hidden} encrypted records of the device could not be read` };
    }
    const borne = bearsWith(met, sentLate(met, type));
    if (borne) return { verdict: 'fail', expected, seen: said(borne) };
    const seen = said('the device closed without an alert, which may have another reason');
    return { verdict: 'inconclusive', expected, seen };
  };
}

const only = (attempt: Attempt, connection: Connection): string => story({ ...attempt, connections: [connection] });

/** Where the lab sent it behind the device's Finished; -1 where it did not. */
function sentLate({ messages }: Connection, wanted: string): number {
  const finished = messages.findIndex(({ from, type }) => from === 'device' && type === 'finished');
  return finished < 0
    ? -1
    : messages.findIndex(({ from, type }, index) => index > finished && from === 'lab' && type === wanted);
}

const alerted = ({ alerts }: Connection): boolean =>
  alerts.some(({ from, level }) => from === 'device' && level === 'fatal');

/** What shows that the device took the message as if it were right; null where nothing does. */
function bearsWith({ messages, alerts, closed }: Connection, at: number): string | null {
  const later = messages.slice(at + 1);
  if (later.some(({ from, type }) => from === 'device' && type === 'certificate')) return 'the device answered it';
  if (closed.by === 'open') return 'the device left the connection open';
  const orderly = alerts.some(({ from, code }) => from === 'device' && code === 0);
  const answered = later.some(({ from, type }) => from === 'lab' && type === 'application_data');
  return orderly && answered ? 'the device took the answer and closed in order' : null;
}
