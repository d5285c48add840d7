/** Whether a CertificateVerify of the client was made with the key of the client's leaf. */
import { constants, createHash, type KeyObject, publicDecrypt, verify, X509Certificate } from 'node:crypto';
import type { CertificateVerify } from './certificate-messages.ts';
import { ssl3Hash } from './record-mac.ts';
import { schemeParts } from './signature-schemes.ts';

export interface Possession {
  version: number;
  /** DER of the client's leaf. */
  leaf: Buffer;
  message: CertificateVerify;
  /** Every handshake message before this one, with headers. */
  transcript: Buffer;
  /** TLS 1.3: the hash of the suite. */
  hash: string;
  /** SSL 3.0 mixes it into the signature. */
  master: Buffer | undefined;
}

/** Null where the means to check are missing (SSL 3.0 without the master secret). A leaf that cannot be read proves nothing. */
export function provesPossession(possession: Possession): boolean | null {
  if (possession.version === 0x0300 && !possession.master) return null;
  try {
    const key = new X509Certificate(possession.leaf).publicKey;
    if (possession.version >= 0x0303) return bySchemeOf(possession, key);
    return beforeTls12(possession, key);
  } catch {
    return false;
  }
}

function bySchemeOf({ version, message, transcript, hash }: Possession, key: KeyObject): boolean {
  const parts = message.scheme === null ? undefined : schemeParts(message.scheme);
  if (!parts || !parts.keys.includes(key.asymmetricKeyType ?? '')) return false;
  const data = version === 0x0304 ? signedInTls13(transcript, hash) : transcript;
  if (parts.padding === 'none') return verify(parts.hash, data, key, message.signature);
  const { RSA_PKCS1_PADDING, RSA_PKCS1_PSS_PADDING, RSA_PSS_SALTLEN_DIGEST } = constants;
  const how =
    parts.padding === 'pss'
      ? { key, padding: RSA_PKCS1_PSS_PADDING, saltLength: RSA_PSS_SALTLEN_DIGEST }
      : { key, padding: RSA_PKCS1_PADDING };
  return verify(parts.hash, data, how, message.signature);
}

/** RFC 8446 §4.4.3: 64 spaces, the context string, a zero, the transcript hash. */
function signedInTls13(transcript: Buffer, hash: string): Buffer {
  const digest = createHash(hash).update(transcript).digest();
  return Buffer.concat([Buffer.from(`${' '.repeat(64)}TLS 1.3, client CertificateVerify\0`), digest]);
}

/** RFC 4346 §7.4.8 and §4.7, RFC 6101 §5.6.8: RSA signs MD5 and SHA-1 joined, everything else SHA-1. */
function beforeTls12({ version, message, transcript, master }: Possession, key: KeyObject): boolean {
  const digest = (hash: string): Buffer =>
    version === 0x0300 && master
      ? ssl3Hash(hash, master, transcript, 'behind')
      : createHash(hash).update(transcript).digest();
  if (key.asymmetricKeyType === 'rsa') {
    const signed = publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, message.signature);
    return signed.equals(Buffer.concat([digest('md5'), digest('sha1')]));
  }
  return version > 0x0300 && verify('sha1', transcript, key, message.signature);
}
