/** Answers to 401 over HTTP: Digest (RFC 7616), qop=auth, and Basic (RFC 7617). */
import { randomBytes } from 'node:crypto';
import { isStale as wantsFreshNonce, readChallenges, type Challenge } from '../digest/challenge.ts';
import { basicCredentials, digestCredentials, qopOf, rankOf, type Credentials } from '../digest/digest.ts';

const usable = (challenge: Challenge): boolean => {
  const qop = qopOf(challenge);
  return (
    challenge.scheme === 'digest' &&
    challenge.parameters.has('nonce') &&
    rankOf(challenge) >= 0 &&
    (qop === null || qop === 'auth')
  );
};

/** The Authorization header for a GET of `uri`; null: none of the challenges can be answered. */
export function authorize(challenges: readonly string[], uri: string, credentials: Credentials): string | null {
  const all = readChallenges(challenges);
  const [best] = all.filter(usable).sort((a, b) => rankOf(a) - rankOf(b));
  const request = { method: 'GET', uri, body: '', count: 1, cnonce: randomBytes(16).toString('hex') };
  if (best) return digestCredentials(best, credentials, request);
  return all.some(({ scheme }) => scheme === 'basic') ? basicCredentials(credentials) : null;
}

/** Whether the server only wants a fresh nonce (RFC 7616 §3.3). */
export const isStale = (challenges: readonly string[]): boolean => readChallenges(challenges).some(wantsFreshNonce);
