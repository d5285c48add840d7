/** What becomes of a connection that rests on an authority which is deleted meanwhile. Told, never judged. */
import type { Judge } from '../../requirement.ts';
import { acceptedOn, judgedAttempt, story } from '../bench-part.ts';
import { saidOf } from './steps.ts';

export function standingConnection(): Judge {
  return (evidence) => {
    const expected = 'the connection closed at once, or left to stand: recorded';
    const look = judgedAttempt(evidence, expected);
    if ('finding' in look) return look.finding;
    const { attempt } = look;
    const standing = acceptedOn(attempt).at(-1);
    if (!standing) {
      return { verdict: 'inconclusive', expected, seen: `there was no connection to stand: ${story(attempt)}` };
    }
    const removal = evidence.actions?.find(({ what, said }) => what === 'trust.remove' && said === 'done');
    if (!removal) return { verdict: 'inconclusive', expected, seen: `nothing was deleted${saidOf(evidence)}` };
    const { by, at } = standing.closed;
    const left =
      at === null ? 'left open' : `closed by the ${by}, ${Math.round(at - attempt.lasted)} ms after the attempt`;
    return { verdict: 'observed', expected, seen: `${left}${saidOf(evidence)}` };
  };
}
