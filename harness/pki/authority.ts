/** The four authorities of the lab: a root, an intermediate under it, and the two special intermediates of faults. */
import { signCertificate, type CertificatePlan, type DistinguishedName, type Issuer } from './certificate.ts';
import type { KeyCache } from './keys.ts';

export const authorityNames = ['lab', 'factory', 'device', 'unknown'] as const;
export type AuthorityName = (typeof authorityNames)[number];

export interface Authority {
  rootPem: string;
  root: Issuer;
  intermediate: Intermediate;
}

export interface Intermediate extends Issuer {
  pem: string;
}

const titles: Record<AuthorityName, string> = {
  lab: 'Lab',
  factory: 'Factory',
  device: 'Device',
  unknown: 'Unknown',
};

const year = 365 * 86_400_000;

export const organization = 'Ringproof';

/** Names of the keys that the authorities need. */
export const authorityKeys = authorityNames.flatMap((name) => [`${name}-root`, `${name}-intermediate`]);

/** Valid from one year ago for 50 years, so that no leaf outlives its issuers, the device's 30 years included. */
export function createAuthority(name: AuthorityName, keys: KeyCache, now: Date): Authority {
  const subject = { organization, commonName: `Ringproof ${titles[name]} Root` };
  const root: Issuer = { subject, keyPem: keys.pem(`${name}-root`) };
  const rootPem = signCertificate(authorityPlan(subject, now, true), root.keyPem, root);
  const intermediate = createIntermediate(
    `Ringproof ${titles[name]} Intermediate`,
    root,
    keys.pem(`${name}-intermediate`),
    now,
  );
  return { rootPem, root, intermediate };
}

/** An intermediate under `root`; with `authority` false its basic constraints say that it is none. */
export function createIntermediate(
  commonName: string,
  root: Issuer,
  keyPem: string,
  now: Date,
  authority = true,
): Intermediate {
  const subject = { organization, commonName };
  return { subject, keyPem, pem: signCertificate(authorityPlan(subject, now, authority), keyPem, root) };
}

function authorityPlan(subject: DistinguishedName, now: Date, authority: boolean): CertificatePlan {
  return {
    subject,
    notBefore: new Date(now.getTime() - year),
    notAfter: new Date(now.getTime() + 49 * year),
    authority,
    keyUsage: ['keyCertSign', 'cRLSign'],
    extendedKeyUsage: [],
    names: [],
  };
}
