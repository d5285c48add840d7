/** Renegotiation with a server that shows itself as another one. */
import { refusesChangedIdentity } from '../../../harness/judge/tls/changed-identity.ts';
import { defineRequirements } from '../../../harness/requirement.ts';

export const { requirements } = defineRequirements({
  // RFC 5746 §5 says that the certificate may change, RFC 7525 §3.5 that each is judged alike; RFC 9325 has no word of it.
  'TLSX-47': {
    level: 'MUST',
    clause: 'RFC 5922 §7.1, §7.2; RFC 5280 §6.1; RFC 5746 §5; RFC 7525 §3.5 (SHOULD)',
    sentence:
      'Judge the certificate of a renegotiation as any other, and end it where that is not trusted or names another.',
    risk: 'an attacker who holds any name swaps the server in the middle of a connection, and the device goes on',
    gain: 'impersonation-by-holder',
    judge: refusesChangedIdentity,
  },
});
