/**
 * RFC 5746 §3.5: a renegotiation whose server does not show the Finished messages before it may be with somebody else, and
 * MUST be ended. Its control is the same renegotiation with the right ones.
 */
import type { Connection } from '../../evidence.ts';
import type { Judge } from '../../requirement.ts';
import { accepted, controlsFailed, endedByLab, judgedAttempt, story, unreadable } from '../bench-part.ts';
import { gradeOf, notOffered } from './handshake-outcome.ts';
import { outwaited } from '../refusal.ts';
import { namedOutcome } from '../trust/trust-outcome.ts';

export const refusesUnprovenRenegotiation: Judge = (evidence, context) => {
  const { row } = namedOutcome(context);
  const expected = `${row.title}: ended by the device; controls accepted`;
  const look = judgedAttempt(evidence, expected);
  if ('finding' in look) return look.finding;
  const { attempt } = look;
  const missing = notOffered(attempt);
  if (missing) return { verdict: 'not-applicable', expected, seen: missing };
  const hidden = unreadable(attempt, 'fromDevice', 'fromLab');
  if (hidden > 0) return { verdict: 'inconclusive', expected, seen: `${hidden} encrypted records could not be read` };
  const asked = attempt.connections.filter((one) => indexOf(one, 'lab', 'hello_request', 0) >= 0);
  if (asked.length === 0) {
    const seen = `the device was never asked to renegotiate: ${story(attempt)}`;
    return { verdict: 'inconclusive', expected, seen };
  }
  const met = asked.filter((one) => answeredAt(one) >= 0);
  const [first] = met;
  if (!first) {
    if (!asked.some((one) => accepted({ ...attempt, connections: [one] }))) {
      return { verdict: 'inconclusive', expected, seen: `there was no connection to renegotiate: ${story(attempt)}` };
    }
    return { verdict: 'not-applicable', expected, seen: 'the device does not renegotiate' };
  }
  const said = (what: string, one: Connection): string => `${what}: ${story({ ...attempt, connections: [one] })}`;
  const on = met.find((one) => indexOf(one, 'device', 'client_key_exchange', answeredAt(one)) >= 0);
  if (on) return { verdict: 'fail', expected, seen: said('the device went on with the renegotiation', on) };
  const control = controlsFailed(evidence, expected);
  if (control) return control;
  const open = met.find((one) => (one.closed.by === 'open' && !alerted(one)) || outwaited(one, evidence.window));
  if (open) return { verdict: 'fail', expected, seen: said('the device did not end the connection', open) };
  const given = met.find(endedByLab);
  if (given) return { verdict: 'inconclusive', expected, seen: said('the lab ended it first', given) };
  const grade = gradeOf({ ...attempt, connections: met.map((one) => ({ ...one, messages: [] })) }, row.alerts);
  return { verdict: 'pass', expected, seen: `${said('broken off', first)}${grade}` };
};

/** Where the ServerHello of the renegotiation stands; -1 where the device has sent no second ClientHello. */
export function answeredAt(one: Connection): number {
  const again = indexOf(one, 'device', 'client_hello', indexOf(one, 'lab', 'hello_request', 0));
  return again < 0 ? -1 : indexOf(one, 'lab', 'server_hello', again);
}

export function indexOf({ messages }: Connection, who: 'device' | 'lab', what: string, after: number): number {
  return messages.findIndex(({ from, type }, index) => index > after && from === who && type === what);
}

export const alerted = ({ alerts }: Connection): boolean =>
  alerts.some(({ from, level }) => from === 'device' && level === 'fatal');
