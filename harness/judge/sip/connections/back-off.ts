/** The waits between attempts of a device that is turned away again and again (RFC 5626 §4.5). */
import type { Judge } from '../../../requirement.ts';
import { registeredAttempt } from './registered.ts';

/** What the clocks of bench and device, and the way between them, may make of a wait. */
const slackMs = 100;
/** By the formula the third wait is at least twice the first. */
const leastGrowth = 1.9;
const needed = 3;

export const backsOff: Judge = (evidence) => {
  const base = evidence.settings.timings.retry * 1000;
  const expected = `at least ${base / 2} ms before each new connection, and longer each time`;
  const look = registeredAttempt(evidence, expected);
  if ('finding' in look) return look.finding;
  const { attempt, index } = look;
  const connections = attempt.connections.slice(index);
  if (connections.slice(0, -1).some(({ closed }) => closed.at === null))
    return { verdict: 'inconclusive', expected, seen: 'another connection while one still stood' };
  const waits = connections.slice(1).map((one, at) => one.openedAt - (connections[at]!.closed.at ?? 0));
  const seen = `waited ${waits.map((ms) => `${Math.round(ms)} ms`).join(', ') || 'longer than the bench'}`;
  if (waits.some((ms) => ms < base / 2 - slackMs)) return { verdict: 'fail', expected, seen };
  const [first = 0, , third] = waits;
  if (third === undefined) {
    const what = `${seen}: ${waits.length} connections of ${needed} in ${attempt.lasted} ms`;
    return { verdict: 'inconclusive', expected, seen: what };
  }
  return { verdict: third < leastGrowth * first ? 'fail' : 'pass', expected, seen };
};
