/** Signatures on CRLs and OCSP responses. */
import type { Certificate } from '../certificate.ts';
import type { DerNode } from '../der.ts';
import { isVerified, readSignatureAlgorithm } from '../signature.ts';

/** MD5 and SHA-1 are not among them (RFC 9155 §2; RFC 9325 §4.5). Null: the algorithm has its own. */
const strongHashes: readonly (string | null)[] = [null, 'sha256', 'sha384', 'sha512'];

export interface Signed {
  /** DER. */
  signed: Buffer;
  /** AlgorithmIdentifier. */
  algorithm: DerNode;
  /** BIT STRING. */
  signature: DerNode;
}

/** Whether the key of `signer` has signed. False as well for an algorithm that is unknown or too weak. */
export function isSignedByKeyOf(signer: Certificate, { signed, algorithm, signature }: Signed): boolean {
  const read = readSignatureAlgorithm(algorithm);
  if (!strongHashes.includes(read.hash)) return false;
  const { publicKey } = signer;
  return isVerified(read, { signed, signature: signature.content.subarray(1), publicKey });
}
