/** Digest authentication under TLS (RFC 3261 §22, RFC 7616, RFC 8760). */
import type { SipScriptName } from '../../../harness/lab/peers/sip-scripts.ts';
import { defineCases, type Case, type Outcome, type RequirementId } from '../../../harness/requirement.ts';
import '../requirements/authentication.ts';
import { plainCallee } from './row-parts.ts';

const row = <const Id extends RequirementId>(
  requirement: Id,
  title: string,
  sip: SipScriptName,
  { outcome = 'accept', ...more }: { outcome?: Outcome } & Pick<Case, 'needs' | 'dials'> = {},
) => ({
  title,
  requirement,
  serves: { sip },
  expect: { M2: outcome },
  services: ['sip'] as const,
  ...more,
});

const refuse = { outcome: 'refuse' } as const;
const sha256 = { needs: ['digest-sha-256'] } as const;

export const cases = defineCases({
  'AUTH-01': row('AUTH-01', 'the registrar asks for the password by Basic', 'asks-basic', refuse),
  'AUTH-02': row('AUTH-02', 'it challenges with SHA-256 alone', 'asks-sha-256'),
  'AUTH-03': row('AUTH-03', 'it challenges with SHA-256 before MD5', 'asks-sha-256-then-md5', sha256),
  'AUTH-03/MD5': row('AUTH-03', 'it challenges with MD5 before SHA-256', 'asks-md5-then-sha-256', sha256),
  'AUTH-03/UNKNOWN': row('AUTH-03', 'it challenges with an unknown algorithm before MD5', 'asks-unknown-then-md5'),
  'AUTH-04': row('AUTH-04', 'it challenges with MD5 alone', 'asks-md5', { outcome: 'record' }),
  'AUTH-05': row('AUTH-05', 'its challenge names qop="auth"', 'honest'),
  'AUTH-07': row('AUTH-07', 'it calls the nonce stale and names another', 'says-stale'),
  'AUTH-08': row('AUTH-08', 'it challenges the first request', 'honest'),
  'AUTH-09': row('AUTH-09', 'it rejects every password with a new challenge', 'rejects-without-end', refuse),
  'AUTH-09/STALE': row('AUTH-09', 'it calls every nonce stale', 'stale-without-end', refuse),
  'AUTH-10': row('AUTH-10', 'it asks for the password of another domain', 'asks-for-foreign-realm', refuse),
  'AUTH-12': {
    ...row('AUTH-12', 'a registrar of an unknown authority would ask for the password', 'honest', refuse),
    serves: { sip: 'honest', certificate: 'unknown-authority' },
  },
  'AUTH-14': row('AUTH-14', 'it asks for auth-int alone', 'asks-auth-int'),
  'AUTH-14/BODY': row('AUTH-14', 'it asks for auth-int alone of a call with a body', 'asks-auth-int', {
    dials: plainCallee,
    needs: ['call'],
  }),
  'AUTH-15': row('AUTH-15', 'it forbids whoever shows a password', 'rejects-password', refuse),
  'AUTH-15/AGAIN': row('AUTH-15', 'it asks again with the same challenge', 'rejects-password-by-challenge', refuse),
});

/** The device takes its registration back over the same connection. */
export const leaving = defineCases({
  'AUTH-06': row('AUTH-06', 'the registrar takes one nonce again and again', 'keeps-nonce'),
  'AUTH-13': row('AUTH-13', 'it names the nonce of the next request', 'names-next-nonce'),
});

/** The device ends a call of somebody who then asks for its password. */
export const strangers = defineCases({
  'AUTH-11/401': row('AUTH-11', 'a stranger answers its BYE with 401', 'challenges-bye', refuse),
  'AUTH-11/407': row('AUTH-11', 'a stranger answers its BYE with 407', 'challenges-bye-as-proxy', refuse),
});
