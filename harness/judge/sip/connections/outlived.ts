/** A call whose connection to the server is reset (RFC 3261 §18.4): its media has nothing to do with that, its BYE has. */
import type { CallStep } from '../../../evidence.ts';
import type { Finding, Judge } from '../../../requirement.ts';
import { established, judgedCall, stepOf, tell } from '../../media/call-part.ts';

export const callOutlivesConnection: Judge = (evidence) => {
  const expected = 'media as before after the reset, and a BYE over a new connection';
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const { call } = look;
  const finding = (verdict: Finding['verdict'], seen: string): Finding => ({ verdict, expected, seen });
  const [before, reset, after] = ['before', 'reset', 'after'].map((name) => stepOf(call, name));
  const mediaIn = (one?: CallStep): number => (one ? one.fromDevice.srtp + one.fromDevice.plain : 0);
  if (!established(call) || mediaIn(before) === 0 || !reset)
    return finding('inconclusive', `no call with media whose connection was reset: ${tell(call)}`);
  const { by, how, at } = call.ended;
  const told = `${mediaIn(after)} packets after the reset; ended by ${by === 'none' ? 'nobody' : `the ${by} (${how})`}`;
  if (by === 'device' && at !== null && at < reset.at + reset.lasted + (after?.lasted ?? 0) && mediaIn(after) === 0)
    return finding('fail', `the call ended with the connection; ${told}`);
  if (!after) return finding('inconclusive', `nothing was waited for after the reset: ${tell(call)}`);
  if (mediaIn(after) === 0) return finding('fail', told);
  return finding(by === 'device' && how === 'BYE' ? 'pass' : 'fail', told);
};
