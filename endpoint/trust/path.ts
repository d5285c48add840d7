/** From the server's certificate to a trust anchor, over the certificates that the server sent (RFC 5280 §6.1). */
import type { Flaws } from '../flaws.ts';
import { isSelfSigned, isSignedBy, type Certificate } from './certificate.ts';
import { CertificateProblem } from './problem.ts';
import { checkDates, checkExtensions, checkKey, checkSignatureAlgorithm } from './soundness.ts';

/** A path may have this many intermediates; longer ones are refused. */
const MAX_INTERMEDIATES = 10;
/** Signatures verified for one server: a hostile chain must not keep the device busy. */
const MAX_SIGNATURES = 64;

export interface PathRequest {
  leaf: Certificate;
  /** What the server sent besides, in any order. */
  sent: Certificate[];
  anchors: Certificate[];
  at: Date;
  flaws: Flaws;
}

const same = (a: Certificate, b: Certificate): boolean => a.der.equals(b.der);
const namesAsIssuer = (certificate: Certificate, issuer: Certificate): boolean =>
  certificate.x509.issuer === issuer.x509.subject;

function unknownIssuer(certificate: Certificate): CertificateProblem {
  const issuer = certificate.x509.issuer.split('\n').join(', ');
  return new CertificateProblem(
    'chain',
    'unknown_ca',
    isSelfSigned(certificate)
      ? `the certificate ${certificate.title} is self-signed and not among the trusted ones (RFC 5280 §6.1)`
      : `the certificate ${certificate.title} was issued by ${issuer}, which is not trusted and not sent (RFC 5280 §6.1)`,
  );
}

/** RFC 5280 §6.1.4(k), (l), (n); `below` is the number of intermediates under the issuer. */
function checkIsAuthority(issuer: Certificate, below: number): void {
  const refuse = (what: string): never => {
    throw new CertificateProblem('chain', 'unknown_ca', `the certificate ${issuer.title} ${what}`);
  };
  if (!issuer.isAuthority) refuse('has issued another and is no certificate authority (RFC 5280 §6.1.4(k))');
  if (issuer.mayCertSign === false) refuse('has issued another and its key may not sign any (RFC 5280 §6.1.4(n))');
  if (issuer.pathLength !== null && below > issuer.pathLength)
    refuse(`allows ${issuer.pathLength} intermediates and has ${below} (RFC 5280 §6.1.4(l))`);
}

class PathSearch {
  readonly problems: CertificateProblem[] = [];
  longest: Certificate[] = [];
  readonly #request: PathRequest;
  #signatures = 0;

  constructor(request: PathRequest) {
    this.#request = request;
  }

  from(path: Certificate[]): Certificate[] | null {
    const { sent, anchors } = this.#request;
    const tip = path.at(-1)!;
    if (path.length > this.longest.length) this.longest = path;
    if (anchors.some((anchor) => same(anchor, tip))) return path;
    for (const anchor of anchors) {
      if (this.#fits(tip, anchor, path, true)) return [...path, anchor];
    }
    if (path.length > MAX_INTERMEDIATES) return this.#tooLong(tip);
    for (const candidate of sent) {
      if (path.some((member) => same(member, candidate)) || !this.#fits(tip, candidate, path, false)) continue;
      const complete = this.from([...path, candidate]);
      if (complete) return complete;
    }
    return null;
  }

  #fits(tip: Certificate, issuer: Certificate, path: Certificate[], isAnchor: boolean): boolean {
    if (!namesAsIssuer(tip, issuer)) return false;
    const { at, flaws } = this.#request;
    try {
      if (++this.#signatures > MAX_SIGNATURES || !isSignedBy(tip, issuer))
        throw new CertificateProblem(
          'chain',
          'bad_certificate',
          `the signature on the certificate ${tip.title} is not that of ${issuer.title} (RFC 5280 §6.1.3(a)(1))`,
        );
      if (isAnchor || !flaws.has('ignores-basic-constraints')) checkIsAuthority(issuer, path.length - 1);
      checkDates(issuer, at, flaws);
      checkKey(issuer);
      checkExtensions(issuer);
      if (!isAnchor) checkSignatureAlgorithm(issuer);
      return true;
    } catch (error) {
      if (!(error instanceof CertificateProblem)) throw error;
      this.problems.push(error);
      return false;
    }
  }

  #tooLong(tip: Certificate): null {
    const text = `the path over ${tip.title} has more than ${MAX_INTERMEDIATES} intermediates`;
    this.problems.push(new CertificateProblem('chain', 'unknown_ca', text));
    return null;
  }
}

/** Leaf first, anchor last; the leaf alone where it is trusted itself. Throws CertificateProblem. */
export function findPath(request: PathRequest): Certificate[] {
  const { leaf, flaws } = request;
  const search = new PathSearch(request);
  const path = search.from([leaf]);
  if (path) return path;
  if (search.problems.length > 0) throw search.problems[0]!;
  const top = search.longest.at(-1)!;
  if (isSelfSigned(leaf)) {
    if (flaws.has('trusts-self-signed')) return [leaf];
  } else if (flaws.has('trusts-any-authority')) {
    return search.longest;
  } else if (flaws.has('accepts-incomplete-chain') && search.longest.length === 1) {
    return [leaf];
  }
  throw unknownIssuer(top);
}
