/** What the device does with its certificate when it connects. */
import {
  keepsUnsuitable,
  showsItselfToWhom,
  showsNothingUnasked,
} from '../../../harness/judge/identity/certificate-request.ts';
import {
  answersEmpty,
  provesPossession,
  sendsItsCertificate,
} from '../../../harness/judge/identity/client-certificate.ts';
import { sendsIntermediates } from '../../../harness/judge/identity/device-certificate.ts';
import { lateMessageRefused } from '../../../harness/judge/tls/late-message.ts';
import { answersChallengeToo } from '../../../harness/judge/identity/password-beside-certificate.ts';
import { givesUpWhenRejected } from '../../../harness/judge/identity/rejection.ts';
import { defineRequirements } from '../../../harness/requirement.ts';

export const { requirements } = defineRequirements({
  'MTLS-01': {
    level: 'MUST',
    clause: 'RFC 8446 §4.4.2 (RFC 9846 §4.5.1); RFC 5246 §7.4.4, §7.4.6',
    sentence: 'Send the device certificate when the server asks for one of its authority, or of any.',
    risk: 'the server cannot tell the device from an impostor and must fall back to passwords',
    gain: 'interoperability',
    needs: ['device-certificate'],
    judge: sendsItsCertificate,
  },
  'MTLS-02': {
    level: 'MUST',
    clause: 'RFC 8446 §4.4.3 (RFC 9846 §4.5.2); RFC 5246 §7.4.8',
    sentence: 'Prove possession of the key of the certificate that was sent.',
    risk: 'a copied certificate without its key would pass for the device',
    needs: ['device-certificate'],
    judge: provesPossession,
  },
  'MTLS-03': {
    level: 'MUST',
    clause: 'RFC 8446 §4.4.2 (RFC 9846 §4.5.1); RFC 5246 §7.4.2, §7.4.6',
    sentence: 'Send the intermediates of the device certificate, so that a server that knows the root can verify it.',
    risk: 'servers must be given every intermediate by hand, and reject the device after the next change of one',
    gain: 'interoperability',
    needs: ['device-certificate'],
    judge: sendsIntermediates,
  },
  'MTLS-04': {
    level: 'MUST',
    clause: 'RFC 8446 §4.4.2 (RFC 9846 §4.5.1); RFC 5246 §7.4.6',
    sentence: 'Send no Certificate message to a server that asks for none.',
    risk: 'the device tells who it is to everybody, and honest servers break off',
    needs: ['device-certificate'],
    judge: showsNothingUnasked,
  },
  'MTLS-05': {
    level: 'MUST',
    clause: 'RFC 8446 §4.4.2, §4.4.2.4 (RFC 9846 §4.5.1, §4.5.1.3); RFC 5246 §7.4.6',
    sentence: 'Answer with an empty Certificate message when there is no device certificate, and stay encrypted.',
    risk: 'the device cannot reach servers that only ask, or goes on in clear',
    needs: ['device-certificate'],
    judge: answersEmpty,
  },
  'MTLS-06': {
    level: 'SHOULD',
    clause: 'RFC 8446 §4.2.4, §4.4.2.3; RFC 5246 §7.4.6',
    sentence: 'Keep the device certificate from a server that asks for those of other authorities.',
    risk: 'the device tells who it is to servers that have no use for it, and is rejected for it',
    gain: 'help',
    needs: ['device-certificate'],
    judge: keepsUnsuitable({ asksFor: 'certificates of another authority' }),
  },
  'MTLS-07': {
    level: 'MUST',
    clause: 'RFC 8446 §4.4.3 (RFC 9846 §4.5.2); RFC 5246 §7.4.4, §7.4.8',
    sentence: 'Use no certificate whose key cannot sign by an algorithm that the server takes.',
    risk: 'the handshake fails where it could have gone on without a certificate',
    gain: 'interoperability',
    needs: ['device-certificate'],
    judge: keepsUnsuitable({ asksFor: 'ECDSA keys alone', answers: ({ key }) => key.startsWith('EC') }),
  },
  'MTLS-08': {
    level: 'MUST',
    clause: 'RFC 8446 §6.2; RFC 5246 §7.2.2; RFC 5626 §4.5',
    sentence: 'Give up when the server rejects the device certificate: not in clear, and without a storm of attempts.',
    risk: 'a rejected device floods its server, or goes on where everybody can listen',
    needs: ['device-certificate'],
    judge: givesUpWhenRejected,
  },
  'MTLS-17': {
    level: 'MUST',
    clause: 'RFC 8446 §4.6.2 (RFC 9846 §4.7.2)',
    sentence: 'Abort at a CertificateRequest after the handshake where post_handshake_auth was not offered.',
    risk: 'a server asks for the identity of the device in the middle of a call, on whosever behalf',
    judge: lateMessageRefused({ type: 'certificate_request' }),
  },
  'MTLS-22': {
    level: 'MAY',
    clause: 'RFC 5922 §7.6',
    sentence: 'Answer a challenge for a password also where the certificate was proven.',
    risk: 'servers that want both cannot be used',
    needs: ['device-certificate'],
    judge: answersChallengeToo,
  },
  'MTLS-25': {
    level: 'policy',
    clause: 'RFC 8446 §4.4.2 (RFC 9846 §4.5.1), §E.5 (policy)',
    sentence: 'Show the device certificate to no server whose own certificate was not accepted.',
    risk: 'whoever gets between the device and its server learns which device it is, and where',
    gain: 'help',
    needs: ['device-certificate'],
    judge: showsItselfToWhom,
  },
});
