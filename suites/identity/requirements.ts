import { answersEmpty, provesPossession, sendsItsCertificate } from '../../harness/judge/client-certificate.ts';
import { defineRequirements } from '../../harness/requirement.ts';

export const { requirements, covers } = defineRequirements({
  'MTLS-01': {
    level: 'MUST',
    clause: 'RFC 8446 §4.4.2 (RFC 9846 §4.5.1); RFC 5246 §7.4.6',
    sentence: 'Send the device certificate when the server asks for one of its authority.',
    risk: 'the server cannot tell the device from an impostor and must fall back to passwords',
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
  'MTLS-05': {
    level: 'MUST',
    clause: 'RFC 8446 §4.4.2, §4.4.2.4 (RFC 9846 §4.5.1, §4.5.1.3); RFC 5246 §7.4.6',
    sentence: 'Answer with an empty Certificate message when there is no device certificate, and stay encrypted.',
    risk: 'the device cannot reach servers that only ask, or goes on in clear',
    needs: ['device-certificate'],
    judge: answersEmpty,
  },
});

declare module '../../harness/requirement.ts' {
  interface KnownRequirements extends Record<keyof typeof requirements, true> {}
}
