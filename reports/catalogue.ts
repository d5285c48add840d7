/** What the reports need of the catalogue of requirements, and the catalogue itself. */
import type { Case, Requirement } from '../harness/requirement.ts';
import type { OutcomeMatrix } from '../harness/outcome-matrix.ts';
import type { StackComparison } from '../harness/stack-comparison.ts';
import type { Weight } from '../harness/verdict.ts';

export interface Catalogue {
  /** By id, in the order in which everything is printed. */
  requirements: ReadonlyMap<string, Requirement & { area: string }>;
  cases: ReadonlyMap<string, Case>;
  /** Printed as matrices of their own, beside the rows. */
  matrices?: readonly OutcomeMatrix[];
  /** What TLS stacks made of rows of the scripted server. */
  stacks?: StackComparison;
  /** Cases of the forms of a trust file: the same authority, uploaded in another form each. */
  trustFiles?: readonly string[];
  /** Which requirements a flaw of the bundled endpoint must turn red. */
  kills: Readonly<Record<string, readonly string[]>>;
  /** Flaws that a self-check may turn on: those and the ones that only change what is told. */
  flaws: readonly string[];
  /** Requirements that are not tested on purpose, with the reason. */
  excluded: Readonly<Record<string, string>>;
  weightOf(policy: string, id: string, requirement: Requirement): Weight;
}

/** Every id that a person may name: requirements, cases, and what the variants of a case have in common (`KS-06`). */
export function idsOf({ requirements, cases }: Pick<Catalogue, 'requirements' | 'cases'>): string[] {
  const bases = [...cases.keys()].flatMap((id) => {
    const parts = id.split('/');
    return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
  });
  return [...new Set([...requirements.keys(), ...cases.keys(), ...bases])];
}
