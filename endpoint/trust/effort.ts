/** How much the device computes for one peer: a hostile chain must not keep it busy. */
import { CertificateProblem } from './problem.ts';

/** Names compared with name constraints. */
const MAX_COMPARISONS = 250_000;
const MAX_SIGNATURES = 64;

export class Effort {
  #comparisons = 0;
  #signatures = 0;
  readonly #maxSignatures: number;

  /** `authorities`: the longest path that is followed; each of its certificates has a signature to be verified. */
  constructor(authorities: number) {
    this.#maxSignatures = Math.max(MAX_SIGNATURES, authorities);
  }

  /** Before a signature is verified. Throws CertificateProblem. */
  signature(): void {
    if (++this.#signatures > this.#maxSignatures)
      throw new CertificateProblem('chain', 'bad_certificate', 'the peer sent too many certificates that might fit');
  }

  /** Before that many names are compared. Throws CertificateProblem. */
  comparisons(count: number): void {
    this.#comparisons += count;
    if (this.#comparisons > MAX_COMPARISONS)
      throw new CertificateProblem('chain', 'bad_certificate', 'the peer sent too many names and constraints on them');
  }
}
