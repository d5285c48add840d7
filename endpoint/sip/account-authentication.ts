/** Authentication with the password of the account, as it is set when a connection is opened. */
import type { Surroundings } from '../contracts.ts';
import { Authentication } from './authentication.ts';
import type { NonceCounts } from './nonce-counts.ts';
import { isOwnRealm } from './realm.ts';

export function accountAuthentication(surroundings: Surroundings, nonces: NonceCounts): Authentication {
  const { account } = surroundings.settings();
  const { flaws } = surroundings;
  return new Authentication({
    credentials: account,
    isOwnRealm: (realm) => isOwnRealm(account, realm),
    answers: !flaws.has('ignores-challenges-with-certificate') || surroundings.identity.current() === null,
    flaws,
    nonces,
  });
}
