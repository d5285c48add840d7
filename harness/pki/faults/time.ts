/** Faults of validity. */
import type { CertificateFault } from '../fault.ts';

export const timeFaults = {
  expired: {
    title: 'The leaf ended yesterday.',
    differs: ['leaf not before', 'leaf not after'],
    make: (good, { days }) => ({ ...good, leaf: { ...good.leaf, notBefore: days(-31), notAfter: days(-1) } }),
  },
  'not-yet-valid': {
    title: 'The leaf is valid from tomorrow on.',
    differs: ['leaf not before', 'leaf not after'],
    make: (good, { days }) => ({ ...good, leaf: { ...good.leaf, notBefore: days(1), notAfter: days(31) } }),
  },
} satisfies Record<string, CertificateFault>;
