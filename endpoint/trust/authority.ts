/** What makes a certificate one that may issue others (RFC 5280 §6.1.4(k) to (n)). */
import type { Flaws } from '../flaws.ts';
import { isSelfIssued, type Certificate } from './certificate.ts';
import { CertificateProblem } from './problem.ts';
import { maySignCertificates } from './usage.ts';

/**
 * `below`: what the issuer has issued, leaf first. An anchor has to be an authority as well: who uploads the certificate
 * of a server trusts that server, and nobody whom it might certify. Its own constraints count, as RFC 5937 §3 allows. A
 * certificate of version 1 has no extension that could say that it is an authority, and none is believed to be one.
 */
export function checkIsAuthority(issuer: Certificate, below: readonly Certificate[], isAnchor: boolean, flaws: Flaws) {
  const refuse = (what: string, alert: 'bad_certificate' | 'unknown_ca' = 'bad_certificate'): never => {
    throw new CertificateProblem('chain', alert, `the certificate ${issuer.title} ${what}`);
  };
  if (!issuer.isAuthority) {
    // The key usage of what is no authority is that of a server: it is not looked at where this is not.
    if (flaws.has(isAnchor ? 'trusts-uploaded-leaf-as-authority' : 'ignores-basic-constraints')) return;
    refuse(
      'has issued another and is no certificate authority (RFC 5280 §6.1.4(k))',
      isAnchor ? 'unknown_ca' : 'bad_certificate',
    );
  }
  if (!maySignCertificates(issuer) && !flaws.has('ignores-cert-sign-usage'))
    refuse('has issued another and its key may not sign any (RFC 5280 §6.1.4(n))');
  // §6.1.4(l): what is self-issued does not count.
  const count = below.slice(1).filter((certificate) => !isSelfIssued(certificate)).length;
  if (issuer.pathLength !== null && count > issuer.pathLength && !flaws.has('ignores-path-length'))
    refuse(`allows ${issuer.pathLength} intermediates and has ${count} (RFC 5280 §6.1.4(l), (m))`);
}
