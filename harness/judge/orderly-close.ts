/** RFC 8446 §6.1, RFC 5246 §7.2.1: whoever closes says so first. */
import type { Connection } from '../evidence.ts';
import type { Judge } from '../requirement.ts';
import { acceptedOn, judgedAttempt, story } from './bench-part.ts';
import { namedOutcome } from './trust-outcome.ts';

export const closesInOrder: Judge = (evidence, context) => {
  const { row } = namedOutcome(context);
  const expected = `${row.title}: close_notify before the end of the stream`;
  const look = judgedAttempt(evidence, expected);
  if ('finding' in look) return look.finding;
  const { attempt } = look;
  const closed = acceptedOn(attempt).filter(({ closed }) => closed.by === 'device');
  const mute = closed.find((one) => !announced(one));
  const said = (one: Connection): string => story({ ...attempt, connections: [one] });
  if (mute) {
    const seen = `${mute.closed.how === 'rst' ? 'reset' : 'ended'} without close_notify: ${said(mute)}`;
    return { verdict: 'fail', expected, seen };
  }
  const [first] = closed;
  if (first) return { verdict: 'pass', expected, seen: `close_notify, then the end: ${said(first)}` };
  return { verdict: 'inconclusive', expected, seen: `the device itself closed no connection: ${story(attempt)}` };
};

/** A fatal alert ends a connection as well (RFC 8446 §6.2). One that cannot be read may be either. */
const announced = ({ alerts, messages }: Connection): boolean =>
  alerts.some(({ from, level, code }) => from === 'device' && (code === 0 || level === 'fatal')) ||
  messages.some(({ from, type }) => from === 'device' && type === 'encrypted_alert');
