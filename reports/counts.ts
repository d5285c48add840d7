/** The numbers of a record, counted once for all formats. */
import { verdicts, type Verdict } from '../harness/verdict.ts';
import { ofDevice } from './conclude.ts';
import type { RequirementRecord, Row, RunRecord } from './run-record.ts';

export type VerdictCounts = Record<Verdict, number>;

export function countVerdicts(requirements: readonly Pick<RequirementRecord, 'verdict'>[]): VerdictCounts {
  const counts = Object.fromEntries(verdicts.map((verdict) => [verdict, 0])) as VerdictCounts;
  for (const { verdict } of requirements) counts[verdict] += 1;
  return counts;
}

export type StatusCounts = Record<Row['status'], number>;

export function countStatuses(rows: readonly Pick<Row, 'status'>[]): StatusCounts {
  const counts: StatusCounts = { passed: 0, failed: 0, skipped: 0, 'expected-failure': 0 };
  for (const { status } of rows) counts[status] += 1;
  return counts;
}

/** By area in catalogue order. */
export function byArea(record: RunRecord): { area: string; counts: VerdictCounts; size: number }[] {
  const areas = [...new Set(record.requirements.map((one) => one.area))];
  return areas.map((area) => {
    const own = record.requirements.filter((one) => one.area === area);
    return { area, counts: countVerdicts(own), size: own.length };
  });
}

/** Failing requirements by what the gate makes of them. */
export function countFailures(record: RunRecord): { blocking: number; waived: number; warnings: number } {
  const counts = { blocking: 0, waived: 0, warnings: 0 };
  for (const one of record.requirements) {
    if (one.verdict !== 'fail') continue;
    const rows = record.rows.filter((row) => row.requirement === one.id && row.verdict === 'fail');
    if (rows.some((row) => row.status === 'failed')) counts.blocking += 1;
    else if (rows.some((row) => row.marks.includes('waived'))) counts.waived += 1;
    else counts.warnings += 1;
  }
  return counts;
}

/** A reason, and what it holds for. */
interface Reason {
  verdict: 'not-run' | 'not-applicable';
  reason: string;
}

/** What was not tested, and why: reasons with the requirements they hold for, most first. */
export function notTested(record: Pick<RunRecord, 'requirements'>): (Reason & { ids: string[] })[] {
  return byReason(record.requirements).map(({ members, ...reason }) => ({
    ...reason,
    ids: members.map(({ id }) => id),
  }));
}

/** Rows that were not tested although other rows speak for their requirement: reasons with the rows, most first. */
export function notTestedRows(record: Pick<RunRecord, 'requirements' | 'rows'>): (Reason & { rows: Row[] })[] {
  const spoken = new Set(record.requirements.filter((one) => !isUntested(one)).map(({ id }) => id));
  const rows = ofDevice(record.rows).filter(({ requirement }) => spoken.has(requirement));
  return byReason(rows).map(({ members, ...reason }) => ({ ...reason, rows: members }));
}

/** Beside requirements that nothing was tested of. */
export const rowsBeside = (count: number): string =>
  `${count} ${count === 1 ? 'row' : 'rows'} of requirements that other rows speak for`;

interface Untested {
  verdict: Verdict;
  reason: string | null;
}

const isUntested = <T extends Untested>(one: T): one is T & Pick<Reason, 'verdict'> =>
  one.verdict === 'not-run' || one.verdict === 'not-applicable';

function byReason<T extends Untested>(all: readonly T[]): (Reason & { members: T[] })[] {
  const reasons = new Map<string, Reason & { members: T[] }>();
  for (const one of all.filter(isUntested)) {
    const reason = one.reason ?? 'no reason given';
    const key = `${one.verdict} ${reason}`;
    const entry = reasons.get(key) ?? { verdict: one.verdict, reason, members: [] };
    entry.members.push(one);
    reasons.set(key, entry);
  }
  return [...reasons.values()].sort((a, b) => b.members.length - a.members.length);
}
