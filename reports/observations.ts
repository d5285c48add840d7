/** Observations: rows whose clause draws no line. What the device did is their value; it is told and weighs nothing. */
import { ofDevice } from './conclude.ts';
import type { Row, RunRecord } from './run-record.ts';

/**
 * What was seen, without the story behind it: `accepted`, `refused`. Where several certificates were served one after
 * another, which of them: `accepted: authorities-1; refused: authorities-2`.
 */
export function observedValue({ seen }: Pick<Row, 'seen'>): string {
  const series = /^accepted: [^;:]+; refused: [^;:]+/.exec(seen);
  return series ? series[0] : (seen.split(/: |; by its own words|; nothing else/, 1)[0] ?? seen).trim();
}

export const observations = ({ rows }: Pick<RunRecord, 'rows'>): Row[] =>
  ofDevice(rows).filter((row) => row.verdict === 'observed');

/** The same observation in two records of a device. */
export interface ObservedChange {
  requirement: string;
  case: string | null;
  service: Row['service'];
  trust: Row['trust'];
  from: string;
  to: string;
}

/** Times and dates differ in every run and are no change of the device. */
export const timeless = (value: string): string => value.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z|\d+(\.\d+)? m?s\b/g, '…');

/** Observations that both records hold, with another value. */
export function observedChanges(older: Pick<RunRecord, 'rows'>, newer: Pick<RunRecord, 'rows'>): ObservedChange[] {
  const key = (row: Row): string => [row.requirement, row.case, row.service, row.trust, row.title].join('\n');
  const before = new Map(observations(older).map((row) => [key(row), observedValue(row)]));
  return observations(newer).flatMap((row): ObservedChange[] => {
    const from = before.get(key(row));
    const to = observedValue(row);
    const { requirement, case: id, service, trust } = row;
    return from === undefined || timeless(from) === timeless(to)
      ? []
      : [{ requirement, case: id, service, trust, from, to }];
  });
}
