/** The flaws by which the device minds what else a peer sends, and how its path is made up. */
import type { Flaws } from '../flaws.ts';
import type { Certificate } from './certificate.ts';
import { isSame } from './issuers.ts';
import { CertificateProblem } from './problem.ts';

/** `path`: leaf first, anchor last. `sent`: what the peer sent besides the leaf. Throws CertificateProblem. */
export function checkArrangement(path: readonly Certificate[], sent: readonly Certificate[], flaws: Flaws): void {
  const refuse = (what: string): never => {
    throw new CertificateProblem('chain', 'bad_certificate', what);
  };
  const anchor = path.at(-1)!;
  if (flaws.has('refuses-sent-root') && sent.some((certificate) => isSame(certificate, anchor)))
    refuse('the peer sent the root as well');
  if (flaws.has('requires-intermediate') && path.length === 2) refuse('the certificate was issued by the root itself');
  const inOrder = sent.every((certificate, n) => path[n + 1] && isSame(path[n + 1]!, certificate));
  if (flaws.has('requires-strict-order') && !inOrder) refuse('the chain is not in order');
}
