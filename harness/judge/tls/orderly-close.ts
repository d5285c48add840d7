/** RFC 8446 §6.1, RFC 5246 §7.2.1: whoever closes says so first. */
import type { Alert, Connection } from '../../evidence.ts';
import type { Judge } from '../../requirement.ts';
import { acceptedOn, judgedAttempt, story } from '../bench-part.ts';
import { namedOutcome } from '../trust/trust-outcome.ts';

export const closesInOrder: Judge = (evidence, context) => {
  const { row } = namedOutcome(context);
  const expected = `${row.title}: close_notify before the end of the stream`;
  const look = judgedAttempt(evidence, expected);
  if ('finding' in look) return look.finding;
  const { attempt } = look;
  const ended = acceptedOn(attempt).filter((one) => beganEnd(one) === 'device');
  const mute = ended.find((one) => !announced(one));
  const said = (one: Connection): string => story({ ...attempt, connections: [one] });
  if (mute) {
    const seen = `${mute.closed.how === 'rst' ? 'reset' : 'ended'} without close_notify: ${said(mute)}`;
    return { verdict: 'fail', expected, seen };
  }
  const [first] = ended;
  if (first) return { verdict: 'pass', expected, seen: `close_notify, then the end: ${said(first)}` };
  return { verdict: 'inconclusive', expected, seen: `the device itself closed no connection: ${story(attempt)}` };
};

/**
 * Who began the end: by an alert, or without one. The other side may answer a close_notify by its own and by FIN before the
 * FIN of the first comes.
 */
function beganEnd({ alerts, closed }: Connection): Connection['closed']['by'] {
  return alerts.find(isEnd)?.from ?? closed.by;
}

/** A fatal alert ends a connection as well (RFC 8446 §6.2). */
const isEnd = ({ level, code }: Alert): boolean => code === closeNotify || level === 'fatal';

const closeNotify = 0;

/** An alert that cannot be read may be one as well as the other. */
const announced = ({ alerts, messages }: Connection): boolean =>
  alerts.some((one) => one.from === 'device' && isEnd(one)) ||
  messages.some(({ from, type }) => from === 'device' && type === 'encrypted_alert');
