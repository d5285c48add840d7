/** Rows in which every attempt is judged and not the last alone: what was trusted still is, and what was not is not. */
import type { Finding, Judge } from '../../requirement.ts';
import { verdicts } from '../../verdict.ts';
import { judgedAttempt } from '../bench-part.ts';
import { judgeStep, notDone, saidOf, stepsOf } from './steps.ts';
import { namedOutcome } from './trust-outcome.ts';

/** `mustRefuseLastUpload`: the device must have said so; that it did is no merit, that it took the file is a fail. */
export function everyStep({ mustRefuseLastUpload = false }: { mustRefuseLastUpload?: boolean } = {}): Judge {
  return (evidence, context) => {
    const { row, outcome } = namedOutcome(context);
    const outcomes = [...(row.before ?? []), outcome];
    const expected = `${row.title}: then ${outcomes.join(', ')}`;
    const look = judgedAttempt(evidence, expected);
    if ('finding' in look) return look.finding;
    const steps = stepsOf(evidence);
    if (steps.length !== outcomes.length) {
      return { verdict: 'error', expected, seen: `the bench stored ${steps.length} attempts of ${outcomes.length}` };
    }
    // Hostile files may break their own transfer; a list that was never filled says nothing of its limit.
    const undone = mustRefuseLastUpload ? notDone(evidence) : null;
    if (undone) return { verdict: 'inconclusive', expected, seen: undone };
    const findings = steps.map((step, index): Finding => {
      const { verdict, seen } = judgeStep(step, outcomes[index]!, expected, false);
      return { verdict, expected, seen: `${step.attempt.presented.certificate} ${seen}` };
    });
    const worst = verdicts.map((verdict) => findings.find((one) => one.verdict === verdict)).find(Boolean)!;
    const said = saidOf(evidence);
    if (worst.verdict !== 'pass') return { ...worst, seen: `${worst.seen}${said}` };
    const upload = evidence.actions?.findLast(({ what }) => what === 'trust.add');
    if (mustRefuseLastUpload && upload?.said === 'done') {
      return { verdict: 'fail', expected, seen: `took ${upload.about} without an error, and does not trust it${said}` };
    }
    return { verdict: 'pass', expected, seen: `${findings.map(({ seen }) => seen).join('; ')}${said}` };
  };
}
