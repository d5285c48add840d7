import { acceptance } from '../../harness/judge/acceptance.ts';
import { refusal } from '../../harness/judge/refusal.ts';
import { trustOutcome } from '../../harness/judge/trust-outcome.ts';
import { defineRequirements } from '../../harness/requirement.ts';

const serverCertificate = trustOutcome({ of: 'server certificate' });
const impostor = 'anybody on the path can play the server: take registrations, passwords and calls';

export const { requirements, covers } = defineRequirements({
  'CERT-01': {
    level: 'MUST',
    clause: 'RFC 5922 §7.1; RFC 5280 §6.1; RFC 3261 §26.3.1, §26.3.2.1',
    sentence: 'Refuse a server certificate whose chain ends in an authority that is not trusted.',
    risk: impostor,
    judge: serverCertificate,
  },
  'CERT-02': {
    level: 'MUST',
    clause: 'RFC 5922 §7.1; RFC 5280 §6.1',
    sentence: 'Accept a self-signed server certificate only while that very certificate is in the trust list.',
    risk: impostor,
    judge: serverCertificate,
  },
  'CERT-03': {
    level: 'MUST',
    clause: 'RFC 5280 §4.1.2.5, §6.1.3(a)(2)',
    sentence: 'Refuse a server certificate that has expired.',
    risk: 'anybody who holds an old certificate of the server and its key can take calls',
    judge: serverCertificate,
  },
  'CERT-04': {
    level: 'MUST',
    clause: 'RFC 5280 §4.1.2.5, §6.1.3(a)(2)',
    sentence: 'Refuse a server certificate that is not yet valid.',
    risk: 'dates are not checked, or the clock is wrong: expired certificates will pass as well',
    judge: serverCertificate,
  },
  'CERT-09': {
    level: 'MUST',
    clause: 'RFC 5280 §4.2.1.9, §6.1.4(k)',
    sentence: 'Refuse a chain whose intermediate is no certificate authority.',
    risk: 'every holder of any certificate of the authority can make one for your server',
    judge: serverCertificate,
  },
  'CERT-19': {
    level: 'MUST',
    clause: 'RFC 5280 §4.2.1.12; RFC 5922 §7.1; RFC 5924 §5',
    sentence: 'Refuse a server certificate whose extended key usage is for clients only.',
    risk: 'the certificate of any device of the same authority can play the server',
    judge: serverCertificate,
  },
  'CERT-26': {
    level: 'MUST',
    clause: 'RFC 5280 §6.1; RFC 5246 §7.4.2; RFC 8446 §4.4.2 (RFC 9846 §4.5.1)',
    sentence: 'Refuse a server certificate whose issuer cannot be found.',
    risk: impostor,
    judge: serverCertificate,
  },
  'NAME-01': {
    level: 'MUST',
    clause: 'RFC 5922 §7.1',
    sentence: 'Accept a certificate that names the SIP domain as a sip: URI in its subjectAltName.',
    risk: 'the device cannot register with a server whose certificate follows the SIP rules',
    judge: acceptance({ of: 'certificate with SAN URI sip:domain' }),
  },
  'NAME-05': {
    level: 'MUST',
    clause: 'RFC 5922 §7.1',
    sentence: 'Accept a certificate that names the SIP domain as a dNSName and has no sip: URI.',
    risk: 'the device cannot register with a server that has an ordinary certificate',
    judge: acceptance({ of: 'certificate with SAN dNSName only' }),
  },
  'NAME-07': {
    level: 'MUST',
    clause: 'RFC 5922 §7.1',
    sentence: 'Refuse a certificate whose subjectAltName names another host, whatever its CN says.',
    risk: 'the holder of any certificate of a trusted authority can write your name into the CN',
    judge: serverCertificate,
  },
  'NAME-08': {
    level: 'MUST',
    clause: 'RFC 5922 §7.2',
    sentence: 'Refuse a wildcard name in SIP.',
    risk: 'every server under the same parent domain can play the SIP server',
    judge: serverCertificate,
  },
  'NAME-17': {
    level: 'MUST',
    clause: 'RFC 5922 §7.3',
    sentence: 'Close the connection at once when the name does not match, before any SIP.',
    risk: 'the holder of any certificate of a trusted authority takes registrations and calls',
    judge: refusal({ of: 'certificate for another name', mustClose: true }),
  },
});

declare module '../../harness/requirement.ts' {
  interface KnownRequirements extends Record<keyof typeof requirements, true> {}
}
