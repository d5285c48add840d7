/** How a connection of a registration ended, and what became of the device behind it. */
import type { Connection, Evidence } from '../../evidence.ts';
import { accepted, attemptsOf } from '../bench-part.ts';

/** Whoever says close_notify first ends it, whichever FIN comes first behind that. */
export function endOf({ alerts, closed }: Connection): Connection['closed'] {
  const goodbye = alerts.find(({ name }) => name === 'close_notify');
  return goodbye?.from === 'device' ? { by: 'device', how: 'fin', at: goodbye.at } : closed;
}

/** Whether it was registered, was told to register once more, and did so no more; one that did later was only late. */
export function isGone(evidence: Evidence): boolean {
  const [first, ...later] = attemptsOf(evidence, 'case').map(accepted);
  return first === true && later.includes(false) && !attemptsOf(evidence, 'control-after').some(accepted);
}

/** Whether it registered in each of several attempts. */
export function cameBack(evidence: Evidence): boolean {
  const attempts = attemptsOf(evidence, 'case');
  return attempts.length > 1 && attempts.every(accepted);
}

/** What the clocks of the bench may make of a window. */
const slackMs = 50;

/** Whether nothing came in all of the time that an answer is given. */
export const isWaitedOut = (waited: number, { window }: Pick<Evidence, 'window'>): boolean =>
  waited >= window - slackMs;
