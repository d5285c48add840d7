/**
 * Certificate policies, as far as an authority requires them (RFC 5280 §6.1.3(d) to (f), §6.1.4(h) and (i), §6.1.5).
 * The device wants no policy of its own and knows no policy mappings, so the tree of §6.1 is a set at each step; mappings
 * and inhibitAnyPolicy are critical extensions that it does not understand.
 */
import type { Flaws } from '../flaws.ts';
import { isSelfIssued, type Certificate } from './certificate.ts';
import { CertificateProblem } from './problem.ts';

const anyPolicy = '2.5.29.32.0';

function valid(above: ReadonlySet<string>, { policies }: Certificate): Set<string> {
  if (policies === null) return new Set();
  const own = policies.filter((policy) => above.has(policy) || above.has(anyPolicy));
  return new Set([...own, ...(policies.includes(anyPolicy) ? above : [])]);
}

/** `path`: leaf first, anchor last; the anchor is not part of what is looked at. Throws CertificateProblem. */
export function checkPolicies(path: readonly Certificate[], flaws: Flaws): void {
  if (flaws.has('ignores-policy-constraints')) return;
  const certificates = path.slice(0, -1).reverse();
  let policies: ReadonlySet<string> = new Set([anyPolicy]);
  /** explicit_policy of §6.1.2(d): how many more certificates may do without. */
  let remaining = certificates.length + 1;
  for (const [n, certificate] of certificates.entries()) {
    const { requireExplicitPolicy: required, title } = certificate;
    policies = valid(policies, certificate);
    const isLeaf = n === certificates.length - 1;
    const refuse = policies.size === 0 && remaining <= 0;
    if (remaining > 0 && (isLeaf || !isSelfIssued(certificate))) remaining -= 1;
    if (required !== null && (!isLeaf || required === 0)) remaining = Math.min(remaining, required);
    if (refuse || (isLeaf && policies.size === 0 && remaining <= 0))
      throw new CertificateProblem(
        'chain',
        'bad_certificate',
        `the certificate ${title} has none of the policies that an authority requires (RFC 5280 §6.1.3(f))`,
      );
  }
}
