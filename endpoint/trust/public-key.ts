/** What kind of key a certificate carries, read from its SubjectPublicKeyInfo (RFC 5280 §4.1.2.7). */
import { oidText, readNodes, readOnly, tags, type DerNode } from './der.ts';

export type KeyFacts =
  | { type: 'rsa' | 'rsa-pss'; bits: number; exponent: bigint; isOdd: boolean }
  /** Object identifier of the curve; null where its parameters are spelt out. */
  | { type: 'ec'; curve: string | null }
  | { type: 'ed25519' | 'ed448' | 'dsa' }
  | { type: 'unknown'; algorithm: string };

const rsaTypes: Readonly<Record<string, 'rsa' | 'rsa-pss'>> = {
  '1.2.840.113549.1.1.1': 'rsa',
  '1.2.840.113549.1.1.10': 'rsa-pss',
};
const otherTypes: Readonly<Record<string, 'ed25519' | 'ed448' | 'dsa'>> = {
  '1.3.101.112': 'ed25519',
  '1.3.101.113': 'ed448',
  '1.2.840.10040.4.1': 'dsa',
};
const ecPublicKey = '1.2.840.10045.2.1';

/** Octets of an INTEGER's magnitude. */
const magnitude = ({ content }: DerNode): Buffer => {
  const start = content.findIndex((byte) => byte !== 0);
  return start < 0 ? Buffer.alloc(0) : content.subarray(start);
};

function readRsa(type: 'rsa' | 'rsa-pss', bitString: DerNode): KeyFacts {
  const [modulus, exponent] = readNodes(readOnly(bitString.content.subarray(1)).content).map(magnitude);
  if (!modulus || !exponent) throw new Error('DER: an RSA key lacks a number');
  const bits = modulus.length === 0 ? 0 : modulus.length * 8 - Math.clz32(modulus[0]!) + 24;
  return {
    type,
    bits,
    exponent: BigInt(`0x0${exponent.toString('hex')}`),
    isOdd: ((modulus.at(-1) ?? 0) & 1) === 1,
  };
}

/** Throws Error when `node` is no SubjectPublicKeyInfo. */
export function readKeyFacts(node: DerNode): KeyFacts {
  const [algorithm, bitString] = readNodes(node.content);
  const [oid, parameters] = readNodes(algorithm?.content ?? Buffer.alloc(0));
  if (oid === undefined || bitString?.tag !== tags.bitString) throw new Error('DER: no public key');
  const name = oidText(oid.content);
  const rsa = rsaTypes[name];
  if (rsa) return readRsa(rsa, bitString);
  if (name === ecPublicKey)
    return { type: 'ec', curve: parameters?.tag === tags.oid ? oidText(parameters.content) : null };
  const other = otherTypes[name];
  return other ? { type: other } : { type: 'unknown', algorithm: name };
}
