/** The checks that every certificate of a path has to pass by itself: dates, strength, extensions. */
import type { Flaws } from '../flaws.ts';
import type { Certificate } from './certificate.ts';
import { CertificateProblem } from './problem.ts';

/** MD2, MD4, MD5 and SHA-1 (RFC 9155; RFC 9325 §4.5). */
const weakSignatures = new Map([
  ['1.2.840.113549.1.1.2', 'MD2'],
  ['1.2.840.113549.1.1.3', 'MD4'],
  ['1.2.840.113549.1.1.4', 'MD5'],
  ['1.2.840.113549.1.1.5', 'SHA-1'],
  ['1.3.14.3.2.29', 'SHA-1'],
  ['1.3.14.3.2.26', 'SHA-1'],
  ['1.2.840.10040.4.3', 'SHA-1'],
  ['1.2.840.10045.4.1', 'SHA-1'],
]);
const strongCurves = ['prime256v1', 'secp384r1', 'secp521r1'];

/** The only dates are those of RFC 5280 §6.1.3(a)(2); of an anchor they count as well. */
export function checkDates({ title, notBefore, notAfter }: Certificate, at: Date, flaws: Flaws): void {
  if (flaws.has('ignores-dates')) return;
  if (at > notAfter)
    throw new CertificateProblem(
      'expired',
      'certificate_expired',
      `the certificate ${title} expired on ${notAfter.toISOString()} (RFC 5280 §6.1.3(a)(2))`,
    );
  if (at < notBefore)
    throw new CertificateProblem(
      'not-yet-valid',
      'certificate_expired',
      `the certificate ${title} is not valid before ${notBefore.toISOString()} (RFC 5280 §6.1.3(a)(2))`,
    );
}

function weakness({ x509 }: Certificate): string | null {
  let key;
  try {
    key = x509.publicKey;
  } catch {
    return 'a public key that cannot be read';
  }
  const { modulusLength = 0, namedCurve = '' } = key.asymmetricKeyDetails ?? {};
  const type = key.asymmetricKeyType;
  if (type === 'rsa' || type === 'rsa-pss') return modulusLength < 2048 ? `an RSA key of ${modulusLength} bits` : null;
  if (type === 'ec') return strongCurves.includes(namedCurve) ? null : `a key on the curve ${namedCurve}`;
  return type === 'ed25519' || type === 'ed448' ? null : `a key of type ${type ?? 'unknown'}`;
}

/** RFC 9325 §4.5: RSA from 2048 bits, P-256 or more. */
export function checkKey(certificate: Certificate): void {
  const weak = weakness(certificate);
  if (weak === null) return;
  const { title } = certificate;
  throw new CertificateProblem('strength', 'bad_certificate', `the certificate ${title} has ${weak} (RFC 9325 §4.5)`);
}

/** The signature of an anchor says nothing: it is trusted because it is there. */
export function checkSignatureAlgorithm({ title, signatureAlgorithm, algorithmsAgree, pssHash }: Certificate): void {
  const hash = weakSignatures.get(pssHash ?? signatureAlgorithm);
  if (hash !== undefined)
    throw new CertificateProblem(
      'strength',
      'bad_certificate',
      `the certificate ${title} is signed with ${hash} (RFC 9325 §4.5)`,
    );
  if (!algorithmsAgree)
    throw new CertificateProblem(
      'chain',
      'bad_certificate',
      `the certificate ${title} names two signature algorithms (RFC 5280 §4.1.1.2)`,
    );
}

/** RFC 5280 §4.2: a critical extension that is not understood refuses the certificate. Name constraints are among them. */
export function checkExtensions({ title, unknownCritical }: Certificate): void {
  if (unknownCritical.length > 0)
    throw new CertificateProblem(
      'usage',
      'unsupported_certificate',
      `the certificate ${title} has the critical extension ${unknownCritical[0]}, which is not understood (RFC 5280 §4.2)`,
    );
}
