/** The kinds of keys that certificates are made for: how one is made, and how one is recognised. */
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { rsaOfManyPrimes } from './many-primes.ts';

interface Kind {
  make(): KeyObject;
  /** What node:crypto says of such a key. */
  type: string;
  details: { modulusLength?: number; publicExponent?: bigint; namedCurve?: string; divisorLength?: number };
}

function rsa(modulusLength: number, publicExponent = 65537n): Kind {
  const options = { modulusLength, publicExponent: Number(publicExponent) };
  const details = { modulusLength, publicExponent };
  return { make: () => generateKeyPairSync('rsa', options).privateKey, type: 'rsa', details };
}

/** Two primes of that size would take minutes to find. */
function largeRsa(bits: number): Kind {
  const make = (): KeyObject => createPrivateKey({ key: rsaOfManyPrimes(bits), format: 'der', type: 'pkcs1' });
  return { ...rsa(bits), make };
}

/** The secret exponent is 1 too: what it signs is the padded message itself. */
function rsaWithExponent1(): KeyObject {
  const one = Buffer.of(1).toString('base64url');
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
  return createPrivateKey({ key: { ...key, e: one, d: one, dp: one, dq: one }, format: 'jwk' });
}

function ec(namedCurve: string, paramEncoding: 'named' | 'explicit' = 'named'): Kind {
  const make = (): KeyObject => generateKeyPairSync('ec', { namedCurve, paramEncoding }).privateKey;
  return { make, type: 'ec', details: { namedCurve } };
}

const kinds = {
  rsa512: rsa(512),
  rsa1024: rsa(1024),
  rsa2047: rsa(2047),
  rsa2048: rsa(2048),
  'rsa2048-exponent-3': rsa(2048, 3n),
  'rsa2048-exponent-1': { ...rsa(2048, 1n), make: rsaWithExponent1 },
  rsa3072: rsa(3072),
  rsa4096: rsa(4096),
  rsa8192: largeRsa(8192),
  rsa16384: largeRsa(16384),
  /** The key itself is of type id-RSASSA-PSS (RFC 4055 §1.2). */
  'rsa-pss2048': {
    ...rsa(2048),
    make: () => generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey,
    type: 'rsa-pss',
  },
  p192: ec('prime192v1'),
  p224: ec('secp224r1'),
  p256: ec('prime256v1'),
  /** The curve is spelled out instead of named, which RFC 5480 §2.1.1 forbids. */
  'p256-explicit': ec('prime256v1', 'explicit'),
  p384: ec('secp384r1'),
  p521: ec('secp521r1'),
  ed25519: { make: () => generateKeyPairSync('ed25519').privateKey, type: 'ed25519', details: {} },
  dsa2048: {
    make: () => generateKeyPairSync('dsa', { modulusLength: 2048, divisorLength: 256 }).privateKey,
    type: 'dsa',
    details: { modulusLength: 2048, divisorLength: 256 },
  },
} satisfies Record<string, Kind>;

export type KeyKind = keyof typeof kinds;

/** Blocks: up to 0.2 s for RSA 2048, 1 s for the longer ones, else a few milliseconds. */
export const makeKey = (kind: KeyKind): KeyObject => kinds[kind].make();

export function isOfKind(key: KeyObject, kind: KeyKind): boolean {
  const { type, details }: Kind = kinds[kind];
  const said: Kind['details'] = key.asymmetricKeyDetails ?? {};
  const names = Object.keys(details) as (keyof Kind['details'])[];
  return key.asymmetricKeyType === type && names.every((name) => said[name] === details[name]);
}
