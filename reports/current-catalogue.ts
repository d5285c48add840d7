/** The catalogue of this version of Ringproof, as the reports take it. */
import { weightOf, type PolicyName } from '../harness/profiles/policies.ts';
import * as suites from '../suites/catalogue.ts';
import type { Catalogue } from './catalogue.ts';

export const currentCatalogue: Catalogue = {
  requirements: suites.requirements,
  cases: suites.cases,
  matrices: suites.matrices,
  stacks: suites.stackComparison,
  trustFiles: Object.keys(suites.trustFiles),
  kills: suites.kills,
  flaws: suites.flaws,
  excluded: suites.excluded,
  weightOf: (policy, id, requirement) => weightOf(policy as PolicyName, id, requirement),
};
