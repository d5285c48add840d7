/** The cases of the area, joined: one call each. */
import { cases as cryptoLines } from './cases/crypto-lines.ts';
import { cases as flows } from './cases/flows.ts';
import { keySeries } from './cases/key-series.ts';
import { cases as opportunistic } from './cases/opportunistic.ts';
import { cases as packets } from './cases/packets.ts';
import { cases as policy } from './cases/policy.ts';
import { cases as policyTable } from './cases/policy-table.ts';
import { cases as suites } from './cases/suites.ts';

export const calls = {
  ...policyTable,
  ...policy,
  ...opportunistic,
  ...suites,
  ...cryptoLines,
  ...flows,
  ...packets,
};

export { keySeries };

declare module '../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof calls | keyof typeof keySeries, true> {}
}
