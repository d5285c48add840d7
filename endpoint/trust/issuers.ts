/** Who may have issued a certificate, before its signature is looked at (RFC 5280 §6.1.3(a)(4)). */
import type { Flaws } from '../flaws.ts';
import type { Certificate } from './certificate.ts';
import { isSameName } from './distinguished-name.ts';

export const isSame = (a: Certificate, b: Certificate): boolean => a.der.equals(b.der);

/** Whether both name a key of the issuer, and not the same. RFC 5280 §4.2.1.1: a help in the search, no proof. */
export function keyIdentifiersDiffer(certificate: Certificate, issuer: Certificate): boolean {
  const { authorityKeyIdentifier: wanted } = certificate;
  const { subjectKeyIdentifier: own } = issuer;
  return wanted !== null && own !== null && !wanted.equals(own);
}

export function isNamedAsIssuer(certificate: Certificate, issuer: Certificate, flaws: Flaws): boolean {
  if (flaws.has('requires-key-identifiers') && keyIdentifiersDiffer(certificate, issuer)) return false;
  if (flaws.has('compares-names-by-bytes')) return certificate.issuer.der.equals(issuer.subject.der);
  return isSameName(certificate.issuer, issuer.subject);
}

/** Whether the certificate is a trusted one itself. */
export function isAmong(anchors: readonly Certificate[], certificate: Certificate, flaws: Flaws): boolean {
  const { subject, issuer } = certificate;
  return anchors.some(
    (anchor) =>
      isSame(anchor, certificate) ||
      (flaws.has('matches-by-name-only') && isSameName(anchor.subject, subject) && isSameName(anchor.issuer, issuer)),
  );
}
