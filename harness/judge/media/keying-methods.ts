/** By which of two offered methods the device agrees on keys: SDES (RFC 4568) or DTLS-SRTP (RFC 5763). */
import type { Description } from '../../evidence.ts';
import type { Judge } from '../../requirement.ts';
import { deviceAnswer, liveLine } from './answered-line.ts';
import { established, judgedCall, tell } from './call-part.ts';

/** RFC 8643 §3.2: the answer has the attributes of one method only. */
export const answersOneMethod: Judge = (evidence) => {
  const expected = 'an answer with a crypto line or a fingerprint, not both, and no media in clear';
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const { call } = look;
  const answer = deviceAnswer(call);
  const line = liveLine(answer);
  const { srtp, plain, undecipherable } = call.fromDevice;
  if (plain > 0) return { verdict: 'fail', expected, seen: tell(call) };
  if (!established(call) || !answer || !line) {
    return { verdict: 'inconclusive', expected, seen: `no answer to look at: ${tell(call)}` };
  }
  const fingerprint = hasFingerprint(answer, answer.media.indexOf(line));
  if (line.crypto.length > 0 && fingerprint) return { verdict: 'fail', expected, seen: `both: ${tell(call)}` };
  if (fingerprint) return { verdict: 'pass', expected, seen: `a fingerprint alone: ${tell(call)}` };
  if (line.crypto.length !== 1 || undecipherable > 0) {
    return { verdict: 'fail', expected, seen: `${line.crypto.length} crypto lines and no fingerprint: ${tell(call)}` };
  }
  if (srtp === 0)
    return { verdict: 'inconclusive', expected, seen: `a crypto line alone, and no media: ${tell(call)}` };
  return { verdict: 'pass', expected, seen: `a crypto line alone: ${tell(call)}` };
};

/** Of that media line, or of the session, which holds for all of them (RFC 8122 §5). */
function hasFingerprint({ text }: Description, at: number): boolean {
  const [session = '', ...media] = text.split(/^m=/m);
  return [session, media[at] ?? ''].some((part) => /^a=fingerprint:/im.test(part));
}
