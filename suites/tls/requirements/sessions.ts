/** Server names and sessions. */
import { resumesAsMade } from '../../../harness/judge/tls/resumption-outcome.ts';
import { resumesNothingUntrusted } from '../../../harness/judge/trust/resumption.ts';
import { namesNoAddress } from '../../../harness/judge/trust/server-name.ts';
import { defineRequirements } from '../../../harness/requirement.ts';

export const { requirements } = defineRequirements({
  'TLSX-02': {
    level: 'MUST',
    clause: 'RFC 6066 §3',
    sentence: 'Send no address as server name.',
    risk: 'strict servers break the handshake off, and the device stays without service',
    gain: 'interoperability',
    needs: ['ip-target'],
    judge: namesNoAddress,
  },
  'TLSX-06': {
    level: 'MUST',
    clause: 'RFC 7627 §5.3',
    sentence: 'Resume a session only where the server says extended_master_secret as it did when the session was made.',
    risk: 'an attacker in the middle joins two sessions into one, and plays the device to the server or the other way round',
    gain: 'impersonation-by-holder',
    judge: resumesAsMade,
  },
  'TLSX-18': {
    level: 'SHOULD',
    clause: 'RFC 8446 §4.6.1 (RFC 9846 §4.7.1)',
    sentence: 'Resume no session with a server whose certificate is no longer trusted.',
    risk: 'a server that was taken out of the trust list stays in service with its old tickets',
    gain: 'impersonation-by-holder',
    judge: resumesNothingUntrusted,
  },
  'TLSX-36': {
    level: 'MUST',
    clause: 'RFC 8446 §4.6.1 (RFC 9846 §4.7.1); RFC 6066 §3',
    sentence: 'Resume no session with a host that the certificate of the session does not name.',
    risk: 'a server that has one good name plays every other one',
    gain: 'impersonation-by-holder',
    judge: resumesNothingUntrusted,
  },
});
