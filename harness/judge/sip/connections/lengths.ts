/** Content-Length over a stream (RFC 3261 §18.3, §20.14), and messages that are long (§18.1.1, §21.5.7). */
import type { Evidence } from '../../../evidence.ts';
import type { Finding, Judge } from '../../../requirement.ts';
import { cameBack, endOf, isGone, isWaitedOut } from '../ending.ts';
import { finalTo, messagesOf, requestsOf } from '../messages.ts';
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

/** What became of the questions of a script: the odd one, and the short one behind it. */
interface Asked {
  /** Statuses of the final responses, in the order of the questions. */
  answers: (number | null)[];
  closed: 'device' | 'lab' | 'open';
  finding: (verdict: Finding['verdict'], seen: string) => Finding;
}

/** Or the finding that ends the judgement: a device whose connection has ended must be back at the next attempt. */
function asked(evidence: Evidence, expected: string, count: number): Asked | { ended: Finding } {
  const finding = (verdict: Finding['verdict'], seen: string): Finding => ({ verdict, expected, seen });
  const look = registeredAttempt(evidence, expected);
  if ('finding' in look)
    return { ended: isGone(evidence) ? finding('fail', 'the device did not register again') : look.finding };
  const { attempt, connection, index } = look;
  const messages = messagesOf(attempt);
  const questions = requestsOf(messages, 'OPTIONS', 'lab').filter((one) => one.connection === index);
  const [odd] = questions;
  if (!odd) return { ended: finding('inconclusive', 'the registrar could not ask') };
  const answers = Array.from({ length: count }, (_, at) => {
    const question = questions[at];
    return (question && finalTo(messages, question)?.message.status) ?? null;
  });
  const { by: closed } = endOf(connection);
  if (closed === 'device' && !cameBack(evidence))
    return { ended: finding('inconclusive', 'the device closed the connection, and was not told to come back') };
  const isMissing = answers.includes(null);
  if (isMissing && closed === 'lab') return { ended: finding('inconclusive', 'the lab closed the connection first') };
  const waited = Math.round(attempt.lasted - (questions[count - 1] ?? odd).at);
  if (isMissing && closed === 'open' && !isWaitedOut(waited, evidence))
    return { ended: finding('inconclusive', `the answer was waited for ${waited} ms only`) };
  return { answers, closed, finding };
}

const told = (odd: number | null, next: number | null, closed: Asked['closed'], { window }: Evidence): string => {
  const answer = (status: number | null): string =>
    status === null ? `not answered within ${window} ms` : `answered ${status}`;
  const end = closed === 'device' ? ', closed by the device, which came back' : '';
  return `${answer(odd)}; the next one ${answer(next)}${end}`;
};

/** The body of the odd one, whose end is not said, looks like another question. */
export const survivesMissingLength: Judge = (evidence) => {
  const expected =
    'OPTIONS without Content-Length: nothing in its body taken for a message; what follows not lost, or the connection closed';
  const look = asked(evidence, expected, 3);
  if ('ended' in look) return look.ended;
  const [odd = null, inside = null, next = null] = look.answers;
  if (inside !== null) return look.finding('fail', `what stands in the body was answered ${inside}`);
  const seen = `OPTIONS without Content-Length ${told(odd, next, look.closed, evidence)}`;
  return look.finding(look.closed === 'device' || next !== null ? 'pass' : 'fail', seen);
};

/** Statuses that say no to the length. */
const isTooLong = (status: number): boolean => status === 413 || (status >= 500 && status !== 501);

/** @param isWithin whether every device must take a message of that length */
export const survivesLongMessage =
  ({ isWithin }: { isWithin: boolean }): Judge =>
  (evidence) => {
    const expected = isWithin
      ? 'a message of 65,507 octets taken, and the short one behind it'
      : 'the short message behind a longer one answered; or the connection closed, and the device back';
    const look = asked(evidence, expected, 2);
    if ('ended' in look) return look.ended;
    const [odd = null, next = null] = look.answers;
    const seen = `the long message ${told(odd, next, look.closed, evidence)}`;
    const isFollowed = next !== null || (look.closed === 'device' && !isWithin);
    const isTaken = !isWithin || (odd !== null && !isTooLong(odd));
    return look.finding(isFollowed && isTaken ? 'pass' : 'fail', seen);
  };

/** By what the registrar does: see the scripts of these names. */
const judges: Readonly<Record<string, Judge>> = {
  asks: sendsContentLength,
  'leaves-out-length': survivesMissingLength,
  'sends-65507-octets': survivesLongMessage({ isWithin: true }),
  'sends-a-megabyte': survivesLongMessage({ isWithin: false }),
};

export const lengths: Judge = (evidence, context) => {
  const judge = judges[context.case?.serves.sip ?? ''];
  if (!judge) throw new Error(`${context.case?.id ?? 'a row without a case'} is not about the length of messages`);
  return judge(evidence, context);
};
