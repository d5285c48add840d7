/** Joins the areas. Duplicate ids are rejected where they are declared. */
import './certificates/cases.ts';
import './identity/cases.ts';
import './media/cases.ts';
import './provisioning/cases.ts';
import './sip/cases.ts';
import './tls/cases.ts';
import { allCases, type Case } from '../harness/requirement.ts';
import { flawedRows } from './selfcheck/flawed-rows.ts';
import { kills } from './selfcheck/kills.ts';

export { cases as trustFiles } from './certificates/cases/trust-files.ts';
export { matrices } from './matrices.ts';
export { stackComparison } from './tls/stacks.ts';

export { areaNames, requirements, type Area } from './requirements.ts';

export const cases: ReadonlyMap<string, Case> = allCases();

/** Flaw of the bundled endpoint → requirements that it makes fail. */
export { kills };

/** The flaws that a self-check may turn on. */
export const flaws: readonly string[] = Object.keys(flawedRows);

/** Reasons for which a requirement may go untested; a closed list. */
export const exclusionReasons = ['no profile has the role', 'no claim and no MUST', 'needs hardware'] as const;
export const excluded: Readonly<Record<string, (typeof exclusionReasons)[number]>> = {
  // A person before a screen, and what it lets them click away.
  'CERT-34': 'needs hardware',
  // About the bench itself, which proves its SRTP by the vectors before it judges a call.
  'SRTP-25': 'no profile has the role',
};
