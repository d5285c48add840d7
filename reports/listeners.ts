/** The device's own listeners: the survey of each, and what the requirements say of it. */
import type { Survey, SurveyedListener } from '../harness/survey-facts.ts';
import type { Case } from '../harness/requirement.ts';
import { ofDevice } from './conclude.ts';
import { isEvidence, type EvidenceStore } from './evidence-store.ts';
import type { Row, RunRecord } from './run-record.ts';

export interface SurveyedPlace {
  listener: SurveyedListener;
  /** Null where none is stored. */
  survey: Survey | null;
  /** One a requirement, in the order of the record. */
  rows: Row[];
}

const listeners: readonly SurveyedListener[] = ['sip-listener', 'web'];

/** Only listeners that some row of the run is about. */
export function surveyedPlaces(
  record: Pick<RunRecord, 'rows'>,
  cases: ReadonlyMap<string, Case>,
  evidence: EvidenceStore,
): SurveyedPlace[] {
  return listeners.flatMap((listener) => {
    const rows = ofDevice(record.rows).filter((row) => cases.get(row.case ?? '')?.surveys === listener);
    return rows.length === 0 ? [] : [{ listener, survey: surveyIn(rows, listener, evidence), rows }];
  });
}

/** All rows of a listener have a survey of the same settings: one that came to its end speaks, else the first. */
function surveyIn(rows: readonly Row[], listener: SurveyedListener, evidence: EvidenceStore): Survey | null {
  let first: Survey | null = null;
  for (const path of new Set(rows.map((row) => row.evidence))) {
    const read = path === null ? null : evidence.read(path);
    const found = read && isEvidence(read) ? read.surveys?.findLast((one) => one.listener === listener) : undefined;
    if (found && found.trouble === null) return found;
    first ??= found ?? null;
  }
  return first;
}
