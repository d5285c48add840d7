/** Signatures on CRLs and OCSP responses. MD5 and SHA-1 are no algorithms here (RFC 9155 §2; RFC 9325 §4.5). */
import { constants, verify, type KeyObject } from 'node:crypto';
import { oidText, readNode, readNodes, tags, type DerNode } from '../der.ts';

interface Algorithm {
  /** node's name; null where the algorithm has its own. */
  hash: string | null;
  /** node's names of the keys that it works with. */
  keys: readonly string[];
  /** Salt length in octets, for RSASSA-PSS. */
  salt?: number;
}

const rsa = ['rsa'];
const algorithms = new Map<string, Algorithm>([
  ['1.2.840.113549.1.1.11', { hash: 'sha256', keys: rsa }],
  ['1.2.840.113549.1.1.12', { hash: 'sha384', keys: rsa }],
  ['1.2.840.113549.1.1.13', { hash: 'sha512', keys: rsa }],
  ['1.2.840.10045.4.3.2', { hash: 'sha256', keys: ['ec'] }],
  ['1.2.840.10045.4.3.3', { hash: 'sha384', keys: ['ec'] }],
  ['1.2.840.10045.4.3.4', { hash: 'sha512', keys: ['ec'] }],
  ['1.3.101.112', { hash: null, keys: ['ed25519'] }],
  ['1.3.101.113', { hash: null, keys: ['ed448'] }],
]);
const rsaPss = '1.2.840.113549.1.1.10';
const pssHashes = new Map([
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);

/** RFC 4055 §3.1. Undefined for the default, SHA-1. */
function pssAlgorithm(parameters: DerNode | undefined): Algorithm | undefined {
  const fields = parameters ? readNodes(parameters.content) : [];
  const hash = fields.find(({ tag }) => tag === 0xa0);
  const salt = fields.find(({ tag }) => tag === 0xa2);
  const oid = hash && readNodes(readNode(hash.content).content).find(({ tag }) => tag === tags.oid);
  const name = oid && pssHashes.get(oidText(oid.content));
  if (name === undefined) return undefined;
  const length = salt ? readNode(salt.content).content.readUIntBE(0, 1) : 20;
  return { hash: name, keys: ['rsa', 'rsa-pss'], salt: length };
}

/** `algorithm`: AlgorithmIdentifier. `signature`: the BIT STRING. False for an algorithm that is unknown or too weak. */
export function isSignatureOf(key: KeyObject, algorithm: DerNode, signed: Buffer, signature: DerNode): boolean {
  try {
    const [oid, parameters] = readNodes(algorithm.content);
    const name = oidText(oid!.content);
    const found = name === rsaPss ? pssAlgorithm(parameters) : algorithms.get(name);
    if (!found?.keys.includes(key.asymmetricKeyType ?? '')) return false;
    const pss = found.salt === undefined ? {} : { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: found.salt };
    return verify(found.hash, signed, { key, ...pss }, signature.content.subarray(1));
  } catch {
    return false;
  }
}
