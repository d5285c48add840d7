/** A certificate that lapses, or is revoked, while a connection rests on it: what became of both. Told, never judged. */
import type { Judge } from '../../requirement.ts';
import { accepted, judgedAttempt, story } from '../bench-part.ts';
import { judgeStep, notDone, saidOf, stepsOf } from './steps.ts';

export function afterLapse({ of }: { of: string }): Judge {
  return (evidence) => {
    const expected = `${of}: what becomes of the connection, and of the next one, recorded`;
    const look = judgedAttempt(evidence, expected);
    if ('finding' in look) return look.finding;
    const steps = stepsOf(evidence);
    const { attempt: standing } = steps[0]!;
    const next = steps.at(-1)!;
    if (steps.length < 2 || !accepted(standing)) {
      return { verdict: 'inconclusive', expected, seen: `there was no connection to rest on it: ${story(standing)}` };
    }
    const undone = notDone(evidence);
    if (undone) return { verdict: 'inconclusive', expected, seen: undone };
    const { closed } = standing.connections.at(-1)!;
    const fate =
      closed.by === 'device' ? 'closed by the device' : closed.by === 'lab' ? 'closed by the lab' : 'left open';
    const finding = judgeStep(next, 'record', expected, false);
    const words = saidOf(evidence);
    if (finding.verdict !== 'observed') return { ...finding, seen: `the next connection: ${finding.seen}${words}` };
    return { ...finding, seen: `the connection was ${fate}; the next one ${finding.seen}${words}` };
  };
}
