/** What of a server certificate is the matter of TLS itself. */
import { aborted } from '../../../harness/judge/tls/aborted.ts';
import { handshakeOutcome } from '../../../harness/judge/tls/handshake-outcome.ts';
import { outcomeWhereOffered } from '../../../harness/judge/tls/offered-algorithm.ts';
import { scriptedOr } from '../../../harness/judge/tls/scripted-row.ts';
import { trustOutcome } from '../../../harness/judge/trust/trust-outcome.ts';
import { defineRequirements } from '../../../harness/requirement.ts';

const serverCertificate = trustOutcome({ of: 'server certificate' });

export const { requirements } = defineRequirements({
  'TLSC-21': {
    level: 'policy',
    clause: 'RFC 9325 §4.5 (policy)',
    sentence: 'Refuse a certificate whose key is too short, or no sound key at all.',
    risk: 'the key of the server can be computed by anybody with some machines',
    gain: 'impersonation-by-holder',
    judge: serverCertificate,
  },
  'TLSC-22': {
    level: 'MUST',
    clause: 'RFC 9325 §4.5; RFC 8446 §4.4.2.4 (RFC 9846 §4.5.1.4)',
    sentence: 'Refuse a chain that is signed with MD5 or SHA-1, whatever signs the root.',
    risk: 'a second certificate with the same signature can be made for your server',
    gain: 'impersonation-by-holder',
    judge: serverCertificate,
  },
  'TLSC-28': {
    level: 'MUST',
    clause: 'RFC 8446 §9.1',
    sentence: 'Accept certificates with the keys and signatures that every device must know.',
    risk: 'the device cannot connect to servers with ordinary certificates',
    gain: 'interoperability',
    judge: outcomeWhereOffered({
      of: 'server certificate',
      schemes: {
        'ecdsa-chain': 'ecdsa_secp256r1_sha256',
        'ecdsa-leaf-under-rsa': 'ecdsa_secp256r1_sha256',
        'rsa-leaf-under-ecdsa': 'ecdsa_secp256r1_sha256',
        'ecdsa-p384': 'ecdsa_secp384r1_sha384',
        'leaf-signed-sha512': 'rsa_pkcs1_sha512',
        'leaf-signed-pss': 'rsa_pss_rsae_sha256',
      },
    }),
  },
  'TLSX-13': {
    level: 'MUST',
    clause: 'RFC 8446 §4.4.3 (RFC 9846 §4.5.2); RFC 5246 §7.4.3, §7.2.2',
    sentence:
      'Refuse a server that does not prove possession of the key of its certificate, even where certificates are not checked.',
    risk: 'anybody who has seen the certificate of the server can play it',
    gain: 'impersonation',
    judge: handshakeOutcome,
  },
  'TLSX-30': {
    level: 'SHOULD',
    clause: 'RFC 8446 §4.4.2 (RFC 9846 §4.5.1)',
    sentence: 'Bear with a chain that is out of order or holds a certificate too many.',
    risk: 'the device cannot connect to servers that are set up a little carelessly',
    gain: 'interoperability',
    judge: serverCertificate,
  },
  'TLSX-33': {
    level: 'MUST',
    clause: 'RFC 8446 §4.4.2.4, §6.2 (RFC 9846 §4.5.1.4, §6.2); RFC 5246 §7.4.2, §7.2.2',
    sentence:
      'Break off where the Certificate message of the server holds no certificate, even where certificates are not checked.',
    risk: 'a server without any identity takes registrations and calls',
    gain: 'impersonation',
    judge: scriptedOr(aborted({ of: 'Certificate message without a certificate' })),
  },
});
