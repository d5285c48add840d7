/** Signatures of the handshake by their SignatureScheme (RFC 8446 §4.2.3), which reads the pairs of TLS 1.2 as well. */
import { constants, sign, verify, type KeyObject } from 'node:crypto';

interface Scheme {
  hash: string | null;
  key: 'rsa' | 'rsa-pss' | 'ec' | 'ed25519' | 'ed448';
  isPss?: true;
  /** RFC 8446 §4.2.3: in TLS 1.3 the curve goes with the hash. */
  curve?: string;
}

/** Stands for RSA with MD5 and SHA-1 (RFC 4346 §7.4.3), which has no number. */
export const beforeTls12 = 0x10001;

const schemes = new Map<number, Scheme>([
  [0x0403, { hash: 'sha256', key: 'ec', curve: 'prime256v1' }],
  [0x0503, { hash: 'sha384', key: 'ec', curve: 'secp384r1' }],
  [0x0603, { hash: 'sha512', key: 'ec', curve: 'secp521r1' }],
  [0x0807, { hash: null, key: 'ed25519' }],
  [0x0808, { hash: null, key: 'ed448' }],
  [0x0804, { hash: 'sha256', key: 'rsa', isPss: true }],
  [0x0805, { hash: 'sha384', key: 'rsa', isPss: true }],
  [0x0806, { hash: 'sha512', key: 'rsa', isPss: true }],
  [0x0809, { hash: 'sha256', key: 'rsa-pss', isPss: true }],
  [0x080a, { hash: 'sha384', key: 'rsa-pss', isPss: true }],
  [0x080b, { hash: 'sha512', key: 'rsa-pss', isPss: true }],
  [0x0401, { hash: 'sha256', key: 'rsa' }],
  [0x0501, { hash: 'sha384', key: 'rsa' }],
  [0x0601, { hash: 'sha512', key: 'rsa' }],
  // For the flaws alone; none is offered.
  [beforeTls12, { hash: 'md5-sha1', key: 'rsa' }],
  [0x0301, { hash: 'sha224', key: 'rsa' }],
  [0x0303, { hash: 'sha224', key: 'ec' }],
  [0x0203, { hash: 'sha1', key: 'ec' }],
  [0x0201, { hash: 'sha1', key: 'rsa' }],
  [0x0101, { hash: 'md5', key: 'rsa' }],
]);

/** RFC 9155 §2: without MD5 and SHA-1. */
export const offeredSchemes: readonly number[] = [
  ...[0x0403, 0x0503, 0x0603, 0x0807],
  ...[0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b],
  ...[0x0401, 0x0501, 0x0601],
];

const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };

/** Whether keys of that kind make signatures of that scheme. */
function fitsKey({ key, isPss, curve }: Scheme, own: KeyObject, isTls13: boolean): boolean {
  if (own.asymmetricKeyType !== key) return false;
  if (!isTls13) return true;
  // RFC 8446 §4.4.3: PKCS #1 v1.5 signs certificates there and no handshake.
  if (key === 'rsa') return isPss === true;
  return key !== 'ec' || own.asymmetricKeyDetails?.namedCurve === curve;
}

export function isSigned(scheme: number, content: Buffer, key: KeyObject, signature: Buffer): boolean {
  const found = schemes.get(scheme);
  if (!found || found.key !== key.asymmetricKeyType) return false;
  try {
    return verify(found.hash, content, { key, ...(found.isPss && pss) }, signature);
  } catch {
    return false;
  }
}

/** RFC 8446 §4.4.3: whether the scheme may sign a CertificateVerify with this key. */
export function maySign(scheme: number, key: KeyObject): boolean {
  const found = schemes.get(scheme);
  return found !== undefined && fitsKey(found, key, true);
}

/** The device's signature with the first scheme that the server takes. Throws Error where there is none. */
export function signWith(
  accepted: readonly number[],
  content: Buffer,
  key: KeyObject,
  isTls13: boolean,
): { scheme: number; signature: Buffer } {
  for (const scheme of accepted) {
    const found = schemes.get(scheme);
    if (found && fitsKey(found, key, isTls13))
      return { scheme, signature: sign(found.hash, content, { key, ...(found.isPss && pss) }) };
  }
  throw new Error('the server takes no signature of the key of the device');
}
