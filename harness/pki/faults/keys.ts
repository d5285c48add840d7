/** Faults of keys and signatures. */
import type { CertificateFault } from '../fault.ts';

export const keyFaults = {} satisfies Record<string, CertificateFault>;
