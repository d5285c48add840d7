/** Faults that change one certificate of the good chain and nothing else. */
import type { CertificatePlan } from '../certificate.ts';
import type { ChainPlan, GoodChain } from '../chain.ts';
import type { CertificateFault, Difference } from '../fault.ts';
import { special } from './chain.ts';

/** An intermediate that deviates has a name of its own, which the leaf tells too. */
export const renamed = ['leaf issuer', 'intermediate subject'] as const satisfies Difference[];

export function leafWith(title: string, change: Partial<CertificatePlan>, ...differs: Difference[]): CertificateFault {
  return { title, differs, make: (good) => changedLeaf(good, change) };
}

/** `word` ends the name of the intermediate. `differs` goes without the names. */
export function intermediateWith(
  title: string,
  word: string,
  change: Partial<CertificatePlan>,
  ...differs: Difference[]
): CertificateFault {
  return { title, differs: [...renamed, ...differs], make: (good) => changedIntermediate(good, word, change) };
}

export function changedLeaf(good: GoodChain, change: Partial<CertificatePlan>): ChainPlan {
  return { ...good, leaf: { ...good.leaf, ...change } };
}

export function changedIntermediate(good: GoodChain, word: string, change: Partial<CertificatePlan>): ChainPlan {
  return { ...good, above: [{ ...special(good, word), ...change }] };
}
