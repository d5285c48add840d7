/** How strong keys and signatures have to be (RFC 9325 §4.5), and how much the device computes. */
import type { Flaws } from '../flaws.ts';
import type { Certificate } from './certificate.ts';
import { CertificateProblem } from './problem.ts';
import type { KeyFacts } from './public-key.ts';

/** Larger ones take time for each signature, which a hostile chain could have many of. */
const MAX_RSA_BITS = 8192;
const MAX_EXPONENT = 2n ** 64n;

const p384 = '1.3.132.0.34';
const strongCurves: readonly string[] = ['1.2.840.10045.3.1.7', p384, '1.3.132.0.35'];

/** RFC 8017 §3.1: an RSA modulus is a product of odd primes and the exponent at least 3; RFC 9325 §4.5: from 2048 bits. */
function rsaWeakness(key: KeyFacts & { type: 'rsa' | 'rsa-pss' }, flaws: Flaws): string | null {
  const { bits, exponent, isOdd } = key;
  const isSound = isOdd && exponent >= 3n && (exponent & 1n) === 1n;
  if (!isSound && !flaws.has('accepts-bad-rsa-parameters'))
    return isOdd ? `an RSA key with the exponent ${exponent} (RFC 8017 §3.1)` : 'an even RSA modulus (RFC 8017 §3.1)';
  if (exponent > MAX_EXPONENT) return 'an RSA exponent of more than 64 bits';
  if (bits > MAX_RSA_BITS) return `an RSA key of ${bits} bits; the device computes with ${MAX_RSA_BITS} at most`;
  if (bits > 2048 && flaws.has('refuses-large-keys')) return `an RSA key of ${bits} bits`;
  const least = flaws.has('accepts-rsa1024') ? 512 : 2048;
  return bits < least ? `an RSA key of ${bits} bits (RFC 9325 §4.5)` : null;
}

function weakness({ key }: Certificate, flaws: Flaws): string | null {
  switch (key.type) {
    case 'rsa':
    case 'rsa-pss':
      return rsaWeakness(key, flaws);
    case 'ec':
      if (flaws.has('refuses-ecdsa')) return 'a key on an elliptic curve';
      // RFC 5480 §2.1.1: specifiedCurve MUST NOT be used. The curve could be one where everybody knows the private key.
      if (key.curve === null)
        return flaws.has('accepts-explicit-curves') ? null : 'a curve that is spelt out (RFC 5480 §2.1.1)';
      if (key.curve === p384 && flaws.has('refuses-p384')) return 'a key on P-384';
      return strongCurves.includes(key.curve) || flaws.has('accepts-weak-curves')
        ? null
        : `a key on the curve ${key.curve} (RFC 9325 §4.5)`;
    case 'ed25519':
    case 'ed448':
      return null;
    case 'dsa':
      return flaws.has('accepts-dsa') ? null : 'a DSA key (RFC 9325 §4.2)';
    case 'unknown':
      return `a key of the unknown type ${key.algorithm}`;
  }
}

/** Of every certificate on a path, the trusted one too: with a weak key everybody can sign in its name. */
export function checkKey(certificate: Certificate, flaws: Flaws): void {
  const weak = weakness(certificate, flaws);
  if (weak === null) return;
  const { title, key } = certificate;
  const isForeign = key.type === 'dsa' || key.type === 'unknown';
  throw new CertificateProblem(
    'strength',
    isForeign ? 'unsupported_certificate' : 'bad_certificate',
    `the certificate ${title} has ${weak}`,
  );
}

const weakHashes: Readonly<Record<string, 'accepts-md5' | 'accepts-sha1' | null>> = {
  md2: null,
  md4: null,
  md5: 'accepts-md5',
  sha1: 'accepts-sha1',
};

/** Not of an anchor: its own signature says nothing, it is trusted because it is there (RFC 9325 §4.5). */
export function checkSignatureAlgorithm({ title, signature, algorithmsAgree }: Certificate, flaws: Flaws): void {
  const { oid, hash, keyType } = signature.algorithm;
  const refuse = (alert: 'bad_certificate' | 'unsupported_certificate', what: string): never => {
    throw new CertificateProblem('strength', alert, `the certificate ${title} is signed with ${what}`);
  };
  const tolerated = hash === null ? undefined : weakHashes[hash];
  if (tolerated !== undefined && !(tolerated !== null && flaws.has(tolerated)))
    refuse('bad_certificate', `${hash!.toUpperCase()} (RFC 9325 §4.5)`);
  if (keyType === null) refuse('unsupported_certificate', `the algorithm ${oid}, which the device does not know`);
  if (hash === 'sha512' && flaws.has('refuses-sha512')) refuse('bad_certificate', 'SHA-512');
  if (keyType === 'rsa-pss' && flaws.has('refuses-pss')) refuse('bad_certificate', 'RSASSA-PSS');
  if (keyType === 'ec' && flaws.has('refuses-ecdsa')) refuse('bad_certificate', 'ECDSA');
  if (!algorithmsAgree && !flaws.has('ignores-algorithm-mismatch'))
    throw new CertificateProblem(
      'chain',
      'bad_certificate',
      `the certificate ${title} names two signature algorithms (RFC 5280 §4.1.1.2)`,
    );
}

export function checkAnchorSignature({ title, signature }: Certificate, flaws: Flaws): void {
  if (signature.algorithm.hash === 'sha1' && flaws.has('refuses-sha1-anchors'))
    throw new CertificateProblem(
      'strength',
      'bad_certificate',
      `the trusted certificate ${title} is signed with SHA-1`,
    );
}
