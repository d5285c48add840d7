/** Faults of the trust anchor and of chain building. */
import type { CertificateFault } from '../fault.ts';
import { named, type Workshop } from '../chain.ts';

export const chainFaults = {
  good: {
    title: 'A valid chain from the lab authority for the very host.',
    differs: [],
    make: (good) => good,
  },
  'ecdsa-chain': {
    title: 'Keys and signatures of the whole chain are ECDSA with P-256.',
    differs: [
      ...(['leaf issuer', 'leaf key', 'leaf signature', 'intermediate subject', 'intermediate issuer'] as const),
      ...(['intermediate key', 'intermediate signature', 'intermediate signer'] as const),
    ],
    make: (good, shop) => {
      const { root, intermediate } = shop.authorities.ecdsa;
      const leaf = { ...good.leaf, key: { name: 'server-p256', kind: 'p256' } } as const;
      return { leaf, above: [intermediate], root, anchor: (made) => made.root };
    },
  },
  'factory-authority': {
    title: 'The chain stands under the factory authority instead of the lab authority.',
    differs: ['leaf issuer', 'intermediate subject', 'intermediate issuer', 'intermediate key', 'intermediate signer'],
    make: (good, shop) => {
      const { root, intermediate } = shop.authorities.factory;
      return { leaf: good.leaf, above: [intermediate], root };
    },
  },
  'unknown-authority': {
    title: 'The chain stands under a root that is in no trust store.',
    differs: ['leaf issuer', 'intermediate subject', 'intermediate issuer', 'intermediate key', 'intermediate signer'],
    make: (good, shop) => {
      const { root, intermediate } = shop.authorities.unknown;
      return { leaf: good.leaf, above: [intermediate], root };
    },
  },
  'self-signed': {
    title: 'The leaf is signed with its own key and is no authority.',
    differs: ['leaf issuer', 'leaf signer', 'sent'],
    make: (good, shop) => ({ leaf: { ...good.leaf, serial: selfSignedSerial(shop) }, above: [], root: null }),
  },
  'missing-intermediate': {
    title: 'The intermediate certificate is not sent.',
    differs: ['leaf issuer', 'leaf X509v3 Authority Key Identifier', 'leaf signer', 'sent'],
    make: (good) => ({
      ...good,
      above: [named(good.intermediate, 'Ringproof Lab Intermediate Never Sent')],
      sent: (made) => [made.leaf],
    }),
  },
} satisfies Record<string, CertificateFault>;

/** A second certificate of the same serial shows whether the device tells them apart. */
function selfSignedSerial(shop: Workshop): Buffer {
  return Buffer.concat([Buffer.of(0x40), shop.octets('self-signed', 15)]);
}
