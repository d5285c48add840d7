/** Faults of key usage, constraints and other extensions. */
import type { CertificateFault } from '../fault.ts';
import { named } from '../chain.ts';

export const usageFaults = {
  'client-auth-only': {
    title: 'The extended key usage of the leaf is client authentication only.',
    differs: ['leaf X509v3 Extended Key Usage'],
    make: (good) => ({ ...good, leaf: { ...good.leaf, extendedKeyUsage: ['clientAuth'] } }),
  },
  'intermediate-not-ca': {
    title: 'The basic constraints of the intermediate say that it is no certificate authority.',
    differs: ['leaf issuer', 'intermediate subject', 'intermediate X509v3 Basic Constraints'],
    make: (good) => ({
      ...good,
      above: [
        {
          ...named(good.intermediate, 'Ringproof Lab Intermediate Without Authority'),
          basicConstraints: { authority: false },
        },
      ],
    }),
  },
} satisfies Record<string, CertificateFault>;
