/** Content-Length over a stream (RFC 3261 §18.3, §20.14), and messages that are long (§18.1.1, §21.5.7). */
import type { Finding, Judge } from '../../../requirement.ts';
import { messagesOf, finalTo, type SeenMessage } from '../messages.ts';
import { header } from '../../../wire/sip/message.ts';
import { registeredAttempt } from './registered.ts';

export const sendsContentLength: Judge = (evidence) => {
  const expected = 'Content-Length in every message of the device';
  const look = registeredAttempt(evidence, expected);
  if ('finding' in look) return look.finding;
  const own = messagesOf(look.attempt).filter(({ from, whole }) => from === 'device' && whole);
  const without = own.find(({ message }) => header(message, 'Content-Length') === undefined);
  if (without) return { verdict: 'fail', expected, seen: `"${without.message.startLine}" has none` };
  const answers = own.filter(({ message }) => message.status !== null).length;
  // Requests and responses are made in different places.
  const verdict = answers > 0 && own.length > answers ? 'pass' : 'inconclusive';
  return { verdict, expected, seen: `all of ${own.length} messages have it, ${answers} responses among them` };
};

/** What became of the two questions of a script: the odd one, and the short one behind it. */
interface Asked {
  odd: SeenMessage;
  oddAnswer: number | null;
  nextAnswer: number | null;
  closed: 'device' | 'lab' | 'open';
}

function asked(evidence: Parameters<Judge>[0], expected: string): Asked | { finding: Finding } {
  const look = registeredAttempt(evidence, expected);
  if ('finding' in look) return look;
  const { attempt, connection, index } = look;
  const messages = messagesOf(attempt);
  const [odd, next] = messages.filter(
    (one) => one.from === 'lab' && one.connection === index && one.message.method === 'OPTIONS',
  );
  if (!odd) return { finding: { verdict: 'inconclusive', expected, seen: 'the registrar could not ask' } };
  const answerTo = (one?: SeenMessage): number | null => (one && finalTo(messages, one)?.message.status) ?? null;
  return { odd, oddAnswer: answerTo(odd), nextAnswer: answerTo(next), closed: connection.closed.by };
}

const told = ({ oddAnswer, nextAnswer, closed }: Asked, window: number): string => {
  const answer = (status: number | null): string =>
    status === null ? `not answered within ${window} ms` : `answered ${status}`;
  const end = closed === 'device' ? ', closed by the device' : '';
  return `${answer(oddAnswer)}; the next one ${answer(nextAnswer)}${end}`;
};

export const survivesMissingLength: Judge = (evidence) => {
  const expected = 'OPTIONS without Content-Length answered 400, or the connection closed; what follows not lost';
  const look = asked(evidence, expected);
  if ('finding' in look) return look.finding;
  const seen = `OPTIONS without Content-Length ${told(look, evidence.window)}`;
  const isRejected = look.oddAnswer === 400 || (look.oddAnswer === null && look.closed === 'device');
  const isFollowed = look.closed === 'device' || look.nextAnswer !== null;
  return { verdict: isRejected && isFollowed ? 'pass' : 'fail', expected, seen };
};

/** Statuses that say no to the length alone. */
const tooLong = [413, 513];

/** @param isWithin whether every device must take a message of that length */
export const survivesLongMessage =
  ({ isWithin }: { isWithin: boolean }): Judge =>
  (evidence) => {
    const expected = isWithin
      ? 'a message of 65,535 octets taken, and the short one behind it'
      : 'a longer message taken or answered 513, and the short one behind it answered; or the connection closed';
    const look = asked(evidence, expected);
    if ('finding' in look) return look.finding;
    const seen = `the long message ${told(look, evidence.window)}`;
    const { oddAnswer, nextAnswer, closed } = look;
    if (!isWithin && closed === 'device') return { verdict: 'pass', expected, seen };
    if (oddAnswer === null || nextAnswer === null) return { verdict: 'fail', expected, seen };
    return { verdict: isWithin && tooLong.includes(oddAnswer) ? 'fail' : 'pass', expected, seen };
  };

/** By what the registrar does: see the scripts of these names. */
const judges: Readonly<Record<string, Judge>> = {
  asks: sendsContentLength,
  'leaves-out-length': survivesMissingLength,
  'sends-65535-octets': survivesLongMessage({ isWithin: true }),
  'sends-a-megabyte': survivesLongMessage({ isWithin: false }),
};

export const lengths: Judge = (evidence, context) => {
  const judge = judges[context.case?.serves.sip ?? ''];
  if (!judge) throw new Error(`${context.case?.id ?? 'a row without a case'} is not about the length of messages`);
  return judge(evidence, context);
};
