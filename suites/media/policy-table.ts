/** The nine cells of the policy table in both directions, as cases. */
import type { SrtpPolicy } from '../../harness/evidence.ts';
import { defineCases } from '../../harness/requirement.ts';
import './requirements.ts';

export const srtpPolicies = ['mandatory', 'optional', 'disabled'] as const satisfies SrtpPolicy[];
export const directions = ['outgoing', 'incoming'] as const;

const rows = directions.flatMap((direction) =>
  srtpPolicies.flatMap((device) =>
    srtpPolicies.map((far) => ({
      id: `SDES-04/${direction}/${device}/${far}` as const,
      direction,
      device,
      far,
      title: `${direction} call, device ${device}, far end ${far}`,
      requirement: 'SDES-04' as const,
      serves: {},
      expect: {},
      services: ['sip'] as const,
    })),
  ),
);

defineCases(
  Object.fromEntries(
    rows.map(({ id, title, requirement, serves, expect, services }) => [
      id,
      { title, requirement, serves, expect, services },
    ]),
  ),
);

export const policyTable = rows;

type CellId = (typeof rows)[number]['id'];

declare module '../../harness/requirement.ts' {
  interface KnownCases extends Record<CellId, true> {}
}
