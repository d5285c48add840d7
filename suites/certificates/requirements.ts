/** The requirements of the area, joined. */
import { requirements as diagnosis } from './requirements/diagnosis.ts';
import { requirements as names } from './requirements/names.ts';
import { requirements as path } from './requirements/path.ts';
import { requirements as revocation } from './requirements/revocation.ts';
import { requirements as trustList } from './requirements/trust-list.ts';
import { requirements as usage } from './requirements/usage.ts';

export const requirements = { ...path, ...usage, ...names, ...revocation, ...trustList, ...diagnosis };

declare module '../../harness/requirement.ts' {
  interface KnownRequirements extends Record<keyof typeof requirements, true> {}
}
