/** The requirements of the area, joined. */
import { requirements as clearSignalling } from './requirements/clear-signalling.ts';
import { requirements as cryptoLines } from './requirements/crypto-lines.ts';
import { requirements as descriptions } from './requirements/descriptions.ts';
import { requirements as flows } from './requirements/flows.ts';
import { requirements as opportunistic } from './requirements/opportunistic.ts';
import { requirements as packets } from './requirements/packets.ts';
import { requirements as policy } from './requirements/policy.ts';
import { requirements as suites } from './requirements/suites.ts';

export const requirements = {
  ...clearSignalling,
  ...cryptoLines,
  ...descriptions,
  ...flows,
  ...opportunistic,
  ...packets,
  ...policy,
  ...suites,
};

declare module '../../harness/requirement.ts' {
  interface KnownRequirements extends Record<keyof typeof requirements, true> {}
}
