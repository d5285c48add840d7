/** The authorities of the lab: a root and an intermediate under it each, as plans. */
import type { CertificatePlan } from './certificate.ts';
import type { KeyKind } from './key-kinds.ts';

export interface AuthorityPlans {
  root: CertificatePlan;
  intermediate: CertificatePlan;
}

/** `ecdsa` is P-256 throughout, the others are RSA 2048. */
const kinds = {
  lab: 'rsa2048',
  factory: 'rsa2048',
  device: 'rsa2048',
  unknown: 'rsa2048',
  ecdsa: 'p256',
} as const satisfies Record<string, KeyKind>;
export type AuthorityName = keyof typeof kinds;

const titles: Record<AuthorityName, string> = {
  lab: 'Lab',
  factory: 'Factory',
  device: 'Device',
  unknown: 'Unknown',
  ecdsa: 'ECDSA',
};

const year = 365 * 86_400_000;

export const organization = 'Ringproof';

/** The RSA keys that nearly every run needs, worth making side by side. */
export const usualKeys = ['lab', 'factory', 'device', 'unknown']
  .flatMap((name) => [`${name}-root`, `${name}-intermediate`])
  .concat('special-root', 'server');

export function authorityPlans(now: Date): Record<AuthorityName, AuthorityPlans> {
  const plans = (name: AuthorityName): AuthorityPlans => ({
    root: authorityPlan(`Ringproof ${titles[name]} Root`, `${name}-root`, kinds[name], now),
    intermediate: authorityPlan(`Ringproof ${titles[name]} Intermediate`, `${name}-intermediate`, kinds[name], now),
  });
  return {
    lab: plans('lab'),
    factory: plans('factory'),
    device: plans('device'),
    unknown: plans('unknown'),
    ecdsa: plans('ecdsa'),
  };
}

/** A root of faults: a name of its own, and a key that no trusted authority has. */
export function specialRoot(commonName: string, now: Date): CertificatePlan {
  return authorityPlan(commonName, 'special-root', 'rsa2048', now);
}

/** Valid from one year ago for 50 years, so that no leaf outlives its issuers, the device's 30 years included. */
function authorityPlan(commonName: string, key: string, kind: KeyKind, now: Date): CertificatePlan {
  return {
    subject: { organization, commonName },
    notBefore: new Date(now.getTime() - year),
    notAfter: new Date(now.getTime() + 49 * year),
    key: { name: key, kind },
    basicConstraints: { authority: true },
    keyUsage: ['keyCertSign', 'cRLSign'],
    extendedKeyUsage: [],
    names: [],
  };
}
