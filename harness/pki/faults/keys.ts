/** Faults of keys and signatures. Keys that are not RSA have no keyEncipherment, which their certificates must not state. */
import type { CertificatePlan } from '../certificate.ts';
import type { ChainPlan, GoodChain, Workshop } from '../chain.ts';
import type { CertificateFault, Difference } from '../fault.ts';
import type { KeyKind } from '../key-kinds.ts';
import { rsaPublicInfo } from '../public-key.ts';
import { special } from './chain.ts';
import { renamed } from './variants.ts';

const ofLeaf = ['leaf key'] as const satisfies Difference[];
/** RFC 8813 §3, RFC 8410 §5, RFC 4055 §1.2, RFC 3279 §2.3.2: only keys that encipher are for enciphering keys. */
const ofSigningLeaf = ['leaf key', 'leaf X509v3 Key Usage'] as const satisfies Difference[];
const underOwnRoot = [...renamed, 'intermediate issuer', 'intermediate signer'] as const satisfies Difference[];

export const keyFaults = {
  'rsa-512': {
    title: 'The leaf has an RSA key of 512 bits.',
    differs: ofLeaf,
    // RSASSA-PSS does not fit into it, so that there is no TLS 1.3 with it.
    crafted: true,
    make: (good) => withKey(good, 'rsa512'),
  },
  'rsa-1024': {
    title: 'The leaf has an RSA key of 1024 bits.',
    differs: ofLeaf,
    make: (good) => withKey(good, 'rsa1024'),
  },
  'rsa-1024-intermediate': {
    title: 'The intermediate has an RSA key of 1024 bits.',
    differs: [...renamed, 'intermediate key'],
    make: (good) => ({
      ...good,
      above: [{ ...special(good, 'Of 1024 Bits'), key: { name: 'intermediate-rsa1024', kind: 'rsa1024' } }],
    }),
  },
  'rsa-1024-root': {
    title: 'The chain stands under an uploaded root that has an RSA key of 1024 bits.',
    differs: underOwnRoot,
    make: (good, shop) =>
      underRoot(good, 'Under A Root Of 1024 Bits', {
        ...shop.root('Ringproof Root Of 1024 Bits'),
        key: { name: 'root-rsa1024', kind: 'rsa1024' },
      }),
  },
  'rsa-2047': {
    title: 'The leaf has an RSA key of 2047 bits.',
    differs: ofLeaf,
    make: (good) => withKey(good, 'rsa2047'),
  },
  'rsa-3072': {
    title: 'The leaf has an RSA key of 3072 bits.',
    differs: ofLeaf,
    make: (good) => withKey(good, 'rsa3072'),
  },
  'rsa-4096': {
    title: 'The leaf has an RSA key of 4096 bits.',
    differs: ofLeaf,
    make: (good) => withKey(good, 'rsa4096'),
  },
  'rsa-8192': {
    title: 'The leaf has an RSA key of 8192 bits.',
    differs: ofLeaf,
    make: (good) => withKey(good, 'rsa8192'),
  },
  'rsa-16384': {
    title: 'The leaf has an RSA key of 16384 bits.',
    differs: ofLeaf,
    make: (good) => withKey(good, 'rsa16384'),
  },
  'rsa-exponent-3': {
    title: 'The public exponent of the leaf is 3.',
    differs: ofLeaf,
    make: (good) => withKey(good, 'rsa2048-exponent-3'),
  },
  'rsa-exponent-1': {
    title: 'The public exponent of the leaf is 1, so that everybody can sign in its name.',
    differs: ofLeaf,
    make: (good) => withKey(good, 'rsa2048-exponent-1'),
  },
  'rsa-even-modulus': {
    title: 'The RSA modulus of the leaf is even.',
    differs: ofLeaf,
    // Nothing here signs with an even modulus, and Montgomery multiplication can not verify with one: the server signs
    // with the key whose modulus is greater by one. A device that takes the certificate fails at that signature; only the
    // alert (decrypt_error, 51) tells this from a refusal of the certificate.
    crafted: true,
    make: (good, shop) => ({
      ...good,
      leaf: { ...good.leaf, publicInfo: evenModulus(good, shop) },
      key: good.leaf.key,
    }),
  },
  'ecdsa-leaf-under-rsa': {
    title: 'The leaf has an ECDSA key on P-256 and stands under the RSA authority.',
    differs: ofSigningLeaf,
    make: (good) => withSigningKey(good, 'p256'),
  },
  'rsa-leaf-under-ecdsa': {
    title: 'The leaf has an RSA key and stands under an authority that signs with ECDSA throughout.',
    control: 'ecdsa-chain',
    differs: ofSigningLeaf,
    make: (good, { authorities: { ecdsa } }) => ({
      leaf: good.leaf,
      above: [ecdsa.intermediate],
      root: ecdsa.root,
      anchor: (made) => made.root,
    }),
  },
  'ecdsa-p384': {
    title: 'The ECDSA key of the leaf is on P-384.',
    control: 'ecdsa-leaf-under-rsa',
    differs: ofLeaf,
    make: (good) => withSigningKey(good, 'p384'),
  },
  'ecdsa-p521': {
    title: 'The ECDSA key of the leaf is on P-521.',
    control: 'ecdsa-leaf-under-rsa',
    differs: ofLeaf,
    make: (good) => withSigningKey(good, 'p521'),
  },
  'ecdsa-p192': {
    title: 'The ECDSA key of the leaf is on P-192.',
    control: 'ecdsa-leaf-under-rsa',
    differs: ofLeaf,
    // OpenSSL serves it only to who offers that curve.
    crafted: true,
    make: (good) => withSigningKey(good, 'p192'),
  },
  'ecdsa-explicit-curve': {
    title: 'The curve of the leaf, P-256, is spelled out instead of named (RFC 5480 §2.1.1).',
    control: 'ecdsa-leaf-under-rsa',
    differs: ofLeaf,
    // OpenSSL serves no curve without a name.
    crafted: true,
    make: (good) => withSigningKey(good, 'p256-explicit'),
  },
  ed25519: {
    title: 'The leaf has an Ed25519 key.',
    differs: ofSigningLeaf,
    make: (good) => withSigningKey(good, 'ed25519'),
  },
  'rsa-pss-key': {
    title: 'The RSA key of the leaf is for RSASSA-PSS alone (RFC 4055 §1.2).',
    differs: ofSigningLeaf,
    make: (good) => withSigningKey(good, 'rsa-pss2048'),
  },
  'dsa-key': {
    title: 'The leaf has a DSA key of 2048 bits.',
    differs: ofSigningLeaf,
    // No suite of today is for DSA: the server signs with it under a suite for RSA. A client that takes the certificate and
    // compares both ends there (OpenSSL: illegal_parameter, 47); only the alert tells this from a refusal.
    crafted: true,
    make: (good) => withSigningKey(good, 'dsa2048'),
  },
  'leaf-signed-sha1': {
    title: 'The leaf is signed with SHA-1.',
    differs: ['leaf signature'],
    make: (good) => signed(good, 'rsa-sha1'),
  },
  'leaf-signed-md5': {
    title: 'The leaf is signed with MD5.',
    differs: ['leaf signature'],
    make: (good) => signed(good, 'rsa-md5'),
  },
  'leaf-signed-sha224': {
    title: 'The leaf is signed with SHA-224.',
    differs: ['leaf signature'],
    make: (good) => signed(good, 'rsa-sha224'),
  },
  'leaf-signed-sha512': {
    title: 'The leaf is signed with SHA-512.',
    differs: ['leaf signature'],
    make: (good) => signed(good, 'rsa-sha512'),
  },
  'leaf-signed-pss': {
    title: 'The leaf is signed with RSASSA-PSS and SHA-256.',
    differs: ['leaf signature'],
    make: (good) => signed(good, 'rsa-pss-sha256'),
  },
  'intermediate-signed-sha1': {
    title: 'The intermediate is signed with SHA-1.',
    differs: [...renamed, 'intermediate signature'],
    make: (good) => ({ ...good, above: [{ ...special(good, 'Signed With SHA-1'), signature: 'rsa-sha1' }] }),
  },
  'root-signed-sha1': {
    title: 'The chain stands under an uploaded root that is signed, by itself, with SHA-1.',
    differs: underOwnRoot,
    make: (good, shop) =>
      underRoot(good, 'Under A Root Signed With SHA-1', {
        ...shop.root('Ringproof Root Signed With SHA-1'),
        signature: 'rsa-sha1',
      }),
  },
} satisfies Record<string, CertificateFault>;

function withKey(good: GoodChain, kind: KeyKind): ChainPlan {
  return { ...good, leaf: { ...good.leaf, key: { name: `server-${kind}`, kind } } };
}

function withSigningKey(good: GoodChain, kind: KeyKind): ChainPlan {
  return withKey({ ...good, leaf: { ...good.leaf, keyUsage: ['digitalSignature'] } }, kind);
}

function signed(good: GoodChain, signature: CertificatePlan['signature']): ChainPlan {
  return { ...good, leaf: { ...good.leaf, signature } };
}

function underRoot(good: GoodChain, word: string, root: CertificatePlan): ChainPlan {
  return { ...good, above: [special(good, word)], root, anchor: (made) => made.root };
}

/** One less than the modulus of the server's key: as long, and even. */
function evenModulus(good: GoodChain, shop: Workshop): Buffer {
  const { n = '', e = '' } = shop.keys.key(good.leaf.key).private.export({ format: 'jwk' });
  const number = (text: string): bigint => BigInt(`0x${Buffer.from(text, 'base64url').toString('hex')}`);
  return rsaPublicInfo(number(n) - 1n, number(e));
}
