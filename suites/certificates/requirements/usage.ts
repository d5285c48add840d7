/** Usage, constraints and the shape of certificates. */
import { trustOutcome } from '../../../harness/judge/trust-outcome.ts';
import { defineRequirements } from '../../../harness/requirement.ts';

const serverCertificate = trustOutcome({ of: 'server certificate' });

export const { requirements } = defineRequirements({
  'CERT-13': {
    level: 'MUST',
    clause: 'RFC 5280 §4.2.1.3; RFC 5246 §7.4.2; RFC 8446 §4.4.2.2 (RFC 9846 §4.5.1.2)',
    sentence: 'Refuse a server certificate whose key may not sign, where the handshake is signed with it.',
    risk: 'a key that was given out for another purpose plays the server',
    judge: serverCertificate,
  },
  'CERT-14': {
    level: 'MUST',
    clause: 'RFC 5280 §4.2',
    sentence: 'Refuse a chain with a critical extension that is not understood.',
    risk: 'a restriction that the authority has put there is not obeyed',
    judge: serverCertificate,
  },
  'CERT-15': {
    level: 'MUST',
    clause: 'RFC 5280 §4.2.1.10, §6.1.3(b)',
    sentence: 'Refuse a name outside what an authority in the chain is permitted.',
    risk: 'an authority for one company makes servers of another',
    judge: serverCertificate,
  },
  'CERT-16': {
    level: 'MUST',
    clause: 'RFC 5280 §4.2.1.10, §6.1.3(c)',
    sentence: 'Refuse a name that an authority in the chain is excluded from.',
    risk: 'an authority for one company makes servers of another',
    judge: serverCertificate,
  },
  'CERT-17': {
    level: 'MUST',
    clause: 'RFC 5280 §4.2.1.10',
    sentence: 'Refuse a sip: URI under any constraint on URI names.',
    risk: 'an authority for one company makes SIP servers of another',
    judge: serverCertificate,
  },
  'CERT-18': {
    level: 'MUST',
    clause: 'RFC 5280 §6.1.4(k)',
    sentence: 'Refuse an intermediate of X.509 version 1.',
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
  'CERT-20': {
    level: 'MUST',
    clause: 'RFC 5924 §5; RFC 5922 §7.1',
    sentence: 'Accept a certificate whose extended key usage is for a SIP domain.',
    risk: 'the device cannot register with a server whose certificate follows the SIP rules',
    judge: serverCertificate,
  },
  'CERT-21': {
    level: 'policy',
    clause: 'RFC 5924 §5 (policy)',
    sentence: 'Tell whether a certificate for any extended key usage is accepted.',
    risk: 'a certificate that was made for anything can play the server',
    judge: serverCertificate,
  },
  'CERT-22': {
    level: 'MUST',
    clause: 'RFC 5924 §5; RFC 5280 §4.2.1.12',
    sentence: 'Refuse a server certificate whose extended key usage is for something else.',
    risk: 'a certificate that was made for another purpose plays the server',
    judge: serverCertificate,
  },
  'CERT-23': {
    level: 'policy',
    clause: 'RFC 5924 §5 (policy)',
    sentence: 'Tell whether a server certificate for TLS servers is taken in SIP without the usage for a SIP domain.',
    risk: 'a device to the letter of RFC 5924 registers with hardly any server in the field',
    needs: ['register'],
    judge: serverCertificate,
  },
  'CERT-24': {
    level: 'policy',
    clause: 'RFC 5924 §5 (policy)',
    sentence: 'Accept a certificate without extended key usage.',
    risk: 'the device cannot register with servers of many private authorities',
    judge: serverCertificate,
  },
  'CERT-27': {
    level: 'policy',
    clause: 'policy',
    sentence: 'Stay in order when a server sends large or many certificates.',
    risk: 'one hostile server can stop the device',
    judge: serverCertificate,
  },
  'CERT-28': {
    level: 'MUST',
    clause: 'RFC 5280 §4.2.1.6, §7.2; RFC 5922 §7.2',
    sentence: 'Refuse a name with a NUL in it.',
    risk: 'the holder of evil.example gets a certificate that the device reads as yours',
    judge: serverCertificate,
  },
  'CERT-33': {
    level: 'MUST',
    clause: 'RFC 8446 §4.4.2.2 (RFC 9846 §4.5.1.2); RFC 5246 §7.4.2',
    sentence: 'Stay with the signature algorithms that were offered.',
    risk: 'algorithms that were given up can still be used against the device',
    judge: serverCertificate,
  },
  'CERT-36': {
    level: 'MUST',
    clause: 'RFC 5280 §4.1, §4.2; RFC 8446 §4.4.2.4 (RFC 9846 §4.5.1.4)',
    sentence: 'Refuse what is no certificate, whether or not certificates are checked.',
    risk: 'a parser that goes on after an error is the door of most takeovers',
    judge: serverCertificate,
  },
  'CERT-37': {
    level: 'MUST',
    clause: 'RFC 5280 §4.2, §4.2.1.10',
    sentence: 'Accept extensions that are well formed and do not forbid the use.',
    risk: 'the device cannot register with servers of authorities that use them',
    judge: serverCertificate,
  },
});
