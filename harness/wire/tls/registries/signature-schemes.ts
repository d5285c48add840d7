/**
 * Signature schemes of `signature_algorithms` and CertificateVerify (RFC 8446 §4.2.3), with the pairs of hash and
 * signature that TLS 1.2 has in the same octets (RFC 5246 §7.4.1.4.1), and how node:crypto checks each.
 */
import { greaseName, hex16 } from './grease.ts';

const names: Readonly<Record<number, string>> = {
  0x0201: 'rsa_pkcs1_sha1',
  0x0203: 'ecdsa_sha1',
  0x0401: 'rsa_pkcs1_sha256',
  0x0403: 'ecdsa_secp256r1_sha256',
  0x0420: 'rsa_pkcs1_sha256_legacy',
  0x0501: 'rsa_pkcs1_sha384',
  0x0503: 'ecdsa_secp384r1_sha384',
  0x0520: 'rsa_pkcs1_sha384_legacy',
  0x0601: 'rsa_pkcs1_sha512',
  0x0603: 'ecdsa_secp521r1_sha512',
  0x0620: 'rsa_pkcs1_sha512_legacy',
  0x0704: 'eccsi_sha256',
  0x0708: 'sm2sig_sm3',
  0x0709: 'gostr34102012_256a',
  0x070a: 'gostr34102012_256b',
  0x070b: 'gostr34102012_256c',
  0x070c: 'gostr34102012_256d',
  0x070d: 'gostr34102012_512a',
  0x070e: 'gostr34102012_512b',
  0x070f: 'gostr34102012_512c',
  0x0804: 'rsa_pss_rsae_sha256',
  0x0805: 'rsa_pss_rsae_sha384',
  0x0806: 'rsa_pss_rsae_sha512',
  0x0807: 'ed25519',
  0x0808: 'ed448',
  0x0809: 'rsa_pss_pss_sha256',
  0x080a: 'rsa_pss_pss_sha384',
  0x080b: 'rsa_pss_pss_sha512',
  0x081a: 'ecdsa_brainpoolP256r1tls13_sha256',
  0x081b: 'ecdsa_brainpoolP384r1tls13_sha384',
  0x081c: 'ecdsa_brainpoolP512r1tls13_sha512',
  0x0904: 'mldsa44',
  0x0905: 'mldsa65',
  0x0906: 'mldsa87',
};

const hashes = ['none', 'md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'];
const signatures = ['anonymous', 'rsa_pkcs1', 'dsa', 'ecdsa'];

/** `rsa_pss_rsae_sha256`, `rsa_pkcs1_md5` (a TLS 1.2 pair), `GREASE_0x0a0a`, or `0x1234`. */
export function signatureSchemeName(number: number): string {
  const registered = names[number] ?? greaseName(number);
  if (registered) return registered;
  const [hash, signature] = [hashes[number >> 8], signatures[number & 0xff]];
  return hash && signature ? `${signature}_${hash}` : hex16(number);
}

export interface SchemeParts {
  hash: string | null;
  padding: 'pkcs1' | 'pss' | 'none';
  /** Public key types of node:crypto that may sign by this scheme. */
  keys: readonly string[];
}

/** How a signature by this scheme is checked; undefined where node:crypto cannot. */
export function schemeParts(number: number): SchemeParts | undefined {
  const name = signatureSchemeName(number);
  if (name === 'ed25519' || name === 'ed448') return { hash: null, padding: 'none', keys: [name] };
  const hash = /_(md5|sha1|sha224|sha256|sha384|sha512)(?:_legacy)?$/.exec(name)?.[1];
  if (!hash) return undefined;
  if (name.startsWith('rsa_pkcs1')) return { hash, padding: 'pkcs1', keys: ['rsa'] };
  if (name.startsWith('rsa_pss_rsae')) return { hash, padding: 'pss', keys: ['rsa'] };
  if (name.startsWith('rsa_pss_pss')) return { hash, padding: 'pss', keys: ['rsa-pss'] };
  if (name.startsWith('ecdsa')) return { hash, padding: 'none', keys: ['ec'] };
  return name.startsWith('dsa') ? { hash, padding: 'none', keys: ['dsa'] } : undefined;
}
