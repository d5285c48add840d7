/** OCSP responses (RFC 6960 §4.2): one certificate each, signed by its issuer, made exactly as told. */
import { createHash, X509Certificate } from 'node:crypto';
import {
  bitString,
  constructed,
  enumerated,
  generalizedTime,
  integer,
  nothing,
  octetString,
  oid,
  primitive,
  sequence,
} from './der.ts';
import type { CertificatePlan } from './certificate.ts';
import type { KeyCache, KeyReference } from './keys.ts';
import { encodeName } from './names.ts';
import { contentsOfBitString } from './public-key.ts';
import { algorithmIdentifier, signatureOf, usualAlgorithm } from './signature.ts';

export interface StatusPlan {
  /** Whose key signs, and whose name and key stand in the identifier of the certificate. */
  issuer: CertificatePlan;
  serial: bigint;
  status: 'good' | 'unknown' | { revokedAt: Date };
  /** Whole seconds count. */
  thisUpdate: Date;
  nextUpdate: Date;
  /** The key that signs in place of the issuer's; the response still names the issuer's. */
  signer?: KeyReference;
  /** One bit of the signature is wrong. */
  signatureBitFlipped?: boolean;
}

const keyCompromise = 1;

/** OCSPResponse as DER. Produced at `thisUpdate`; carries no certificate and no nonce. */
export function encodeStatusResponse(plan: StatusPlan, keys: KeyCache): Buffer {
  const { issuer, signer = issuer.key, thisUpdate, nextUpdate } = plan;
  const key = keys.key(signer).private;
  const algorithm = usualAlgorithm(key);
  const issuerKeyHash = octetString(sha1(contentsOfBitString(keys.key(issuer.key).publicInfo)));
  const identifier = sequence(
    // SHA-1 as everybody does (RFC 5019 §2.1.1); it is no signature.
    sequence(oid('1.3.14.3.2.26'), nothing()),
    octetString(sha1(encodeName(issuer.subject))),
    issuerKeyHash,
    integer(plan.serial),
  );
  const times = [generalizedTime(thisUpdate), constructed(0, generalizedTime(nextUpdate))];
  const signed = sequence(
    // ResponderID by the hash of the key.
    constructed(2, issuerKeyHash),
    generalizedTime(thisUpdate),
    sequence(sequence(identifier, statusOf(plan), ...times)),
  );
  const signature = signatureOf(signed, key, algorithm);
  if (plan.signatureBitFlipped) signature[signature.length - 1] = signature.readUInt8(signature.length - 1) ^ 1;
  const basic = sequence(signed, algorithmIdentifier(algorithm), bitString(signature));
  const successful = 0;
  return sequence(enumerated(successful), constructed(0, sequence(oid('1.3.6.1.5.5.7.48.1.1'), octetString(basic))));
}

/** The serial number in a certificate that is not negative. */
export const serialOf = (certificate: Buffer): bigint => BigInt(`0x${new X509Certificate(certificate).serialNumber}`);

function statusOf({ status }: StatusPlan): Buffer {
  if (status === 'good') return primitive(0, Buffer.alloc(0));
  if (status === 'unknown') return primitive(2, Buffer.alloc(0));
  return constructed(1, generalizedTime(status.revokedAt), constructed(0, enumerated(keyCompromise)));
}

const sha1 = (data: Buffer): Buffer => createHash('sha1').update(data).digest();
