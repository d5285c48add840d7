/** Certificates of a peer that connects to the device's own listener: a good one, and one deviation each. */
import type { CertificatePlan } from './certificate.ts';
import { goodChain, type ChainPlan, type GoodChain, type Workshop } from './chain.ts';
import { byList } from './faults/revocation-data.ts';
import { serialOf } from './ocsp.ts';

/**
 * `good` stands under the lab authority, names the peer's domain and is for client authentication. `good-by-crl` names a CRL
 * too, which it is not on: the control of `revoked`.
 */
export const clientCertificateKinds = [
  'good',
  'unknown-authority',
  'self-signed',
  'expired',
  'not-yet-valid',
  'server-usage-only',
  'any-usage',
  'other-domain',
  'good-by-crl',
  'revoked',
] as const;
export type ClientCertificateKind = (typeof clientCertificateKinds)[number];

/** The chain of a client of the domain `shop.host`. */
export function clientChain(kind: ClientCertificateKind, shop: Workshop): ChainPlan {
  const chain = goodChain(shop);
  const client: CertificatePlan = { ...chain.leaf, key: { name: 'client' }, extendedKeyUsage: ['clientAuth'] };
  const good: GoodChain = { ...chain, leaf: namedAs(client, shop.host) };
  const changed = (change: Partial<CertificatePlan>): ChainPlan => ({ ...good, leaf: { ...good.leaf, ...change } });
  switch (kind) {
    case 'good':
      return good;
    case 'unknown-authority': {
      const { intermediate, root } = shop.authorities.unknown;
      return { ...good, above: [intermediate], root };
    }
    case 'self-signed':
      return { ...good, above: [], root: null };
    case 'expired':
      return changed({ notBefore: shop.days(-31), notAfter: shop.days(-1) });
    case 'not-yet-valid':
      return changed({ notBefore: shop.days(1), notAfter: shop.days(31) });
    case 'server-usage-only':
      return changed({ extendedKeyUsage: ['serverAuth'] });
    case 'any-usage':
      return changed({ extendedKeyUsage: ['anyExtendedKeyUsage'] });
    case 'other-domain':
      return { ...good, leaf: namedAs(client, shop.host.replace(/^[^.]+/, 'other')) };
    case 'good-by-crl':
      return byList('client-good', good, shop);
    case 'revoked':
      return byList('client-revoked', good, shop, {
        list: ({ leaf }) => ({ revoked: [{ serial: serialOf(leaf), at: shop.seconds(-3600) }] }),
      });
  }
}

/** By its SIP domain (RFC 5922 §7.1) and, for who looks there, as a host. */
function namedAs(plan: CertificatePlan, domain: string): CertificatePlan {
  return {
    ...plan,
    subject: { ...plan.subject, commonName: domain },
    names: [{ uri: `sip:${domain}` }, { dns: domain }],
  };
}
