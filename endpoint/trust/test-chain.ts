/** Certificates for the tests, each field of which can be wrong; signed by node's crypto. */
import { createPublicKey, generateKeyPairSync, randomBytes, sign, constants, type KeyObject } from 'node:crypto';
import {
  bitString,
  commonName,
  extensions as ext,
  generalName,
  integer,
  none,
  octetString,
  oid,
  sequence,
  tlv,
} from './test-der.ts';

export interface Plan {
  /** DER of a Name. */
  subject?: Buffer;
  /** The certificate that signs; itself where there is none. */
  issuer?: Made;
  /** Name of the issuer where it is not the issuer's subject. */
  issuerName?: Buffer;
  /** The same name and kind, the same key. */
  key?: string;
  kind?: Kind;
  /** SubjectPublicKeyInfo in place of that of the key. */
  publicKey?: Buffer;
  /** 0 is version 1. */
  version?: number;
  serial?: Buffer;
  /** Milliseconds from now, or DER. */
  from?: number | Buffer;
  until?: number | Buffer;
  /** DER of each extension; null: no extensions at all. */
  extensions?: Buffer[] | null;
  signedWith?: 'sha256' | 'sha1' | 'md5' | 'sha512' | 'pss';
  /** AlgorithmIdentifier inside of what is signed; that outside is the true one. */
  innerAlgorithm?: Buffer;
  /** Bends the DER of the whole. */
  bend?: (der: Buffer) => Buffer;
}

export interface Made {
  der: Buffer;
  subject: Buffer;
  key: { privateKey: KeyObject; publicKey: KeyObject };
}

export type Kind =
  | 'rsa'
  | 'rsa1024'
  | 'rsa512'
  | 'rsa2047'
  | 'rsa3072'
  | 'p256'
  | 'p384'
  | 'p521'
  | 'p192'
  | 'explicit'
  | 'ed25519'
  | 'pss';

export const DAY = 86_400_000;
const pairs = new Map<string, Made['key']>();

const ec = (namedCurve: string, paramEncoding: 'named' | 'explicit' = 'named') =>
  generateKeyPairSync('ec', { namedCurve, paramEncoding });
const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength });
const generators: Record<Kind, () => Made['key']> = {
  rsa: () => rsa(2048),
  rsa1024: () => rsa(1024),
  rsa512: () => rsa(512),
  rsa2047: () => rsa(2047),
  rsa3072: () => rsa(3072),
  p256: () => ec('prime256v1'),
  p384: () => ec('secp384r1'),
  p521: () => ec('secp521r1'),
  p192: () => ec('prime192v1'),
  explicit: () => ec('prime256v1', 'explicit'),
  ed25519: () => generateKeyPairSync('ed25519'),
  pss: () => generateKeyPairSync('rsa-pss', { modulusLength: 2048 }),
};

function keyPair(kind: Kind, name: string): Made['key'] {
  const known = pairs.get(`${kind} ${name}`);
  if (known) return known;
  const made = generators[kind]();
  pairs.set(`${kind} ${name}`, made);
  return made;
}

const rsaOids = {
  md5: '1.2.840.113549.1.1.4',
  sha1: '1.2.840.113549.1.1.5',
  sha256: '1.2.840.113549.1.1.11',
  sha512: '1.2.840.113549.1.1.13',
};
const ecOids = { md5: '', sha1: '1.2.840.10045.4.1', sha256: '1.2.840.10045.4.3.2', sha512: '1.2.840.10045.4.3.4' };
const sha256 = sequence(oid('2.16.840.1.101.3.4.2.1'), none);
const pss = sequence(
  oid('1.2.840.113549.1.1.10'),
  sequence(tlv(0xa0, sha256), tlv(0xa1, sequence(oid('1.2.840.113549.1.1.8'), sha256)), tlv(0xa2, integer(32))),
);

/** AlgorithmIdentifier for signatures of this key. */
export function algorithmOf({ asymmetricKeyType }: KeyObject, hash: keyof typeof rsaOids | 'pss'): Buffer {
  if (hash === 'pss' || asymmetricKeyType === 'rsa-pss') return pss;
  if (asymmetricKeyType === 'ed25519') return sequence(oid('1.3.101.112'));
  return asymmetricKeyType === 'ec' ? sequence(oid(ecOids[hash])) : sequence(oid(rsaOids[hash]), none);
}

function signatureBy(key: KeyObject, hash: keyof typeof rsaOids | 'pss', signed: Buffer): Buffer {
  if (key.asymmetricKeyType === 'ed25519') return sign(null, signed, key);
  if (hash !== 'pss' && key.asymmetricKeyType !== 'rsa-pss') return sign(hash, signed, key);
  return sign('sha256', signed, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 });
}

/** RFC 5280 §4.1.2.5: UTCTime through 2049. */
export function time(at: number | Buffer): Buffer {
  if (Buffer.isBuffer(at)) return at;
  const digits = new Date(Date.now() + at).toISOString().replace(/[-T:]|\.\d+/g, '');
  return Number(digits.slice(0, 4)) < 2050 ? utcTime(digits.slice(2)) : generalizedTime(digits);
}
export const utcTime = (text: string): Buffer => tlv(0x17, Buffer.from(text));
export const generalizedTime = (text: string): Buffer => tlv(0x18, Buffer.from(text));

export function make(plan: Plan): Made {
  const { subject = commonName('sip.lab.test'), issuer, version = 2, kind = 'rsa' } = plan;
  const key = keyPair(kind, plan.key ?? 'leaf');
  const signer = issuer?.key ?? key;
  const hash = plan.signedWith ?? 'sha256';
  const algorithm = algorithmOf(signer.privateKey, hash);
  const spki = plan.publicKey ?? createPublicKey(key.privateKey).export({ format: 'der', type: 'spki' });
  const names = [ext.names(generalName.dns('sip.lab.test')), ext.extendedKeyUsage('1.3.6.1.5.5.7.3.1')];
  const list = plan.extensions === undefined ? names : plan.extensions;
  const signed = sequence(
    ...(version === 0 ? [] : [tlv(0xa0, integer(version))]),
    integer(plan.serial ?? Buffer.concat([Buffer.of(1), randomBytes(7)])),
    plan.innerAlgorithm ?? algorithm,
    plan.issuerName ?? issuer?.subject ?? subject,
    sequence(time(plan.from ?? -DAY), time(plan.until ?? 30 * DAY)),
    subject,
    spki,
    ...(list === null ? [] : [tlv(0xa3, sequence(...list))]),
  );
  const signature = bitString(signatureBy(signer.privateKey, hash, signed));
  const der = sequence(signed, algorithm, signature);
  return { der: plan.bend?.(der) ?? der, subject, key };
}

/** A root or intermediate. */
export function authority(name: string, plan: Plan = {}): Made {
  const extensions = [ext.authority(), ext.keyUsage(0x06), ext.subjectKey(name)];
  return make({ subject: commonName(name), key: name, extensions, ...plan });
}

/** SubjectPublicKeyInfo of an RSA key that nobody has. */
export function rsaKey(bits: number, exponent: number, isOdd = true): Buffer {
  const modulus = randomBytes(bits / 8);
  modulus[0]! |= 0x80;
  modulus[modulus.length - 1] = (modulus.at(-1)! & 0xfe) | (isOdd ? 1 : 0);
  const numbers = sequence(integer(Buffer.concat([Buffer.of(0), modulus])), integer(exponent));
  return sequence(sequence(oid('1.2.840.113549.1.1.1'), none), bitString(numbers));
}

export const dsaKey = (): Buffer =>
  sequence(sequence(oid('1.2.840.10040.4.1'), sequence(integer(7), integer(3), integer(2))), bitString(integer(5)));

export const unknownExtension = (critical: boolean, size = 4): Buffer =>
  sequence(
    oid('1.3.6.1.4.1.32473.1'),
    ...(critical ? [Buffer.of(1, 1, 0xff)] : []),
    octetString(octetString(Buffer.alloc(size))),
  );
