/** Faults of path building: what is sent, in which order, how long the path is and how its certificates find each other. */
import type { CertificatePlan } from '../certificate.ts';
import { type ChainPlan, type GoodChain, type Workshop } from '../chain.ts';
import type { CertificateFault, Difference } from '../fault.ts';
import { special } from './chain.ts';

const renamed = ['leaf issuer', 'intermediate subject'] as const satisfies Difference[];
const deeper = [...renamed, 'intermediate issuer', 'intermediate key', 'intermediate signer', 'sent'] as const;

export const pathFaults = {
  'missing-intermediate': {
    title: 'The intermediate certificate is not sent.',
    differs: ['leaf issuer', 'leaf X509v3 Authority Key Identifier', 'leaf signer', 'sent'],
    make: (good) => ({ ...good, above: [special(good, 'Never Sent')], sent: (made) => [made.leaf] }),
  },
  'reversed-chain': {
    title: 'The intermediate is sent before the leaf.',
    crafted: true,
    differs: ['sent'],
    make: (good) => ({ ...good, sent: (made) => [...made.above, made.leaf] }),
  },
  'unrelated-certificate-between': {
    title: 'Between leaf and intermediate stands a certificate that has nothing to do with them.',
    differs: ['sent'],
    make: (good, { certificate, authorities: { unknown } }) => ({
      ...good,
      sent: (made) => [made.leaf, certificate(unknown.intermediate, unknown.root), ...made.above],
    }),
  },
  'intermediate-twice': {
    title: 'The intermediate is sent twice.',
    differs: ['sent'],
    make: (good) => ({ ...good, sent: (made) => [made.leaf, ...made.above, ...made.above] }),
  },
  'root-included': {
    title: 'The root is sent after the intermediate.',
    differs: ['sent'],
    make: (good) => ({ ...good, sent: (made) => [made.leaf, ...made.above, made.root] }),
  },
  'expired-intermediate-first': {
    title: 'Two intermediates have the same name and key; the one that is sent first has expired, the second is valid.',
    differs: [...renamed, 'intermediate not before', 'intermediate not after', 'sent'],
    make: (good, { certificate, days }) => {
      const valid = special(good, 'Renewed');
      const expired = { ...valid, notBefore: days(-31), notAfter: days(-1) };
      return { ...good, above: [valid], sent: ({ leaf, above }) => [leaf, certificate(expired, good.root), ...above] };
    },
  },
  'cross-signed-intermediate': {
    title: 'The intermediate is sent twice: signed by the lab root, then by an unknown root.',
    differs: [...renamed, 'sent'],
    make: (good, shop) => ({
      ...good,
      above: [special(good, 'Cross-Signed')],
      sent: (made) => [made.leaf, ...made.above, foreignTwin(special(good, 'Cross-Signed'), shop)],
    }),
  },
  'cross-signed-unknown-first': {
    title: 'The intermediate is sent twice: signed by an unknown root, then by the lab root.',
    differs: [...renamed, 'intermediate issuer', 'intermediate signer', 'sent'],
    make: (good, shop) => ({
      ...good,
      above: [special(good, 'Cross-Signed')],
      sent: (made) => [made.leaf, foreignTwin(special(good, 'Cross-Signed'), shop), ...made.above],
    }),
  },
  'authorities-1': {
    title: 'One authority above the leaf: the root itself has issued it.',
    differs: ['leaf issuer', 'leaf signer', 'sent'],
    make: (good) => ({ ...good, above: [] }),
  },
  'authorities-2': {
    title: 'Two authorities above the leaf, the root counted: the good chain with an intermediate of its own.',
    differs: [...renamed, 'intermediate key'],
    make: (good) => underAuthorities(good, 2),
  },
  'authorities-3': {
    title: 'Three authorities above the leaf, the root counted.',
    differs: deeper,
    make: (good) => underAuthorities(good, 3),
  },
  'authorities-4': {
    title: 'Four authorities above the leaf, the root counted.',
    differs: deeper,
    make: (good) => underAuthorities(good, 4),
  },
  'authorities-5': {
    title: 'Five authorities above the leaf, the root counted.',
    differs: deeper,
    make: (good) => underAuthorities(good, 5),
  },
  'authorities-6': {
    title: 'Six authorities above the leaf, the root counted.',
    differs: deeper,
    make: (good) => underAuthorities(good, 6),
  },
  'authorities-7': {
    title: 'Seven authorities above the leaf, the root counted.',
    differs: deeper,
    make: (good) => underAuthorities(good, 7),
  },
  'authorities-8': {
    title: 'Eight authorities above the leaf, the root counted.',
    differs: deeper,
    make: (good) => underAuthorities(good, 8),
  },
  'authorities-10': {
    title: 'Ten authorities above the leaf, the root counted.',
    differs: deeper,
    make: (good) => underAuthorities(good, 10),
  },
  'hundred-intermediates': {
    title: 'A hundred intermediates of different names stand between leaf and root; they share one key.',
    differs: [...renamed, 'intermediate issuer', 'intermediate signer', 'sent'],
    make: (good) => ({ ...good, above: series(good, 100) }),
  },
  'issuer-loop': {
    title: 'Two intermediates have signed each other, and no root stands above them.',
    differs: [...renamed, 'intermediate issuer', 'intermediate key', 'intermediate signer', 'sent'],
    make: (good) => {
      const first = { ...special(good, 'Of Loop, First'), key: { name: 'depth-1' } };
      const second = { ...special(good, 'Of Loop, Second'), key: { name: 'depth-2' } };
      return { ...good, above: [first, second], root: first };
    },
  },
  'key-rollover-pair': {
    title: 'The leaf is signed with the former key of an intermediate, which its new key certifies.',
    differs: [...renamed, 'intermediate issuer', 'intermediate key', 'intermediate signer', 'sent'],
    make: (good) => {
      const renewed = special(good, 'After Rollover');
      return { ...good, above: [{ ...renewed, key: { name: 'depth-1' } }, renewed] };
    },
  },
  'issuer-name-coded-otherwise': {
    title: 'The issuers are named in PrintableString where their subjects are UTF8String, the text is the same.',
    differs: [...renamed, 'intermediate issuer'],
    make: (good) => issuersNamed(good, 'Named Otherwise', ({ subject }) => ({ ...subject, coding: 'printable' })),
  },
  'issuer-name-spaced-otherwise': {
    title: 'The issuers are named in other case and with other inner spaces than their subjects.',
    differs: [...renamed, 'intermediate issuer'],
    make: (good) =>
      issuersNamed(good, 'Spaced Otherwise', ({ subject }) => ({
        ...subject,
        commonName: String(subject.commonName).toUpperCase().replaceAll(' ', '  '),
      })),
  },
  'authority-key-identifier-mismatch': {
    title: 'The authority key identifier of the leaf is that of no certificate.',
    differs: ['leaf X509v3 Authority Key Identifier'],
    make: (good, shop) => ({
      ...good,
      leaf: { ...good.leaf, authorityKeyIdentifier: shop.octets('foreign key identifier', 20) },
    }),
  },
  'empty-certificate-list': {
    title: 'The list of certificates is empty.',
    crafted: true,
    differs: ['sent'],
    make: (good) => ({ ...good, sent: () => [] }),
  },
  'random-octets-for-leaf': {
    title: 'In place of the leaf stand 200 random octets.',
    crafted: true,
    differs: ['leaf unreadable'],
    make: (good, shop) => ({ ...good, sent: (made) => [shop.octets('no certificate', 200), ...made.above] }),
  },
  'trailing-octets': {
    title: 'Three octets follow the end of the leaf.',
    crafted: true,
    differs: ['leaf trailing octets'],
    make: (good) => ({ ...good, sent: (made) => [Buffer.concat([made.leaf, Buffer.alloc(3)]), ...made.above] }),
  },
} satisfies Record<string, CertificateFault>;

/** The same intermediate, signed by the unknown root. */
function foreignTwin(plan: CertificatePlan, { certificate, authorities: { unknown } }: Workshop): Buffer {
  return certificate(plan, unknown.root);
}

/** That many authorities, the root counted, each with a name and a key of its own. */
function underAuthorities(good: GoodChain, count: number): ChainPlan {
  const above = series(good, count - 1).map((plan, index) => ({ ...plan, key: { name: `depth-${index + 1}` } }));
  return { ...good, above };
}

function series(good: GoodChain, count: number): CertificatePlan[] {
  return Array.from({ length: count }, (_, index) => special(good, `${index + 1} Of ${count}`));
}

function issuersNamed(
  good: GoodChain,
  word: string,
  name: (issuer: CertificatePlan) => CertificatePlan['subject'],
): ChainPlan {
  const intermediate = special(good, word);
  return {
    ...good,
    leaf: { ...good.leaf, issuerName: name(intermediate) },
    above: [{ ...intermediate, issuerName: name(good.root) }],
  };
}
