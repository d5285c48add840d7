/** Joins the areas. Duplicate ids are rejected where they are declared. */
import './certificates/cases.ts';
import './identity/cases.ts';
import './media/policy-table.ts';
import './provisioning/cases.ts';
import './tls/cases.ts';
import { allCases, type Case, type Requirement } from '../harness/requirement.ts';
import { requirements as certificates } from './certificates/requirements.ts';
import { requirements as identity } from './identity/requirements.ts';
import { requirements as media } from './media/requirements.ts';
import { requirements as provisioning } from './provisioning/requirements.ts';
import { kills } from './selfcheck/kills.ts';
import { requirements as tls } from './tls/requirements.ts';

const areas = { tls, certificates, identity, media, provisioning };

export type Area = keyof typeof areas;
export const areaNames = Object.keys(areas) as Area[];

/** Every requirement with its area, in the order of the areas. */
export const requirements: ReadonlyMap<string, Requirement & { area: Area }> = new Map(
  areaNames.flatMap((area) =>
    Object.entries<Requirement>(areas[area]).map(([id, requirement]) => [id, { ...requirement, area }] as const),
  ),
);

export const cases: ReadonlyMap<string, Case> = allCases();

/** Flaw of the bundled endpoint → requirements that it makes fail. */
export { kills };

/** Reasons for which a requirement may go untested; a closed list. */
export const exclusionReasons = ['no profile has the role', 'no claim and no MUST', 'needs hardware'] as const;
export const excluded: Readonly<Record<string, (typeof exclusionReasons)[number]>> = {};
