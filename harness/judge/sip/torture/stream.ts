/** Messages that mean something else in a stream than in a datagram (RFC 3261 §18.3). */
import type { Judge } from '../../../requirement.ts';
import { header } from '../../../wire/sip/message.ts';
import { endOf, isGone } from '../ending.ts';
import { tortured, type TortureLook } from './look.ts';
import { answered, finalsOf, finalThat, survives } from './survival.ts';

/** A second request is no rest of the first: each is answered once. */
export const answersBoth: Judge = survives({
  wording: 'both requests answered once',
  objection: (look) => {
    const methods = finalsOf(look).map((one) => /\S*$/.exec(header(one, 'CSeq') ?? '')?.[0] ?? '');
    const [first, second] = ['REGISTER', 'INVITE'].map((method) => methods.filter((one) => one === method).length);
    return first === 1 && second === 1 ? null : `REGISTER answered ${first} times, INVITE ${second} times`;
  },
});

/** What is announced may be too much, and that may be said at once (RFC 3261 §21.4.11, §21.5.7). */
const tooMuch = [413, 513];

/** The body is as long as was said, whatever is in it and however long it takes to come. */
export const waitsForBody: Judge = survives({
  wording: 'no answer before the whole body has come, and nothing done of what stands in it',
  objection: (look) => {
    const inside = look.messages.find(
      ({ from, message }) => from === 'device' && (header(message, 'Call-ID') ?? '').startsWith('inside-'),
    );
    if (inside) return `what stands in the body was answered ${inside.message.status ?? ''}`;
    const rest = restAt(look);
    if (rest === null) return 'the connection ended before the rest of the body could be sent';
    const early = look.answers.find(({ at, message }) => at < rest && !tooMuch.includes(message.status ?? 0));
    return early ? 'answered while the body was still due' : finalThat(() => null)(look);
  },
});

/** Octets of the body that come late, or more. */
const restOctets = 9000;

/** When the rest of the body went out, ms of the attempt. */
const restAt = ({ connection, sentAt }: TortureLook): number | null =>
  connection.messages.find(
    ({ from, at, type, bytes }) => from === 'lab' && at > sentAt && type === 'application_data' && bytes > restOctets,
  )?.at ?? null;

/**
 * Nobody knows where the next message begins: the connection is closed (RFC 4475 §3.1.2.3). The device is told to register
 * once more, and gets the message again.
 */
export const closes: Judge = (evidence, context) => {
  const found = tortured(evidence, context, 'not taken, the connection closed by the device, which registers again');
  if ('finding' in found) {
    const { finding } = found;
    if (finding.verdict === 'error' || !isGone(evidence)) return finding;
    return { ...finding, verdict: 'fail', seen: 'the device did not register again' };
  }
  const { look } = found;
  const { expected, connection } = look;
  const { by, how } = endOf(connection);
  const taken = look.answers.find(({ message }) => (message.status ?? 0) < 300);
  if (taken) return { verdict: 'fail', expected, seen: `${answered(look)}: taken as if its end were known` };
  if (by === 'device') return { verdict: 'pass', expected, seen: `${answered(look)}; closed by the device (${how})` };
  if (by === 'lab') return { verdict: 'inconclusive', expected, seen: `${answered(look)}; the lab closed it first` };
  return { verdict: 'fail', expected, seen: `${answered(look)}; left open for ${look.attempt.quiet} ms` };
};
