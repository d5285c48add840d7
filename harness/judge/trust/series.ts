/** Certificates that are served one after another: how far along them the device goes. */
import type { Evidence } from '../../evidence.ts';
import type { Finding } from '../../requirement.ts';
import { observedOutcome } from '../observation.ts';
import { stepsOf } from './steps.ts';

/** `series`: what was served, in its order. Observed where each was accepted or refused for certain. */
export function observedSeries(evidence: Evidence, expected: string, series: readonly string[]): Finding {
  const steps = stepsOf(evidence);
  const served = steps.map(({ attempt }) => attempt.presented.certificate);
  if (served.join() !== series.join()) {
    return { verdict: 'error', expected, seen: `the bench served ${served.join(', ') || 'nothing'}` };
  }
  const findings = steps.map((step) => observedOutcome(step.evidence, expected));
  const unclear = findings.find(({ verdict }) => verdict !== 'observed');
  if (unclear) return unclear;
  const accepted = series.filter((_, index) => findings[index]!.seen.startsWith('accepted'));
  const refused = series.filter((one) => !accepted.includes(one));
  const list = (names: readonly string[]): string => names.join(', ') || 'none';
  return { verdict: 'observed', expected, seen: `accepted: ${list(accepted)}; refused: ${list(refused)}` };
}
