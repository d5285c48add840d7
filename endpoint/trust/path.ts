/**
 * From the peer's certificate to a trust anchor, over the certificates that the peer sent, in whatever order and with
 * whatever else (RFC 8446 §4.4.2; RFC 5280 §6.1). Every way is tried until one holds.
 */
import type { Flaws } from '../flaws.ts';
import { checkIsAuthority } from './authority.ts';
import { isSelfSigned, isSignedBy, type Certificate } from './certificate.ts';
import { checkNameConstraints } from './constraints.ts';
import { checkDates } from './dates.ts';
import { Effort } from './effort.ts';
import { isAmong, isNamedAsIssuer, isSame, keyIdentifiersDiffer } from './issuers.ts';
import { checkArrangement } from './flaw-arrangement.ts';
import { checkPolicies } from './policies.ts';
import { CertificateProblem } from './problem.ts';
import { checkExtensions, checkForm } from './soundness.ts';
import { checkAnchorSignature, checkKey, checkSignatureAlgorithm } from './strength.ts';

export interface PathRequest {
  leaf: Certificate;
  /** What the peer sent besides, in any order. */
  sent: Certificate[];
  anchors: Certificate[];
  at: Date;
  /** Authorities above the leaf, the anchor counted. */
  maxDepth: number;
  flaws: Flaws;
}

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

/** The depth that the device goes to; the flaws go further, or less far. */
function depthOf({ maxDepth, flaws }: PathRequest): number {
  if (flaws.has('unlimited-chain-depth')) return Infinity;
  return flaws.has('short-chains-only') ? Math.min(maxDepth, 3) : maxDepth;
}

class PathSearch {
  readonly problems: CertificateProblem[] = [];
  longest: Certificate[] = [];
  readonly #request: PathRequest;
  readonly #depth: number;
  readonly #effort: Effort;

  constructor(request: PathRequest) {
    this.#request = request;
    this.#depth = depthOf(request);
    this.#effort = new Effort(Math.min(this.#depth, request.sent.length + 1));
  }

  from(path: Certificate[]): Certificate[] | null {
    const { anchors, sent, flaws } = this.#request;
    const tip = path.at(-1)!;
    if (path.length > this.longest.length) this.longest = path;
    if (isAmong(anchors, tip, flaws)) return this.#whole(path);
    const named = [
      ...anchors.map((issuer) => ({ issuer, isAnchor: true })),
      ...sent.map((issuer) => ({ issuer, isAnchor: false })),
    ].filter(({ issuer }) => isNamedAsIssuer(tip, issuer, flaws));
    for (const { issuer, isAnchor } of flaws.has('reads-first-path-only') ? named.slice(0, 1) : named) {
      const isLoop = !isAnchor && path.some((member) => isSame(member, issuer));
      if (isLoop && (isSame(tip, issuer) || !flaws.has('trusts-loops'))) continue;
      if (!this.#passes(() => this.#checkStep(path, issuer, isAnchor))) continue;
      if (isLoop) return path;
      const longer = [...path, issuer];
      const complete = isAnchor ? this.#whole(longer) : this.from(longer);
      if (complete) return complete;
    }
    return null;
  }

  /** Checks of a path as a whole: those that need all of it. */
  #whole(path: Certificate[]): Certificate[] | null {
    const { sent, flaws } = this.#request;
    const holds = this.#passes(() => {
      checkNameConstraints(path, this.#effort, flaws);
      checkPolicies(path, flaws);
      checkArrangement(path, sent, flaws);
    });
    return holds ? path : null;
  }

  #passes(check: () => void): boolean {
    try {
      check();
      return true;
    } catch (error) {
      if (!(error instanceof CertificateProblem)) throw error;
      this.problems.push(error);
      return false;
    }
  }

  #checkStep(path: Certificate[], issuer: Certificate, isAnchor: boolean): void {
    const { at, flaws } = this.#request;
    const tip = path.at(-1)!;
    if (path.length > this.#depth) {
      const text = `the path over ${tip.title} has more than ${this.#depth} authorities above the certificate`;
      throw new CertificateProblem('chain', 'unknown_ca', text);
    }
    // The key first: what is too large is not computed with.
    checkKey(issuer, flaws);
    this.#checkSignature(tip, issuer, isAnchor);
    checkIsAuthority(issuer, path, isAnchor, flaws);
    checkExtensions(issuer, flaws);
    const ignoresDates = flaws.has(isAnchor ? 'ignores-anchor-dates' : 'ignores-intermediate-dates');
    if (!ignoresDates) checkDates(issuer, at, flaws);
    if (isAnchor) {
      checkAnchorSignature(issuer, flaws);
    } else {
      checkForm(issuer, flaws);
      checkSignatureAlgorithm(issuer, flaws);
    }
  }

  #checkSignature(tip: Certificate, issuer: Certificate, isAnchor: boolean): void {
    const { flaws } = this.#request;
    if (flaws.has('refuses-mixed-key-types') && tip.key.type !== issuer.key.type)
      throw new CertificateProblem('chain', 'bad_certificate', `${tip.title} has another type of key than its issuer`);
    this.#effort.signature();
    if (flaws.has('ignores-signatures') || (isAnchor && flaws.has('matches-by-name-only'))) return;
    if (isSignedBy(tip, issuer)) return;
    // An authority of that name with another key is one that is not known.
    throw new CertificateProblem(
      'chain',
      keyIdentifiersDiffer(tip, issuer) ? 'unknown_ca' : 'bad_certificate',
      `the signature on the certificate ${tip.title} is not that of ${issuer.title} (RFC 5280 §6.1.3(a)(1))`,
    );
  }
}

/** Whether the path goes up to an authority that is not known, and not in a circle. */
function endsInStranger(path: Certificate[], { sent, flaws }: PathRequest): boolean {
  const top = path.at(-1)!;
  return path.length > 1 && (isSelfSigned(top) || !sent.some((issuer) => isNamedAsIssuer(top, issuer, flaws)));
}

/** Leaf first, anchor last; the leaf alone where it is trusted itself. Throws CertificateProblem. */
export function findPath(request: PathRequest): Certificate[] {
  const { leaf, flaws } = request;
  if (flaws.has('refuses-self-signed') && isSelfSigned(leaf)) throw unknownIssuer(leaf);
  const search = new PathSearch(request);
  const path = search.from([leaf]);
  if (path) return path;
  if (search.problems.length > 0) throw search.problems[0]!;
  const top = search.longest.at(-1)!;
  if (isSelfSigned(leaf)) {
    if (flaws.has('trusts-self-signed')) return [leaf];
  } else if (flaws.has('trusts-any-authority') && endsInStranger(search.longest, request)) {
    return search.longest;
  } else if (flaws.has('accepts-incomplete-chain') && search.longest.length === 1) {
    return [leaf];
  }
  throw unknownIssuer(top);
}
