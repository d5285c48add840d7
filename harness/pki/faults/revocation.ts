/** Faults of revocation. */
import type { CertificateFault } from '../fault.ts';

export const revocationFaults = {} satisfies Record<string, CertificateFault>;
