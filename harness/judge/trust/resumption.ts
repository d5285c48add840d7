/**
 * Tickets (RFC 8446 §4.6.1): a session rests on the certificate that was checked when it began. A server of another name,
 * or one whose certificate is no longer trusted, must not be met in it.
 */
import type { Attempt, Connection } from '../../evidence.ts';
import type { Judge } from '../../requirement.ts';
import { accepted, firstFromDevice, judgedAttempt, story } from '../bench-part.ts';
import { refused } from '../refusal.ts';
import { stepsOf } from './steps.ts';

export const resumesNothingUntrusted: Judge = (evidence) => {
  const expected = 'the server refused, and no earlier session resumed with it; good sessions accepted';
  const look = judgedAttempt(evidence, expected);
  if ('finding' in look) return look.finding;
  const steps = stepsOf(evidence);
  const [first, last] = [steps[0]!, steps.at(-1)!];
  if (steps.length < 2 || !accepted(first.attempt)) {
    return { verdict: 'inconclusive', expected, seen: `there was no session to resume: ${story(first.attempt)}` };
  }
  const resumed = look.attempt.connections.find((one) => isResumed(one) && firstFromDevice(one));
  if (resumed) {
    const seen = `an earlier session resumed without a certificate: ${told(look.attempt, resumed)}`;
    return { verdict: 'fail', expected, seen };
  }
  const finding = refused(last.evidence, expected, 'certificate', false);
  if (finding.verdict !== 'fail' || !look.attempt.connections.some(firstFromDevice)) return finding;
  // Whoever takes this certificate in a whole handshake has no need of a session: other rows are about that.
  return {
    ...finding,
    verdict: 'inconclusive',
    seen: `no session resumed, but the certificate taken: ${finding.seen}`,
  };
};

const isResumed = ({ negotiated, serverChain }: Connection): boolean => negotiated !== null && serverChain.length === 0;

const told = (attempt: Attempt, connection: Connection): string => story({ ...attempt, connections: [connection] });
