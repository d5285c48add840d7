/** SubjectPublicKeyInfo: what key identifiers are made of, and keys that no library would make. */
import { bitString, integer, nothing, oid, sequence } from './der.ts';

/** The octets of subjectPublicKey, without tag, length and unused bits: the last element of the SubjectPublicKeyInfo. */
export function contentsOfBitString(publicInfo: Buffer): Buffer {
  const [, outer] = header(publicInfo, 0);
  const [algorithm, start] = header(publicInfo, outer);
  const [, key] = header(publicInfo, start + algorithm);
  return publicInfo.subarray(key + 1);
}

/** An RSA public key of any numbers, e = 1 and an even modulus included. */
export function rsaPublicInfo(modulus: bigint, exponent: bigint): Buffer {
  const algorithm = sequence(oid('1.2.840.113549.1.1.1'), nothing());
  return sequence(algorithm, bitString(sequence(integer(modulus), integer(exponent))));
}

/** Length and start of the contents of the element that stands there. */
function header(der: Buffer, at: number): [length: number, start: number] {
  const first = der.readUInt8(at + 1);
  if (first < 0x80) return [first, at + 2];
  return [der.readUIntBE(at + 2, first & 0x7f), at + 2 + (first & 0x7f)];
}
