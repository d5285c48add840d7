/** What the device does wrongly about digest authentication. */
export const authenticationFlaws = {
  'answers-basic-challenges': 'tells its password to a registrar that asks for Basic',
  'ignores-sha-256-challenges': 'answers no challenge with SHA-256',
  'ignores-md5-challenges': 'answers no challenge with MD5',
  'takes-last-challenge': 'answers the last of several challenges in place of the first',
  'reads-first-challenge-only': 'answers no challenge where it does not know the algorithm of the first',
  'leaves-qop-out': 'answers a challenge with qop as if it had none',
  'leaves-body-out-of-digest': 'computes auth-int as if it were auth',
  'counts-no-nonces': 'counts each use of a nonce as the first',
  'ignores-stale': 'gives up where its nonce has become stale',
  'ignores-nextnonce': 'goes on with the nonce that it has where the registrar names the next',
  'keeps-sequence-number': 'sends a request with credentials under the number of the one without',
  'sends-rejected-password-again': 'goes on showing a password that was rejected',
  'answers-any-realm': 'shows its password wherever it is asked for one',
  'answers-strangers-in-calls': 'shows its password to the other end of a call that asks for it',
} as const;
