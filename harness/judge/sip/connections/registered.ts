/** The attempt of a row about the connection of a registration. */
import type { Attempt, Connection, Evidence } from '../../../evidence.ts';
import type { Finding } from '../../../requirement.ts';
import { acceptedOn, judgedAttempt, story } from '../../bench-part.ts';

/** With the first connection that the device has registered over, and its number; or the finding that ends the judgement. */
export function registeredAttempt(
  evidence: Evidence,
  expected: string,
): { attempt: Attempt; connection: Connection; index: number } | { finding: Finding } {
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
