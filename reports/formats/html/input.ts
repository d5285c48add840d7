/** What the page is made of. */
import type { Case } from '../../../harness/requirement.ts';
import type { EvidenceStore } from '../../evidence-store.ts';
import type { RunRecord } from '../../run-record.ts';

export interface PageInput {
  record: RunRecord;
  evidence: EvidenceStore;
  cases: ReadonlyMap<string, Pick<Case, 'title' | 'serves' | 'expect'>>;
  /** Earlier records of the same device, newest first. */
  earlier: readonly RunRecord[];
}
