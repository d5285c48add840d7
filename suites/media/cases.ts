/** The cases of the area, joined: one call each. */
import { clearCalls } from './cases/clear-signalling.ts';
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

export { clearCalls, keySeries };

declare module '../../harness/requirement.ts' {
  interface KnownCases extends Record<
    | keyof typeof calls
    | keyof typeof keySeries
    | keyof typeof clearCalls.mandatory
    | keyof typeof clearCalls.optional
    | keyof typeof clearCalls.called,
    true
  > {}
}
