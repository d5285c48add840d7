/** The requirements of all areas. A case may belong to a requirement of another area than its own: names over HTTPS do. */
import type { Requirement } from '../harness/requirement.ts';
import { requirements as certificates } from './certificates/requirements.ts';
import { requirements as identity } from './identity/requirements.ts';
import { requirements as media } from './media/requirements.ts';
import { requirements as provisioning } from './provisioning/requirements.ts';
import { requirements as sip } from './sip/requirements.ts';
import { requirements as tls } from './tls/requirements.ts';

const areas = { tls, certificates, identity, sip, media, provisioning };

export type Area = keyof typeof areas;
export const areaNames = Object.keys(areas) as Area[];

/** Every requirement with its area, in the order of the areas. */
export const requirements: ReadonlyMap<string, Requirement & { area: Area }> = new Map(
  areaNames.flatMap((area) =>
    Object.entries<Requirement>(areas[area]).map(([id, requirement]) => [id, { ...requirement, area }] as const),
  ),
);
