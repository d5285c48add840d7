/** A small matrix of outcomes that a report prints as one: which row stands in which cell. */
import type { Service, TrustMode } from './evidence.ts';
import type { CaseId } from './requirement.ts';

/** The row of this case over this service in this trust mode. */
export interface MatrixCell {
  case: CaseId;
  service: Service;
  trust: TrustMode;
}

export interface OutcomeMatrix {
  /** `self-signed` */
  id: string;
  title: string;
  /** What the lines tell: `in the trust list`. */
  lineHead: string;
  /** Columns of one group stand side by side: `SIP over TLS` over `validation off` and `validation on`. */
  columns: readonly { group: string; name: string }[];
  /** A cell for each column; null where there is nothing to ask. */
  lines: readonly { name: string; cells: readonly (MatrixCell | null)[] }[];
}
