/** Whether a CertificateVerify of the client was made with the key of the client's leaf. */
import { createHash, X509Certificate } from 'node:crypto';
import type { CertificateVerify } from '../messages/certificate-messages.ts';
import { ssl3Hash } from '../protection/record-mac.ts';
import { signatureChecks, signedDigest } from './signature-check.ts';

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
  const { version, leaf, message, transcript, hash, master } = possession;
  if (version === 0x0300 && !master) return null;
  try {
    const key = new X509Certificate(leaf).publicKey;
    if (version === 0x0300 && master)
      return signedDigest(message.signature, key).equals(ssl3Digest(master, transcript));
    return signatureChecks(version, message, version === 0x0304 ? signedInTls13(transcript, hash) : transcript, key);
  } catch {
    return false;
  }
}

/** RFC 8446 §4.4.3: 64 spaces, the context string, a zero, the transcript hash. */
function signedInTls13(transcript: Buffer, hash: string): Buffer {
  const digest = createHash(hash).update(transcript).digest();
  return Buffer.concat([Buffer.from(`${' '.repeat(64)}TLS 1.3, client CertificateVerify\0`), digest]);
}

/** RFC 6101 §5.6.8: what a client signs in SSL 3.0, by RSA alone here. */
export const ssl3Digest = (master: Buffer, transcript: Buffer): Buffer =>
  Buffer.concat(['md5', 'sha1'].map((hash) => ssl3Hash(hash, master, transcript, 'behind')));
