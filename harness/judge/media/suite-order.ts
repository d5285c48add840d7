/** Which of several suites the device takes (RFC 4568 §5.1.1, §5.1.2). */
import type { Call } from '../../evidence.ts';
import type { Judge } from '../../requirement.ts';
import { judgedCall, tell } from './call-part.ts';

/** The suites of each offer of the far end, and the one that the device answered; null where it took none. */
function choices({ descriptions }: Call): { offered: string[]; taken: string | null }[] {
  return descriptions.flatMap((offer, at) => {
    if (offer.from !== 'far-end' || offer.role !== 'offer') return [];
    const next = descriptions[at + 1];
    const answer = next?.from === 'device' && next.role === 'answer' ? next : null;
    const line = answer?.media.find(({ port }) => port > 0);
    const offered = offer.media.flatMap(({ crypto }) => crypto.map(({ suite }) => suite));
    return [{ offered, taken: line?.crypto[0]?.suite ?? null }];
  });
}

/** The offers are two suites, the same in the other order, and the second alone: whoever takes that has both. */
export const keepsOfferersOrder: Judge = (evidence) => {
  const expected = 'the suite that the offer names first, in either order';
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const made = choices(look.call);
  const [first, second, alone] = made;
  const told = made.map(({ offered, taken }) => `of ${offered.join(', ')}: ${taken ?? 'none'}`).join('; ');
  if (!first?.taken || !second?.taken || !alone) {
    return { verdict: 'inconclusive', expected, seen: `not all was answered: ${told}: ${tell(look.call)}` };
  }
  const hasBoth = alone.taken === alone.offered[0];
  if (!hasBoth) return { verdict: 'not-applicable', expected, seen: `the device has one of the two suites: ${told}` };
  const keeps = [first, second].every(({ offered, taken }) => taken === offered[0]);
  return { verdict: keeps ? 'pass' : 'fail', expected, seen: told };
};
