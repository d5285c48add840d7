/** The outcome that the case names for the trust mode: a certificate accepted or refused. */
import type { Evidence } from '../../evidence.ts';
import { outcomeFor, type Case, type Finding, type Judge, type JudgeContext, type Outcome } from '../../requirement.ts';
import { controlHeld, judgedAttempt, story } from '../bench-part.ts';
import { observedSeries } from './series.ts';
import { cameTo, judgeStep, notDone, saidOf, stepsOf } from './steps.ts';

export function trustOutcome({ of, mustClose = false }: { of: string; mustClose?: boolean }): Judge {
  return (evidence, context) => {
    const { row, outcome } = namedOutcome(context);
    const expected = `${of} (${row.title}): ${wording[outcome]}`;
    const look = judgedAttempt(evidence, expected);
    if ('finding' in look) return look.finding;
    if (row.series) return observedSeries(evidence, expected, row.series);
    const steps = stepsOf(evidence);
    const last = steps.at(-1)!;
    const finding = judgeStep(last, outcome, expected, mustClose);
    const told = { ...finding, seen: `${finding.seen}${saidOf(evidence)}` };
    return unchanged(evidence, told) ?? before(evidence, row, told, outcome) ?? told;
  };
}

const wording: Record<Outcome, string> = {
  accept: 'accepted',
  refuse: 'refused, closed without application data',
  record: 'accepted or refused, recorded',
};

/** The case and what it expects here. Throws where it expects nothing. */
export function namedOutcome({ case: row, trust, service }: JudgeContext): { row: Case; outcome: Outcome } {
  const outcome = row && outcomeFor(row, trust, service);
  if (!row || !outcome)
    throw new Error(`${row?.id ?? 'a case'} names no outcome for ${service} in trust mode ${trust}`);
  return { row, outcome };
}

/** What was not changed tells nothing, for the device or against it, but where the wire shows that it was all the same. */
function unchanged(evidence: Evidence, finding: Finding): Finding | null {
  const undone = notDone(evidence);
  if (undone === null || !['pass', 'fail', 'observed'].includes(finding.verdict)) return null;
  const [earlier, last] = stepsOf(evidence)
    .slice(-2)
    .map(({ attempt }) => controlHeld(attempt));
  if (finding.verdict !== 'fail' && last !== undefined && earlier !== last) return null;
  return { ...finding, verdict: 'inconclusive', seen: `${undone}; ${finding.seen}` };
}

/**
 * The attempts before the last must have come to what the row needs: an acceptance shows nothing of an upload where the
 * server was accepted before it. What was accepted and must not be fails whatever came before.
 */
function before(evidence: Evidence, row: Case, finding: Finding, outcome: Outcome): Finding | null {
  if (!row.before) return null;
  const { expected } = finding;
  const steps = stepsOf(evidence);
  if (steps.length !== row.before.length + 1) {
    const seen = `the bench stored ${steps.length} attempts of ${row.before.length + 1}`;
    return { verdict: 'error', expected, seen };
  }
  if (finding.verdict === 'fail' && outcome === 'refuse') return null;
  if (!['pass', 'fail', 'observed'].includes(finding.verdict)) return null;
  const index = row.before.findIndex((wanted, at) => !cameTo(steps[at]!, wanted));
  if (index < 0) return null;
  const seen = `attempt ${index + 1} should have come to "${row.before[index]}" for the row to say anything: ${story(steps[index]!.attempt)}`;
  return { verdict: 'inconclusive', expected, seen: `${seen}${saidOf(evidence)}` };
}
