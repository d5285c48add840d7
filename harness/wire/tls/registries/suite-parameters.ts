/** What a suite's name says about keys: enough to undo the record protection of TLS 1.3 and before. */
import { suiteName } from './suites.ts';

export interface Cipher {
  kind: 'aead' | 'cbc' | 'rc4' | 'null';
  /** Name in node:crypto; empty where it has none (RC4, NULL). */
  algorithm: string;
  keyOctets: number;
  /** CBC: the block; AEAD: octets of the nonce that come from the key block. */
  ivOctets: number;
  /** AEAD only. */
  tagOctets: number;
}

export interface SuiteParameters {
  cipher: Cipher;
  /** Hash of PRF and HKDF from TLS 1.2 on. */
  prfHash: 'sha256' | 'sha384';
  /** HMAC of the records of a suite that is no AEAD. */
  mac: { hash: 'md5' | 'sha1' | 'sha256' | 'sha384'; octets: number } | null;
}

const aead = (algorithm: string, keyOctets: number, ivOctets = 4, tagOctets = 16): Cipher => ({
  kind: 'aead',
  algorithm,
  keyOctets,
  ivOctets,
  tagOctets,
});
const cbc = (algorithm: string, keyOctets: number, ivOctets = 16): Cipher => ({
  kind: 'cbc',
  algorithm,
  keyOctets,
  ivOctets,
  tagOctets: 0,
});

const ciphers: Readonly<Record<string, Cipher>> = {
  AES_128_GCM: aead('aes-128-gcm', 16),
  AES_256_GCM: aead('aes-256-gcm', 32),
  AES_128_CCM: aead('aes-128-ccm', 16),
  AES_256_CCM: aead('aes-256-ccm', 32),
  AES_128_CCM_8: aead('aes-128-ccm', 16, 4, 8),
  AES_256_CCM_8: aead('aes-256-ccm', 32, 4, 8),
  ARIA_128_GCM: aead('aria-128-gcm', 16),
  ARIA_256_GCM: aead('aria-256-gcm', 32),
  CHACHA20_POLY1305: aead('chacha20-poly1305', 32, 12),
  AES_128_CBC: cbc('aes-128-cbc', 16),
  AES_256_CBC: cbc('aes-256-cbc', 32),
  CAMELLIA_128_CBC: cbc('camellia-128-cbc', 16),
  CAMELLIA_256_CBC: cbc('camellia-256-cbc', 32),
  '3DES_EDE_CBC': cbc('des-ede3-cbc', 24, 8),
  RC4_128: { kind: 'rc4', algorithm: '', keyOctets: 16, ivOctets: 0, tagOctets: 0 },
  NULL: { kind: 'null', algorithm: '', keyOctets: 0, ivOctets: 0, tagOctets: 0 },
};

const macs = {
  MD5: { hash: 'md5', octets: 16 },
  SHA: { hash: 'sha1', octets: 20 },
  SHA256: { hash: 'sha256', octets: 32 },
  SHA384: { hash: 'sha384', octets: 48 },
} as const;

/** Undefined for a suite that cannot be undone here (single DES, IDEA, export keys, GOST, unknown numbers). */
export function suiteParameters(suite: number): SuiteParameters | undefined {
  const name = suiteName(suite);
  if (name.includes('EXPORT')) return undefined;
  const protection = /^TLS_(?:.+_WITH_)?(.+)$/.exec(name)?.[1] ?? '';
  const [, cipherName = '', hashName] = /^(.+?)(?:_(MD5|SHA|SHA256|SHA384))?$/.exec(protection) ?? [];
  const cipher = ciphers[cipherName];
  if (!cipher) return undefined;
  const prfHash = hashName === 'SHA384' ? 'sha384' : 'sha256';
  if (cipher.kind === 'aead') return { cipher, prfHash, mac: null };
  return hashName ? { cipher, prfHash, mac: macs[hashName as keyof typeof macs] } : undefined;
}
