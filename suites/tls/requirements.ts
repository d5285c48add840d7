import { aborted } from '../../harness/judge/aborted.ts';
import { acceptance } from '../../harness/judge/acceptance.ts';
import { nothingInClear } from '../../harness/judge/clear-text.ts';
import { offersNone } from '../../harness/judge/hello-offer.ts';
import { resumesNothingUntrusted } from '../../harness/judge/resumption.ts';
import { outcomeWhereOffered } from '../../harness/judge/offered-algorithm.ts';
import { namesNoAddress } from '../../harness/judge/server-name.ts';
import { abortsOnUnofferedSuite } from '../../harness/judge/unoffered-suite.ts';
import { versionRefused } from '../../harness/judge/version-refused.ts';
import { retriesNoWeaker } from '../../harness/judge/weaker-retry.ts';
import { trustOutcome } from '../../harness/judge/trust-outcome.ts';
import { defineRequirements } from '../../harness/requirement.ts';

const serverCertificate = trustOutcome({ of: 'server certificate' });

export const { requirements, covers } = defineRequirements({
  'TLSV-03': {
    level: 'MUST',
    clause: 'RFC 8996 §4',
    sentence: 'Refuse a server that negotiates TLS 1.0.',
    risk: 'an attacker on the path can choose a version whose protection is broken',
    judge: versionRefused({ version: 'TLS 1.0' }),
  },
  'TLSV-04': {
    level: 'MUST',
    clause: 'RFC 8996 §5',
    sentence: 'Refuse a server that negotiates TLS 1.1.',
    risk: 'an attacker on the path can choose a version whose protection is broken',
    judge: versionRefused({ version: 'TLS 1.1' }),
  },
  'TLSV-05': {
    level: 'MUST',
    clause: 'RFC 9325 §3.1.1',
    sentence: 'Connect to a server that speaks TLS 1.2 only.',
    risk: 'the device cannot work with servers of the last decade',
    judge: acceptance({ of: 'TLS 1.2 server' }),
  },
  'TLSV-06': {
    level: 'SHOULD',
    clause: 'RFC 9325 §3.1.1',
    sentence: 'Connect to a server that speaks TLS 1.3 only.',
    risk: 'the device shows its certificate in clear and cannot work with modern servers',
    judge: acceptance({ of: 'TLS 1.3 server' }),
  },
  'TLSV-11': {
    level: 'MUST',
    clause: 'RFC 9325 §3.1.3; RFC 8996 §4, §5',
    sentence: 'Do not fall back to an older version or weaker suites after a failed handshake.',
    risk: 'whoever breaks one handshake chooses the protection of the next',
    judge: retriesNoWeaker,
  },
  'TLSV-14': {
    level: 'MUST',
    clause: 'RFC 3261 §8.1.2, §26.2.2; RFC 3263 §4.1 (policy for sip: URIs)',
    sentence: 'Send no SIP in clear, by UDP or TCP, when TLS is impossible.',
    risk: 'whoever blocks one port reads registrations and calls',
    needs: ['register'],
    judge: nothingInClear({ of: 'SIP', seenFirst: 'an attempt' }),
  },
  'TLSC-04': {
    level: 'MUST',
    clause: 'RFC 7465 §2',
    sentence: 'Offer no RC4 cipher suite.',
    risk: 'a server that prefers RC4 makes the traffic readable in time',
    judge: offersNone({ of: 'RC4', forbidden: (hello) => hello.suites.filter((suite) => suite.includes('RC4')) }),
  },
  'TLSC-11': {
    level: 'MUST',
    clause: 'RFC 8446 §4.1.3 (RFC 9846 §4.2.3); RFC 5246 §7.4.1.3',
    sentence: 'Abort when the server selects a cipher suite that was not offered.',
    risk: 'an attacker chooses the weakest suite the device has, offered or not',
    judge: abortsOnUnofferedSuite,
  },
  'TLSC-21': {
    level: 'policy',
    clause: 'RFC 9325 §4.5 (policy)',
    sentence: 'Refuse a certificate whose key is too short, or no sound key at all.',
    risk: 'the key of the server can be computed by anybody with some machines',
    judge: serverCertificate,
  },
  'TLSC-22': {
    level: 'MUST',
    clause: 'RFC 9325 §4.5; RFC 8446 §4.4.2.4 (RFC 9846 §4.5.1.4)',
    sentence: 'Refuse a chain that is signed with MD5 or SHA-1, whatever signs the root.',
    risk: 'a second certificate with the same signature can be made for your server',
    judge: serverCertificate,
  },
  'TLSC-28': {
    level: 'MUST',
    clause: 'RFC 8446 §9.1',
    sentence: 'Accept certificates with the keys and signatures that every device must know.',
    risk: 'the device cannot connect to servers with ordinary certificates',
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
  'TLSX-02': {
    level: 'MUST',
    clause: 'RFC 6066 §3',
    sentence: 'Send no address as server name.',
    risk: 'strict servers break the handshake off, and the device stays without service',
    needs: ['ip-target'],
    judge: namesNoAddress,
  },
  'TLSX-13': {
    level: 'MUST',
    clause: 'RFC 8446 §4.4.3 (RFC 9846 §4.5.2); RFC 5246 §7.4.3, §7.2.2',
    sentence:
      'Refuse a server that does not prove possession of the key of its certificate, even where certificates are not checked.',
    risk: 'anybody who has seen the certificate of the server can play it',
    judge: aborted({ of: 'signature that is not made with the key of the certificate' }),
  },
  'TLSX-30': {
    level: 'SHOULD',
    clause: 'RFC 8446 §4.4.2 (RFC 9846 §4.5.1)',
    sentence: 'Bear with a chain that is out of order or holds a certificate too many.',
    risk: 'the device cannot connect to servers that are set up a little carelessly',
    judge: serverCertificate,
  },
  'TLSX-33': {
    level: 'MUST',
    clause: 'RFC 8446 §4.4.2.4, §6.2 (RFC 9846 §4.5.1.4, §6.2); RFC 5246 §7.4.2, §7.2.2',
    sentence:
      'Break off where the Certificate message of the server holds no certificate, even where certificates are not checked.',
    risk: 'a server without any identity takes registrations and calls',
    judge: aborted({ of: 'Certificate message without a certificate' }),
  },
  'TLSX-18': {
    level: 'SHOULD',
    clause: 'RFC 8446 §4.6.1 (RFC 9846 §4.7.1)',
    sentence: 'Resume no session with a server whose certificate is no longer trusted.',
    risk: 'a server that was taken out of the trust list stays in service with its old tickets',
    judge: resumesNothingUntrusted,
  },
  'TLSX-36': {
    level: 'MUST',
    clause: 'RFC 8446 §4.6.1 (RFC 9846 §4.7.1); RFC 6066 §3',
    sentence: 'Resume no session with a host that the certificate of the session does not name.',
    risk: 'a server that has one good name plays every other one',
    judge: resumesNothingUntrusted,
  },
});

declare module '../../harness/requirement.ts' {
  interface KnownRequirements extends Record<keyof typeof requirements, true> {}
}
