/** What the page is made of. */
import type { OutcomeMatrix } from '../../../harness/outcome-matrix.ts';
import type { Case } from '../../../harness/requirement.ts';
import type { StackComparison } from '../../../harness/stack-comparison.ts';
import type { EvidenceStore } from '../../evidence-store.ts';
import type { RunRecord } from '../../run-record.ts';

export interface PageInput {
  record: RunRecord;
  evidence: EvidenceStore;
  cases: ReadonlyMap<string, Case>;
  matrices?: readonly OutcomeMatrix[];
  stacks?: StackComparison;
  /** Cases of the forms of a trust file. */
  trustFiles?: readonly string[];
  /** Earlier records of the same device, newest first. */
  earlier: readonly RunRecord[];
}
