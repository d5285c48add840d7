/** Calls to the device by a scheme that it wants, does not want, or does not have (RFC 5630 §5.1.2, RFC 3261 §8.2.2.1). */
import { headers } from '../../../wire/sip/message.ts';
import type { Finding, Judge } from '../../../requirement.ts';
import { finalTo, responsesTo, type SeenMessage } from '../messages.ts';
import { lookAt, type Look } from './look.ts';
import { hasContactsOf, schemeOf, toldContacts } from './uris.ts';

interface Called {
  /** Of the final response, or of the first that says that it rings. */
  status: number;
  answer: SeenMessage;
  /** `480 with Warning 380` */
  told: string;
}

/** The final response to the call of the registrar by that scheme, or the finding that ends the judgement. */
function called({ messages, finding }: Look, scheme: 'sip' | 'sips'): Called | { ended: Finding } {
  const invite = messages.find(
    ({ from, message }) => from === 'lab' && message.method === 'INVITE' && schemeOf(message.uri) === scheme,
  );
  if (!invite) return { ended: finding('inconclusive', `the registrar could not call ${scheme}:`) };
  const final = finalTo(messages, invite);
  const ringing = responsesTo(messages, invite).find(({ message: { status } }) => status !== null && status > 100);
  // A call that rings has been taken, whoever picks it up; what the registrar has cancelled ends with 487.
  const isCancelled = !final || final.message.status === 487;
  const answer = isCancelled ? ringing : final;
  if (!answer) return { ended: finding('inconclusive', `the call to ${scheme}: was not answered`) };
  const status = answer.message.status ?? 0;
  const warnings = headers(answer.message, 'Warning').map((value) => value.slice(0, 3));
  return { status, answer, told: `${status}${warnings.map((code) => ` with Warning ${code}`).join('')}` };
}

/** RFC 3261 §21.4, §21.6: who asks, busy, unwilling, the media. */
const ofTheMoment = [401, 407, 486, 487, 488, 600, 603, 606];

/** RFC 5630 §5.1.2: a device that is to be reached by one scheme alone, called by the other one. */
export const turnsAway =
  (scheme: 'sip' | 'sips'): Judge =>
  (evidence) => {
    const warning = scheme === 'sip' ? 381 : 380;
    const expected = `480 to a call to ${scheme}:, best with Warning ${warning}`;
    const look = lookAt(evidence, expected);
    if ('ended' in look) return look.ended;
    const call = called(look, scheme);
    if ('ended' in call) return call.ended;
    const { status, told } = call;
    if (status === 480) return look.finding('pass', told);
    if (ofTheMoment.includes(status))
      return look.finding('inconclusive', `${told}: said of the moment, not of the scheme`);
    // Whoever takes the call wants it, and 416 says that there is no sips: at all; whether it should is another row's matter.
    const isTaken = status < 300 && scheme === 'sips';
    if (isTaken || (status === 416 && scheme === 'sips'))
      return look.finding('not-applicable', isTaken ? 'the device takes calls to sips:' : 'it does not know sips:');
    return look.finding('fail', told);
  };

/** RFC 3261 §8.2.2.1: 416 of a device that does not know sips:; one that knows it takes the call or answers 480. */
export const knowsOrSaysSo: Judge = (evidence) => {
  const expected = 'a call to sips: taken, or answered 416 or 480';
  const look = lookAt(evidence, expected);
  if ('ended' in look) return look.ended;
  const call = called(look, 'sips');
  if ('ended' in call) return call.ended;
  const { status, told } = call;
  // A device that is busy or declines has read the URI.
  const isClear = status < 300 || [416, 480, 486, 488, 600, 603, 606].includes(status);
  return look.finding(isClear ? 'pass' : 'fail', told);
};

export const answersWithSecureContact: Judge = (evidence) => {
  const expected = 'a call to sips: taken with a Contact of sips:';
  const look = lookAt(evidence, expected);
  if ('ended' in look) return look.ended;
  const call = called(look, 'sips');
  if ('ended' in call) return call.ended;
  const { status, answer, told } = call;
  if (status < 200 || status >= 300) return look.finding('inconclusive', `the call was not taken: ${told}`);
  const isRight = hasContactsOf(answer.message, 'sips');
  return look.finding(isRight ? 'pass' : 'fail', `${status} with ${toldContacts(answer.message)}`);
};
