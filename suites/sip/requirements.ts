/** The requirements of the area, joined. */
import { requirements as authentication } from './requirements/authentication.ts';
import { requirements as connections } from './requirements/connections.ts';
import { requirements as messages } from './requirements/messages.ts';
import { requirements as securePaths } from './requirements/secure-paths.ts';
import { requirements as secureUris } from './requirements/secure-uris.ts';

export const requirements = {
  ...authentication,
  ...connections,
  ...messages,
  ...secureUris,
  ...securePaths,
};

declare module '../../harness/requirement.ts' {
  interface KnownRequirements extends Record<keyof typeof requirements, true> {}
}
