/** ServerKeyExchange up to TLS 1.2: its signature, its curve, its point. */
import { createECDH } from 'node:crypto';
import { type ClientHello, extension, listed } from '../messages/client-hello.ts';
import type { ModulusBits } from '../key-exchange/dh.ts';
import { NotOffered } from '../fatal-alert.ts';
import { groupName } from '../registries/groups.ts';
import { exchangeKind } from '../key-exchange/key-exchange12.ts';
import { Reader } from '../messages/reader.ts';
import type { Choice } from '../server/server-choice12.ts';
import type { KeyExchange, TlsFault } from './tls-fault.ts';
import { uint, vector } from '../messages/writer.ts';

const hashes = { md5: 1, sha1: 2 };
const [rsa, ecdsa] = [1, 3];
const secp256r1 = 23;
const x25519 = 29;

/** Signed by this hash, with the server's key: in TLS 1.2 a pair of hash and signature (RFC 5246 §7.4.1.4.1). */
const signedWith = (hash: keyof typeof hashes): TlsFault['keyExchange'] => {
  return (honest) => {
    // ECDSA by any curve ends in 3, and RSA of PKCS #1 in 1; RSA-PSS (0x08..) is RSA too.
    const signature = honest.scheme < 0x0700 && (honest.scheme & 0xff) === ecdsa ? ecdsa : rsa;
    return { ...honest, scheme: (hashes[hash] << 8) | signature };
  };
};

/** Curves that few clients offer, the weakest first, with their names in node:crypto. */
const rareCurves: readonly (readonly [group: number, curve: string])[] = [
  [19, 'prime192v1'],
  [21, 'secp224r1'],
  [22, 'secp256k1'],
];

const namedCurve = 3;

const pointOn = (group: number, point: Buffer): Buffer =>
  Buffer.concat([uint(namedCurve, 1), uint(group, 2), vector(1, point)]);

/** ServerECDHParams with a curve that the client does not list. */
function withRareCurve(honest: KeyExchange, hello: ClientHello): KeyExchange {
  const rare = rareCurves.find(([group]) => !listed(hello, 'supported_groups').includes(group));
  if (!rare || !extension(hello, 'supported_groups')) {
    throw new NotOffered(`the client leaves none of ${rareCurves.map(([group]) => groupName(group)).join(', ')} out`);
  }
  return { ...honest, parameters: pointOn(rare[0], createECDH(rare[1]).generateKeys()) };
}

/** The same parameters with another point. */
function withPoint({ parameters, ...rest }: KeyExchange, change: (point: Buffer) => Buffer): KeyExchange {
  const reader = new Reader(parameters);
  const head = reader.take(3);
  return { ...rest, parameters: Buffer.concat([head, vector(1, change(reader.vector(1)))]) };
}

/** SEC 1 §2.3.3: 2 or 3 by the parity of y, then x. */
const compressed = (point: Buffer): Buffer =>
  Buffer.concat([uint(2 + (point.readUInt8(point.length - 1) & 1), 1), point.subarray(1, 33)]);

function withLastBitFlipped(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes);
  changed.writeUInt8(changed.readUInt8(changed.length - 1) ^ 1, changed.length - 1);
  return changed;
}

/**
 * ECParameters of type explicit_prime (RFC 4492 §5.4) that spell out secp256r1 (SEC 2 §2.4.2): prime, a and b, base point,
 * order, cofactor.
 */
function explicitCurve(point: Buffer): Buffer {
  const explicitPrime = 1;
  const hex = (digits: string): Buffer => vector(1, Buffer.from(digits, 'hex'));
  return Buffer.concat([
    uint(explicitPrime, 1),
    hex('ffffffff00000001000000000000000000000000ffffffffffffffffffffffff'),
    hex('ffffffff00000001000000000000000000000000fffffffffffffffffffffffc'),
    hex('5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b'),
    hex(
      '046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296' +
        '4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5',
    ),
    hex('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551'),
    hex('01'),
    vector(1, point),
  ]);
}

/** With RSA key transport there is no ServerKeyExchange (RFC 5246 §7.4.3). */
function ephemeral(honest: Choice): Choice {
  if (exchangeKind(honest.suite).kind === 'rsa') throw new NotOffered('the client offers no suite with ephemeral keys');
  return honest;
}

function elliptic(honest: Choice): Choice {
  if (exchangeKind(honest.suite).kind !== 'ecdhe') throw new NotOffered('the client offers no ECDHE suite');
  return honest;
}

/** The honest exchange over this group. */
const over =
  (group: Choice['group']) =>
  (honest: Choice, hello: ClientHello): Choice => {
    if (!listed(hello, 'supported_groups').includes(group)) {
      throw new NotOffered(`the client does not offer ${groupName(group)}`);
    }
    return { ...elliptic(honest), group };
  };

/** RFC 5246 §7.4.3, with certificates of RSA. */
const dheSuites = [0x009e, 0x009f, 0xccaa, 0x0067, 0x006b, 0x0033, 0x0039];

/** Ephemeral Diffie-Hellman in a group of so many bits. */
const finite =
  (modulusBits: ModulusBits) =>
  (honest: Choice, hello: ClientHello): Choice => {
    const suite = dheSuites.find((each) => hello.suites.includes(each));
    if (suite === undefined) throw new NotOffered('the client offers no DHE_RSA suite');
    return { ...honest, suite, modulusBits };
  };

export const keyExchangeFaults = {
  'honest-over-secp256r1': { title: 'an honest server of TLS 1.2 over secp256r1', select: over(secp256r1) },
  'honest-over-x25519': { title: 'an honest server of TLS 1.2 over x25519', select: over(x25519) },
  'honest-dhe': {
    title: 'an honest server of TLS 1.2 with ephemeral Diffie-Hellman in a group of 2048 bits',
    select: finite(2048),
  },
  'bad-key-exchange-signature': {
    title: 'sends a signature of the key exchange with one bit flipped',
    select: ephemeral,
    keyExchange: (honest) => ({ ...honest, signature: (right) => withLastBitFlipped(right()) }),
  },
  'md5-signature': { title: 'signs the key exchange with MD5', select: ephemeral, keyExchange: signedWith('md5') },
  'sha1-signature': { title: 'signs the key exchange with SHA-1', select: ephemeral, keyExchange: signedWith('sha1') },
  'anonymous-signature': {
    title: 'sends an empty signature of the algorithm "anonymous"',
    select: ephemeral,
    keyExchange: (honest) => ({ ...honest, scheme: 0x0000, signature: () => Buffer.alloc(0) }),
  },
  'unoffered-curve': {
    title: 'chooses a curve that the client does not list',
    select: elliptic,
    keyExchange: withRareCurve,
  },
  'explicit-curve': {
    title: 'spells the curve out instead of naming it',
    like: 'honest-over-secp256r1',
    select: over(secp256r1),
    keyExchange: ({ parameters, ...rest }) => ({
      ...rest,
      parameters: explicitCurve(new Reader(parameters.subarray(3)).vector(1)),
    }),
  },
  'point-off-curve': {
    title: 'sends a public key that is no point of the curve',
    like: 'honest-over-secp256r1',
    select: over(secp256r1),
    keyExchange: (honest) => withPoint(honest, withLastBitFlipped),
  },
  'zero-share': {
    title: 'sends the public key zero of x25519, with which every secret is zero',
    like: 'honest-over-x25519',
    select: over(x25519),
    keyExchange: (honest) => withPoint(honest, (point) => Buffer.alloc(point.length)),
  },
  'compressed-point': {
    title: 'sends its public key as a compressed point',
    like: 'honest-over-secp256r1',
    select: over(secp256r1),
    keyExchange: (honest) => withPoint(honest, compressed),
  },
  'dhe-1024': {
    title: 'selects ephemeral Diffie-Hellman in a group of 1024 bits',
    like: 'honest-dhe',
    select: finite(1024),
  },
} as const satisfies Record<string, TlsFault>;
