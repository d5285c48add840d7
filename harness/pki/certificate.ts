/** Encodes and signs one X.509 certificate exactly as a plan says, however wrong the plan is. */
import { createHash, randomBytes } from 'node:crypto';
import { bitString, constructed, integer, sequence, time } from './der.ts';
import {
  authorityKeyIdentifier,
  basicConstraints,
  encodeExtension,
  extendedKeyUsage,
  keyUsage,
  subjectAlternativeName,
  subjectKeyIdentifier,
  type ExtendedKeyUsage,
  type Extension,
  type KeyUsage,
} from './extensions.ts';
import type { KeyCache, KeyReference } from './keys.ts';
import { encodeName, type AlternativeName, type DistinguishedName } from './names.ts';
import { contentsOfBitString } from './public-key.ts';
import { algorithmIdentifier, signatureOf, usualAlgorithm, type SignatureAlgorithm } from './signature.ts';

export interface CertificatePlan {
  /** 3 when left out. Version 1 has no extensions. */
  version?: 1 | 3;
  /** Random, positive and of 16 octets when left out; a Buffer gives the content octets of the INTEGER. */
  serial?: bigint | Buffer;
  subject: DistinguishedName;
  /** How the issuer is named, where that is not the very subject of the issuer. */
  issuerName?: DistinguishedName;
  /** Whole seconds count, coded by RFC 5280 §4.1.2.5; a Buffer is the DER of the time as it is. */
  notBefore: Date | Buffer;
  notAfter: Date | Buffer;
  key: KeyReference;
  /** SubjectPublicKeyInfo as DER, where it is not that of the key. */
  publicInfo?: Buffer;
  /** Null leaves the extension out. */
  basicConstraints: { authority: boolean; pathLength?: number; critical?: boolean } | null;
  /** Critical; empty leaves it out. */
  keyUsage: readonly KeyUsage[];
  /** Empty leaves it out; not critical unless told. */
  extendedKeyUsage: readonly ExtendedKeyUsage[];
  extendedKeyUsageCritical?: boolean;
  /** subjectAltName; empty leaves it out; not critical unless told. */
  names: readonly AlternativeName[];
  namesCritical?: boolean;
  /** Any others, after those above; one that stands above too makes a duplicate. */
  extensions?: readonly Extension[];
  /** Null leaves it out; the SHA-1 of the public key when not given (RFC 5280 §4.2.1.2, method 1). */
  subjectKeyIdentifier?: Buffer | null;
  /** Null leaves it out; the subject key identifier of the issuer when not given. */
  authorityKeyIdentifier?: Buffer | null;
  /** What this certificate is signed with; SHA-256 by the issuer's kind of key when left out. */
  signature?: SignatureAlgorithm;
  /** The algorithm that stands inside the signed part, where it is another than the one outside. */
  claimedSignature?: SignatureAlgorithm;
  /** One bit of the signature is wrong. */
  signatureBitFlipped?: boolean;
}

/** The certificate as DER, signed with the key of `issuer`; `issuer` is `plan` itself for a self-signed one. */
export function encodeCertificate(plan: CertificatePlan, issuer: CertificatePlan, keys: KeyCache): Buffer {
  const signer = keys.key(issuer.key).private;
  const algorithm = plan.signature ?? usualAlgorithm(signer);
  const extensions = plan.version === 1 ? [] : [constructed(3, sequence(...extensionsOf(plan, issuer, keys)))];
  const signed = sequence(
    // Version is DEFAULT v1, so that v1 is not coded (RFC 5280 §4.1).
    ...(plan.version === 1 ? [] : [constructed(0, integer(2))]),
    integer(plan.serial ?? serialNumber()),
    algorithmIdentifier(plan.claimedSignature ?? algorithm),
    encodeName(plan.issuerName ?? issuer.subject),
    sequence(...[plan.notBefore, plan.notAfter].map((at) => (Buffer.isBuffer(at) ? at : time(at)))),
    encodeName(plan.subject),
    publicInfoOf(plan, keys),
    ...extensions,
  );
  const signature = signatureOf(signed, signer, algorithm);
  if (plan.signatureBitFlipped) signature[signature.length - 1] = signature.readUInt8(signature.length - 1) ^ 1;
  return sequence(signed, algorithmIdentifier(algorithm), bitString(signature));
}

/** The identifier that stands in a certificate of this plan, or would by the usual rule. */
export function keyIdentifier(plan: CertificatePlan, keys: KeyCache): Buffer {
  return plan.subjectKeyIdentifier ?? sha1(contentsOfBitString(publicInfoOf(plan, keys)));
}

function publicInfoOf(plan: CertificatePlan, keys: KeyCache): Buffer {
  return plan.publicInfo ?? keys.key(plan.key).publicInfo;
}

function extensionsOf(plan: CertificatePlan, issuer: CertificatePlan, keys: KeyCache): Buffer[] {
  const { basicConstraints: basic, authorityKeyIdentifier: authority } = plan;
  const standing = [
    basic && basicConstraints(basic.authority, basic.pathLength, basic.critical),
    plan.keyUsage.length > 0 && keyUsage(plan.keyUsage),
    plan.extendedKeyUsage.length > 0 && extendedKeyUsage(plan.extendedKeyUsage, plan.extendedKeyUsageCritical),
    plan.names.length > 0 && subjectAlternativeName(plan.names, plan.namesCritical),
    plan.subjectKeyIdentifier !== null && subjectKeyIdentifier(keyIdentifier(plan, keys)),
    authority !== null && authorityKeyIdentifier(authority ?? keyIdentifier(issuer, keys)),
    ...(plan.extensions ?? []),
  ];
  return standing.filter((extension) => extension !== null && extension !== false).map(encodeExtension);
}

/** Positive and at most 20 octets (RFC 5280 §4.1.2.2). */
function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = 0x40 | (bytes.readUInt8(0) & 0x3f);
  return bytes;
}

const sha1 = (data: Buffer): Buffer => createHash('sha1').update(data).digest();
