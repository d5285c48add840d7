/** The requirements of the area, joined. */
import { requirements as certificate } from './requirements/certificate.ts';
import { requirements as client } from './requirements/client.ts';
import { requirements as listener } from './requirements/listener.ts';

export const requirements = { ...client, ...certificate, ...listener };

declare module '../../harness/requirement.ts' {
  interface KnownRequirements extends Record<keyof typeof requirements, true> {}
}
