/** What the reports need of the catalogue of requirements, and the catalogue itself. */
import type { Case, Requirement } from '../harness/requirement.ts';
import type { Weight } from '../harness/verdict.ts';

export interface Catalogue {
  /** By id, in the order in which everything is printed. */
  requirements: ReadonlyMap<string, Requirement & { area: string }>;
  cases: ReadonlyMap<string, Case>;
  /** Which requirements a flaw of the bundled endpoint must turn red. */
  kills: Readonly<Record<string, readonly string[]>>;
  /** Requirements that are not tested on purpose, with the reason. */
  excluded: Readonly<Record<string, string>>;
  weightOf(policy: string, id: string, requirement: Requirement): Weight;
}
