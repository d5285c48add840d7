/** The attempt of a row about the connection of a registration. */
import type { Attempt, Connection, Evidence } from '../../../evidence.ts';
import type { Finding } from '../../../requirement.ts';
import { acceptedOn, judgedAttempt, story, unreadable } from '../../bench-part.ts';

export interface RegisteredAttempt {
  attempt: Attempt;
  /** The first that the device has registered over, and its number. */
  connection: Connection;
  index: number;
}

/** Or the finding that ends the judgement. What could not be read may be what is missed. */
export function registeredAttempt(evidence: Evidence, expected: string): RegisteredAttempt | { finding: Finding } {
  const look = registration(evidence, expected);
  if ('finding' in look) return look;
  const hidden = unreadable(look.attempt, 'fromDevice');
  if (hidden === 0) return look;
  const seen = `${hidden} encrypted records of the device could not be read`;
  return { finding: { verdict: 'inconclusive', expected, seen } };
}

/** The same, whatever else could be read of it. */
export function registration(evidence: Evidence, expected: string): RegisteredAttempt | { finding: Finding } {
  const look = judgedAttempt(evidence, expected);
  if ('finding' in look) return look;
  const { attempt } = look;
  const connection = acceptedOn(attempt)[0];
  if (!connection) {
    const seen = `the device did not register, so that nothing can be said of its connection: ${story(attempt)}`;
    return { finding: { verdict: 'inconclusive', expected, seen } };
  }
  return { attempt, connection, index: attempt.connections.indexOf(connection) };
}
