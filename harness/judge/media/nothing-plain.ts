/** What a device sends besides speech: keys, comfort noise, nothing. None of it in clear. */
import type { Call } from '../../evidence.ts';
import type { Finding, Judge } from '../../requirement.ts';
import { established, judgedCall, stepOf, tell } from './call-part.ts';

const exposed = ({ fromDevice, elsewhere }: Call): number => fromDevice.plain + fromDevice.undecipherable + elsewhere;

const secured = (call: Call): boolean => established(call) && (call.answer?.crypto.length ?? 0) > 0;

/** RFC 4733 §6: keys are inside SRTP; in SIP they would be told to every proxy. */
export const keysInsideMedia =
  (digits: string): Judge =>
  (evidence) => {
    const expected = `the keys ${digits} as events inside SRTP, and nowhere else`;
    const look = judgedCall(evidence, expected);
    if ('finding' in look) return look.finding;
    const { call } = look;
    const finding = (verdict: Finding['verdict'], seen: string): Finding => ({
      verdict,
      expected,
      seen: `${seen}; ${tell(call)}`,
    });
    if (!secured(call)) return finding('inconclusive', 'no crypto was agreed');
    const keys = call.keys ?? [];
    const of = (by: string): string => keys.flatMap((one) => (one.by === by ? [one.key] : [])).join('');
    if (of('info') !== '') return finding('fail', `the keys ${of('info')} told in SIP (INFO)`);
    if (of('plain') !== '') return finding('fail', `the keys ${of('plain')} in clear`);
    if (exposed(call) > 0) return finding('fail', 'packets that are not protected');
    if (of('srtp') !== digits) return finding('inconclusive', `the keys ${of('srtp') || 'none'} came`);
    return finding('pass', `the keys ${of('srtp')} inside SRTP`);
  };

/** A device that has nothing to say: what it sends all the same is protected, and sending nothing is right. */
export const quietInsideMedia: Judge = (evidence) => {
  const expected = 'nothing in clear while the device has nothing to say';
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const { call } = look;
  const told = tell(call);
  if (!secured(call)) return { verdict: 'inconclusive', expected, seen: `no crypto was agreed: ${told}` };
  if (exposed(call) > 0) return { verdict: 'fail', expected, seen: told };
  const quiet = stepOf(call, 'quiet');
  if (!quiet || quiet.lasted < evidence.window)
    return { verdict: 'inconclusive', expected, seen: `the call ended before the window was over: ${told}` };
  return { verdict: 'pass', expected, seen: `listened for ${quiet.lasted} ms: ${told}` };
};
