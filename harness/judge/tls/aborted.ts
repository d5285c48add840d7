/**
 * A handshake that MUST be broken off at once: going on with it (ClientKeyExchange and what follows) is a fail of its own,
 * whatever comes of it, and so is an end that the device leaves to others.
 */
import type { Judge } from '../../requirement.ts';
import { judgedAttempt, story, wentOn } from '../bench-part.ts';
import { refused } from '../refusal.ts';

export function aborted({ of }: { of: string }): Judge {
  return (evidence) => {
    const expected = `handshake aborted at the ${of}; controls accepted`;
    const look = judgedAttempt(evidence, expected);
    if ('finding' in look) return look.finding;
    const on = look.attempt.connections.find(wentOn);
    if (!on) return refused(evidence, expected, 'certificate', true);
    const seen = `the device went on with the handshake: ${story({ ...look.attempt, connections: [on] })}`;
    return { verdict: 'fail', expected, seen };
  };
}
