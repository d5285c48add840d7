/**
 * The certificate faults by name: one deviation from the good certificate each. Plain data; a new fault is one entry
 * in the file of its group, and the PKI signs what the entry makes of the good plan.
 */
import { chainFaults } from './faults/chain.ts';
import { keyFaults } from './faults/keys.ts';
import { nameFaults } from './faults/names.ts';
import { pathFaults } from './faults/path.ts';
import { revocationFaults } from './faults/revocation.ts';
import { timeFaults } from './faults/time.ts';
import { usageFaults } from './faults/usage.ts';

export type { CertificateFault } from './fault.ts';

export const certificateFaults = {
  ...chainFaults,
  ...pathFaults,
  ...timeFaults,
  ...nameFaults,
  ...usageFaults,
  ...keyFaults,
  ...revocationFaults,
};

export type FaultName = keyof typeof certificateFaults;

export const faultNames = Object.keys(certificateFaults) as readonly FaultName[];
