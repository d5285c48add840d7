/** Certificates of the device itself, as its maker installs them, and one deviation each. */
import { organization } from './authority.ts';
import type { CertificatePlan } from './certificate.ts';
import type { ChainPlan, Workshop } from './chain.ts';

/**
 * `good`: CN = MAC, 30 years, under the device authority and its intermediate. `other-mac` names another device,
 * `other-authority` stands under an authority that nobody trusts. All have the key of the device.
 */
export const deviceCertificateKinds = ['good', 'expired', 'other-mac', 'other-authority'] as const;
export type DeviceCertificateKind = (typeof deviceCertificateKinds)[number];

/** `mac` as the certificate writes it; `digits` are its twelve, in lower case. */
export function deviceChain(kind: DeviceCertificateKind, mac: string, digits: string, shop: Workshop): ChainPlan {
  const { device, unknown } = shop.authorities;
  const notBefore = shop.days(-1);
  const leaf: CertificatePlan = {
    subject: { organization, commonName: mac },
    notBefore,
    notAfter: thirtyYearsAfter(notBefore),
    key: { name: `device-${digits}` },
    basicConstraints: null,
    keyUsage: ['digitalSignature', 'keyEncipherment'],
    extendedKeyUsage: ['clientAuth'],
    names: [],
  };
  const good = { leaf, above: [device.intermediate], root: device.root };
  switch (kind) {
    case 'good':
      return good;
    case 'expired':
      return { ...good, leaf: { ...leaf, notBefore: shop.days(-31), notAfter: shop.days(-1) } };
    case 'other-mac':
      return { ...good, leaf: { ...leaf, subject: { organization, commonName: neighbour(mac) } } };
    case 'other-authority':
      return { leaf, above: [unknown.intermediate], root: unknown.root };
  }
}

/** The same address in its last bit changed, written the same way. */
function neighbour(mac: string): string {
  const digit = (Number.parseInt(mac.slice(-1), 16) ^ 1).toString(16);
  return mac.slice(0, -1) + (mac === mac.toLowerCase() ? digit : digit.toUpperCase());
}

function thirtyYearsAfter(date: Date): Date {
  const later = new Date(date);
  later.setUTCFullYear(later.getUTCFullYear() + 30);
  return later;
}
