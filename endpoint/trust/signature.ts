/** Whether the signature on a certificate was made with a key (RFC 5280 §6.1.3(a)(1)); the algorithms are those of RFC 4055, 5758 and 8410. */
import { constants, createPublicKey, verify, type KeyObject } from 'node:crypto';
import { oidText, readNode, readNodes, tags, type DerNode } from './der.ts';

export interface SignatureAlgorithm {
  oid: string;
  /** Null where the algorithm is not known, or has its hash built in. */
  hash: string | null;
  /** Type of the key that can have made it; null where the algorithm is not known. */
  keyType: 'rsa' | 'rsa-pss' | 'ec' | 'dsa' | 'ed25519' | 'ed448' | null;
  /** RSASSA-PSS alone. */
  saltLength: number;
}

const hashes: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.5': 'md5',
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

const known: Readonly<Record<string, Pick<SignatureAlgorithm, 'hash' | 'keyType'>>> = {
  '1.2.840.113549.1.1.2': { hash: 'md2', keyType: 'rsa' },
  '1.2.840.113549.1.1.3': { hash: 'md4', keyType: 'rsa' },
  '1.2.840.113549.1.1.4': { hash: 'md5', keyType: 'rsa' },
  '1.2.840.113549.1.1.5': { hash: 'sha1', keyType: 'rsa' },
  '1.3.14.3.2.29': { hash: 'sha1', keyType: 'rsa' },
  '1.2.840.113549.1.1.14': { hash: 'sha224', keyType: 'rsa' },
  '1.2.840.113549.1.1.11': { hash: 'sha256', keyType: 'rsa' },
  '1.2.840.113549.1.1.12': { hash: 'sha384', keyType: 'rsa' },
  '1.2.840.113549.1.1.13': { hash: 'sha512', keyType: 'rsa' },
  '1.2.840.10045.4.1': { hash: 'sha1', keyType: 'ec' },
  '1.2.840.10045.4.3.1': { hash: 'sha224', keyType: 'ec' },
  '1.2.840.10045.4.3.2': { hash: 'sha256', keyType: 'ec' },
  '1.2.840.10045.4.3.3': { hash: 'sha384', keyType: 'ec' },
  '1.2.840.10045.4.3.4': { hash: 'sha512', keyType: 'ec' },
  '1.2.840.10040.4.3': { hash: 'sha1', keyType: 'dsa' },
  '2.16.840.1.101.3.4.3.1': { hash: 'sha224', keyType: 'dsa' },
  '2.16.840.1.101.3.4.3.2': { hash: 'sha256', keyType: 'dsa' },
  '1.3.101.112': { hash: null, keyType: 'ed25519' },
  '1.3.101.113': { hash: null, keyType: 'ed448' },
};
const rsaPss = '1.2.840.113549.1.1.10';

const hashIn = (algorithm: DerNode | undefined): string | null =>
  algorithm ? (hashes[oidText(readNode(algorithm.content).content)] ?? null) : 'sha1';

/** RFC 4055 §3.1; what is left out is SHA-1 and a salt of 20 octets. Both hashes must be the same here. */
function readPss(parameters: DerNode | undefined): SignatureAlgorithm {
  const fields = parameters?.tag === tags.sequence ? readNodes(parameters.content) : [];
  const field = (n: number): DerNode | undefined => {
    const found = fields.find(({ tag }) => tag === (0xa0 | n));
    return found && readNode(found.content);
  };
  const hash = hashIn(field(0));
  const [, maskHash] = readNodes(field(1)?.content ?? Buffer.alloc(0));
  const salt = field(2)?.content;
  const fits = hash !== null && hashIn(maskHash) === hash;
  return {
    oid: rsaPss,
    hash: fits ? hash : null,
    keyType: fits ? 'rsa-pss' : null,
    saltLength: salt ? salt.readUIntBE(0, Math.min(salt.length, 4)) : 20,
  };
}

/** Throws Error when `node` is no AlgorithmIdentifier. */
export function readSignatureAlgorithm(node: DerNode): SignatureAlgorithm {
  const [name, parameters] = readNodes(node.content);
  if (name?.tag !== tags.oid) throw new Error('DER: no algorithm');
  const oid = oidText(name.content);
  if (oid === rsaPss) return readPss(parameters);
  return { oid, saltLength: 0, ...(known[oid] ?? { hash: null, keyType: null }) };
}

/** An RSASSA-PSS signature may be that of an ordinary RSA key; every other key makes one kind of signature. */
function fitsKey({ keyType }: SignatureAlgorithm, key: KeyObject): boolean {
  const type = key.asymmetricKeyType;
  return type === keyType || (keyType === 'rsa-pss' && type === 'rsa');
}

/** `publicKey` is DER of a SubjectPublicKeyInfo. What cannot be computed counts as not verified. */
export function isVerified(
  algorithm: SignatureAlgorithm,
  { signed, signature, publicKey }: { signed: Buffer; signature: Buffer; publicKey: Buffer },
): boolean {
  try {
    const key = createPublicKey({ key: publicKey, format: 'der', type: 'spki' });
    if (!fitsKey(algorithm, key)) return false;
    if (algorithm.keyType !== 'rsa-pss') return verify(algorithm.hash, signed, key, signature);
    const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: algorithm.saltLength };
    return verify(algorithm.hash, signed, { key, ...padding }, signature);
  } catch {
    return false;
  }
}
