/** Certificates of the device itself, as its maker installs them, and one deviation each. */
import { organization } from './authority.ts';
import type { CertificatePlan } from './certificate.ts';
import type { ChainPlan, Workshop } from './chain.ts';

/**
 * `good`: CN = MAC, 30 years, under the device authority and its intermediate. `other-mac` names another device,
 * `other-authority` stands under an authority that nobody trusts. `replacement` has a key of its own, `shared-key` that of
 * every device, `weak-key` one of RSA 1024; all others have the key of the device.
 */
export const deviceCertificateKinds = [
  'good',
  'expired',
  'other-mac',
  'other-authority',
  'self-signed',
  'replacement',
  'shared-key',
  'weak-key',
  'authority',
  'server-usage-only',
] as const;
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
    case 'self-signed':
      return { leaf, above: [], root: null };
    case 'replacement':
      return { ...good, leaf: { ...leaf, key: { name: `device-${digits}-replacement` } } };
    case 'shared-key':
      return { ...good, leaf: { ...leaf, key: { name: 'device-shared' } } };
    case 'weak-key':
      return { ...good, leaf: { ...leaf, key: { name: 'device-weak', kind: 'rsa1024' } } };
    case 'authority':
      return {
        ...good,
        leaf: { ...leaf, basicConstraints: { authority: true }, keyUsage: [...leaf.keyUsage, 'keyCertSign'] },
      };
    case 'server-usage-only':
      return { ...good, leaf: { ...leaf, extendedKeyUsage: ['serverAuth'] } };
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
