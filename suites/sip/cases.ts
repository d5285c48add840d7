/** The cases of the area, joined, by how they are run. */
import { cases as authentication, leaving, strangers } from './cases/authentication.ts';
import { cases as connections } from './cases/connections.ts';
import './cases/kept-connections.ts';
import { cases as messages } from './cases/messages.ts';
import { bothSchemes, held, secureAccount, severed } from './cases/secure-account.ts';
import { cases as secureUris } from './cases/secure-uris.ts';

export { bothSchemes, held, leaving, secureAccount, severed, strangers };

export const registrarRows = { ...authentication, ...connections, ...messages, ...secureUris };

declare module '../../harness/requirement.ts' {
  interface KnownCases extends Record<
    | keyof typeof registrarRows
    | keyof typeof bothSchemes
    | keyof typeof held
    | keyof typeof leaving
    | keyof typeof secureAccount
    | keyof typeof severed
    | keyof typeof strangers,
    true
  > {}
}
