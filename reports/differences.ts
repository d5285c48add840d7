/** What changed between two records of a device. */
import type { Verdict } from '../harness/verdict.ts';
import { observedChanges, type ObservedChange } from './observations.ts';
import type { RequirementRecord, RunRecord } from './run-record.ts';

export interface Change {
  id: string;
  sentence: string;
  from: Verdict | 'absent';
  to: Verdict | 'absent';
}

export interface Differences {
  newFailures: Change[];
  mended: Change[];
  /** Judged before, not judged now. */
  newlyNotTested: Change[];
  changed: Change[];
  /** Observations with another value: told, and never worse. */
  observed: ObservedChange[];
  worse: boolean;
}

const judged = (verdict: Verdict | 'absent'): boolean =>
  verdict === 'pass' ||
  verdict === 'fail' ||
  verdict === 'attested' ||
  verdict === 'observed' ||
  verdict === 'inconclusive' ||
  verdict === 'error';

export function differences(older: RunRecord, newer: RunRecord): Differences {
  const before = new Map(older.requirements.map((one) => [one.id, one]));
  const after = new Map(newer.requirements.map((one) => [one.id, one]));
  const found: Differences = {
    ...{ newFailures: [], mended: [], newlyNotTested: [], changed: [] },
    observed: observedChanges(older, newer),
    worse: false,
  };
  for (const id of new Set([...after.keys(), ...before.keys()])) {
    const from = before.get(id)?.verdict ?? 'absent';
    const to = after.get(id)?.verdict ?? 'absent';
    if (from === to) continue;
    const one = (after.get(id) ?? before.get(id)) as RequirementRecord;
    const change: Change = { id, sentence: one.sentence, from, to };
    if (to === 'fail') found.newFailures.push(change);
    else if (from === 'fail' && (to === 'pass' || to === 'attested')) found.mended.push(change);
    else if (judged(from) && !judged(to)) found.newlyNotTested.push(change);
    else if (judged(from) || judged(to)) found.changed.push(change);
  }
  const lost = found.changed.some(
    (change) => change.from === 'pass' && (change.to === 'inconclusive' || change.to === 'error'),
  );
  found.worse = found.newFailures.length > 0 || found.newlyNotTested.length > 0 || lost;
  return found;
}
