/** Faults of the trust anchor and of what is signed by whom. What is only sent or built otherwise is in `path.ts`. */
import { keyIdentifier, type CertificatePlan } from '../certificate.ts';
import { named, type GoodChain, type Workshop } from '../chain.ts';
import type { CertificateFault, Difference } from '../fault.ts';

/** Under another authority all that names it or is made by its key differs. */
const otherAuthority = [
  'leaf issuer',
  'intermediate subject',
  'intermediate issuer',
  'intermediate key',
  'intermediate signer',
] as const satisfies Difference[];

const renamed = ['leaf issuer', 'intermediate subject'] as const satisfies Difference[];

export const chainFaults = {
  good: {
    title: 'A valid chain from the lab authority for the very host.',
    differs: [],
    make: (good) => good,
  },
  'ecdsa-chain': {
    title: 'Keys and signatures of the whole chain are ECDSA with P-256, the root included.',
    differs: [...otherAuthority, 'leaf key', 'leaf signature', 'leaf X509v3 Key Usage', 'intermediate signature'],
    make: (good, shop) => ({
      // Such a key enciphers none (RFC 8813 §3).
      leaf: { ...good.leaf, key: { name: 'server-p256', kind: 'p256' }, keyUsage: ['digitalSignature'] },
      above: [shop.authorities.ecdsa.intermediate],
      root: shop.authorities.ecdsa.root,
      anchor: (made) => made.root,
    }),
  },
  'factory-authority': {
    title: 'The chain stands under the factory authority instead of the lab authority.',
    differs: otherAuthority,
    make: (good, { authorities: { factory } }) => ({ ...good, above: [factory.intermediate], root: factory.root }),
  },
  'unknown-authority': {
    title: 'The chain stands under a root that is in no trust store.',
    differs: otherAuthority,
    make: (good, { authorities: { unknown } }) => ({ ...good, above: [unknown.intermediate], root: unknown.root }),
  },
  'same-name-other-key': {
    title: 'The chain stands under a root that has the name of the lab root and another key.',
    differs: [...renamed, 'intermediate X509v3 Authority Key Identifier', 'intermediate signer'],
    make: (good, shop) => ({
      ...good,
      above: [special(good, 'Under Same Name')],
      root: { ...good.root, key: shop.root('').key },
    }),
  },
  'same-identifier-other-key': {
    title: 'The chain stands under a root that has name and key identifier of the lab root and another key.',
    differs: [...renamed, 'intermediate signer'],
    make: (good, shop) => ({
      ...good,
      above: [special(good, 'Under Same Identifier')],
      root: {
        ...good.root,
        key: shop.root('').key,
        subjectKeyIdentifier: keyIdentifier(good.root, shop.keys),
      },
    }),
  },
  'self-signed': {
    title: 'The leaf is signed with its own key and is no authority.',
    differs: ['leaf issuer', 'leaf signer', 'sent'],
    make: (good, shop) => selfSigned(good, shop),
  },
  'self-signed-other-key': {
    title: 'The self-signed leaf has subject, names and serial number of the other one, and another key.',
    control: 'self-signed',
    differs: ['leaf key'],
    make: (good, shop) => selfSigned({ ...good, leaf: { ...good.leaf, key: { name: 'other-server' } } }, shop),
  },
  'issued-by-leaf': {
    title: 'The leaf is issued by another leaf, which is no authority and stands under the intermediate.',
    differs: [
      ...['leaf issuer', 'intermediate subject', 'intermediate issuer', 'intermediate key', 'intermediate signer'],
      ...['intermediate not before', 'intermediate not after', 'intermediate X509v3 Basic Constraints'],
      ...['intermediate X509v3 Key Usage', 'intermediate X509v3 Extended Key Usage'],
      ...['intermediate X509v3 Subject Alternative Name', 'sent'],
    ] as Difference[],
    make: (good) => ({ ...good, above: [issuingLeaf(good), good.intermediate] }),
  },
  'issued-by-uploaded-leaf': {
    title: 'The leaf is issued by a self-signed leaf, which is no authority and which the device was given as one.',
    differs: ['leaf issuer', 'leaf signer', 'sent'],
    make: (good) => ({ ...good, above: [], root: issuingLeaf(good), anchor: (made) => made.root }),
  },
  'leaf-signature-bit-flipped': {
    title: 'One bit of the signature of the leaf is wrong.',
    differs: ['leaf signer'],
    make: (good) => ({ ...good, leaf: { ...good.leaf, signatureBitFlipped: true } }),
  },
  'intermediate-signature-bit-flipped': {
    title: 'One bit of the signature of the intermediate is wrong.',
    differs: [...renamed, 'intermediate signer'],
    make: (good) => ({ ...good, above: [{ ...special(good, 'Damaged'), signatureBitFlipped: true }] }),
  },
  'signature-algorithms-differ': {
    title: 'Inside the leaf stands SHA-384, outside and in truth it is signed with SHA-256.',
    differs: ['leaf signature', 'leaf signer'],
    make: (good) => ({ ...good, leaf: { ...good.leaf, claimedSignature: 'rsa-sha384' } }),
  },
  'intermediate-uploaded': {
    title: 'The device was given the intermediate, and not the root that it stands under.',
    differs: [
      ...([...renamed, 'leaf signer', 'intermediate issuer', 'intermediate signer'] as const),
      'intermediate X509v3 Authority Key Identifier',
    ],
    make: (good, shop) => ({
      ...good,
      above: [special(good, 'Uploaded')],
      root: shop.root('Ringproof Root Never Uploaded'),
      anchor: ({ above: [intermediate], root }) => intermediate ?? root,
    }),
  },
  'leaf-uploaded': {
    title: 'The good chain; trust mode M3 uploads its leaf.',
    differs: [],
    make: (good) => ({ ...good, pin: (made) => made.leaf }),
  },
  'leaf-with-root-key': {
    title: 'The key of the leaf is that of the lab root.',
    differs: ['leaf key'],
    make: (good) => ({ ...good, leaf: { ...good.leaf, key: good.root.key } }),
  },
} satisfies Record<string, CertificateFault>;

/**
 * An intermediate that deviates has a name of its own, which no good chain ever shows: a device that remembers
 * intermediates could otherwise build a valid path and rightly accept.
 */
export function special(good: GoodChain, word: string): CertificatePlan {
  return named(good.intermediate, `Ringproof Lab Intermediate ${word}`);
}

/** The serial number is known, so that another certificate can have the same. */
function selfSigned(good: GoodChain, shop: Workshop) {
  const serial = Buffer.concat([Buffer.of(0x40), shop.octets('self-signed', 15)]);
  return { leaf: { ...good.leaf, serial }, above: [], root: null };
}

function issuingLeaf(good: GoodChain): CertificatePlan {
  const leaf = named(good.leaf, 'issuer.lab.test');
  return { ...leaf, key: { name: 'issuing-leaf' }, names: [{ dns: 'issuer.lab.test' }] };
}
