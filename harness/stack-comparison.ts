/** What TLS stacks made of the rows of the scripted server, measured once, to stand beside what a device does. */
import type { StackAnswer } from './judge/tls/stack-answer.ts';
import type { CaseId } from './requirement.ts';

export interface StackComparison {
  /** Names with versions, in the order of the answers: `OpenSSL 3.0`. */
  stacks: readonly string[];
  /** By case, in the order of the catalogue: one answer for each stack, null where it was not measured. */
  answers: ReadonlyMap<CaseId, readonly (StackAnswer | null)[]>;
  /** Rows of the scripted server that no stack was measured in. */
  unmeasured: readonly CaseId[];
}
