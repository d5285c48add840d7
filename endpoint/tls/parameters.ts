/** What the device offers: versions, suites, signature algorithms. */
import { constants } from 'node:crypto';
import type { ConnectionOptions, SecureVersion } from 'node:tls';
import type { Surroundings } from '../contracts.ts';
import type { FlawName } from '../flaws.ts';
import { version } from './messages.ts';

/** AEAD with ephemeral keys, in the order of RFC 9325 §4.2. */
export const suites: readonly string[] = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
];

/** Without MD5 and SHA-1 (RFC 9155 §2). */
const signatureAlgorithms = [
  'ecdsa_secp256r1_sha256',
  'ecdsa_secp384r1_sha384',
  'ecdsa_secp521r1_sha512',
  'ed25519',
  'rsa_pss_rsae_sha256',
  'rsa_pss_rsae_sha384',
  'rsa_pss_rsae_sha512',
  'rsa_pss_pss_sha256',
  'rsa_pss_pss_sha384',
  'rsa_pss_pss_sha512',
  'rsa_pkcs1_sha256',
  'rsa_pkcs1_sha384',
  'rsa_pkcs1_sha512',
].join(':');

const secureVersions = new Map<number, SecureVersion>([
  [version.tls10, 'TLSv1'],
  [version.tls11, 'TLSv1.1'],
  [version.tls12, 'TLSv1.2'],
  [version.tls13, 'TLSv1.3'],
]);

/** These are about messages of the certificate exchange, which TLS 1.3 encrypts. */
const inClearMessages: readonly FlawName[] = [
  'wrong-certificate-verify',
  'skips-certificate-verify',
  'sends-unasked-certificate',
  'ignores-request-algorithms',
];

/** The versions that the device goes on with, lowest first. */
export function acceptedVersions({ settings, flaws }: Pick<Surroundings, 'settings' | 'flaws'>): number[] {
  const accepted = new Set<number>([version.tls13]);
  if (settings().sip.minimumTlsVersion === 'TLSv1.2') accepted.add(version.tls12);
  if (flaws.has('refuses-tls12')) accepted.delete(version.tls12);
  if (flaws.has('refuses-tls13') || inClearMessages.some((flaw) => flaws.has(flaw))) accepted.delete(version.tls13);
  if (flaws.has('accepts-tls11')) accepted.add(version.tls11);
  if (flaws.has('accepts-tls10')) accepted.add(version.tls10);
  if (accepted.size === 0) accepted.add(version.tls12);
  return [...accepted].sort((a, b) => a - b);
}

/** OpenSSL knows only ranges: a version inside it that is not accepted is refused by the gate. */
export function offer(accepted: readonly number[]): ConnectionOptions {
  const isLegacy = accepted[0]! < version.tls12;
  return {
    minVersion: secureVersions.get(accepted[0]!)!,
    maxVersion: secureVersions.get(accepted.at(-1)!)!,
    // OpenSSL 3 signs with MD5 and SHA-1, as TLS 1.0 and 1.1 do, at security level 0 only.
    ...(isLegacy ? { ciphers: 'DEFAULT:@SECLEVEL=0' } : { ciphers: suites.join(':'), sigalgs: signatureAlgorithms }),
    // Each connection verifies anew: no ticket is taken, and no renegotiation brings in another certificate.
    secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
  };
}
