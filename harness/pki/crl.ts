/** Certificate revocation lists (RFC 5280 §5): version 2, made and signed exactly as told. */
import { bitString, constructed, enumerated, integer, octetString, oid, sequence, time } from './der.ts';
import { keyIdentifier, type CertificatePlan } from './certificate.ts';
import { authorityKeyIdentifier, encodeExtension } from './extensions.ts';
import type { KeyCache, KeyReference } from './keys.ts';
import { encodeName } from './names.ts';
import { algorithmIdentifier, signatureOf, usualAlgorithm } from './signature.ts';

export interface RevocationListPlan {
  /** The authority that is named, and whose key signs. */
  issuer: CertificatePlan;
  /** The key that signs in place of the issuer's, under the issuer's name and key identifier. */
  signer?: KeyReference;
  /** Whole seconds count. */
  thisUpdate: Date;
  nextUpdate: Date;
  revoked: readonly RevokedCertificate[];
}

export interface RevokedCertificate {
  serial: bigint;
  at: Date;
}

const keyCompromise = 1;

/** The list as DER. Its number is the second of `thisUpdate`, so that a later list has a greater one. */
export function encodeRevocationList(plan: RevocationListPlan, keys: KeyCache): Buffer {
  const { issuer, signer = issuer.key, thisUpdate, nextUpdate, revoked } = plan;
  const key = keys.key(signer).private;
  const algorithm = usualAlgorithm(key);
  const number = integer(Math.floor(thisUpdate.getTime() / 1000));
  // Both must be there (RFC 5280 §5.2.1, §5.2.3).
  const extensions = [
    authorityKeyIdentifier(keyIdentifier(issuer, keys)),
    { oid: '2.5.29.20', critical: false, value: number },
  ];
  const signed = sequence(
    integer(1),
    algorithmIdentifier(algorithm),
    encodeName(issuer.subject),
    time(thisUpdate),
    time(nextUpdate),
    // The list MUST be absent where nothing is revoked (RFC 5280 §5.1.2.6).
    ...(revoked.length > 0 ? [sequence(...revoked.map(entry))] : []),
    constructed(0, sequence(...extensions.map(encodeExtension))),
  );
  return sequence(signed, algorithmIdentifier(algorithm), bitString(signatureOf(signed, key, algorithm)));
}

/** With the reason keyCompromise (RFC 5280 §5.3.1). */
function entry({ serial, at }: RevokedCertificate): Buffer {
  const reason = sequence(oid('2.5.29.21'), octetString(enumerated(keyCompromise)));
  return sequence(integer(serial), time(at), sequence(reason));
}
