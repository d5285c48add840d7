/** Cipher suites of the device's own client: those that it can use, and what it can tell of others. */
import type { FlawName } from '../../flaws.ts';
import { fallbackSignal, isGrease, renegotiationSignal } from './numbers.ts';

export interface Cipher {
  name: 'aes-128-gcm' | 'aes-256-gcm' | 'chacha20-poly1305';
  keyLength: number;
  hash: 'sha256' | 'sha384';
  /** The suite of TLS 1.3 with this cipher and hash. */
  tls13: number;
}

const gcm128: Cipher = { name: 'aes-128-gcm', keyLength: 16, hash: 'sha256', tls13: 0x1301 };
const gcm256: Cipher = { name: 'aes-256-gcm', keyLength: 32, hash: 'sha384', tls13: 0x1302 };
const chacha: Cipher = { name: 'chacha20-poly1305', keyLength: 32, hash: 'sha256', tls13: 0x1303 };

const ciphers = new Map<number, Cipher>([
  [0x1301, gcm128],
  [0x1302, gcm256],
  [0x1303, chacha],
  // ECDHE with ECDSA, ECDHE with RSA, DHE with RSA, RSA; and the anonymous ones of RFC 5288 §2.
  ...[0xc02b, 0xc02f, 0x009e, 0x009c, 0x00a6].map((suite): [number, Cipher] => [suite, gcm128]),
  ...[0xc02c, 0xc030, 0x009f, 0x009d, 0x00a7].map((suite): [number, Cipher] => [suite, gcm256]),
  ...[0xcca9, 0xcca8, 0xccaa].map((suite): [number, Cipher] => [suite, chacha]),
]);

/** Null: a suite whose cipher the device does not have. */
export const cipherOf = (suite: number): Cipher | null => ciphers.get(suite) ?? null;

export const isOfTls13 = (suite: number): boolean => suite >> 8 === 0x13;

/** The order of RFC 9325 §4.2. */
export const offeredSuites: readonly number[] = [
  ...[0x1301, 0x1302, 0x1303],
  ...[0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8],
];

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** By the registry of IANA. */
const anonymous = new Set([
  ...[...range(0x17, 0x1b), 0x34, 0x3a, 0x46, 0x6c, 0x6d, 0x89, 0x9b, 0xa6, 0xa7, 0xbf, 0xc5],
  ...range(0xc015, 0xc019),
]);
const withoutEncryption = new Set([
  ...[0x00, 0x01, 0x02, 0x2c, 0x2d, 0x2e, 0x3b, 0xb0, 0xb1, 0xb4, 0xb5, 0xb8, 0xb9],
  ...[0xc001, 0xc006, 0xc00b, 0xc010, 0xc015, 0xc039, 0xc03a, 0xc03b],
]);
const rc4 = new Set([
  ...[0x04, 0x05, 0x18, 0x20, 0x24, 0x8a, 0x8e, 0x92],
  ...[0xc002, 0xc007, 0xc00c, 0xc011, 0xc016, 0xc033],
]);
const tripleDes = new Set([
  ...[0x0a, 0x0d, 0x10, 0x13, 0x16, 0x1b, 0x1f, 0x23, 0x8b, 0x8f, 0x93],
  ...[0xc003, 0xc008, 0xc00d, 0xc012, 0xc017, 0xc01a, 0xc01b, 0xc01c, 0xc034],
]);
const short = new Set([
  ...[0x03, 0x06, 0x08, 0x09, 0x0b, 0x0c, 0x0e, 0x0f, 0x11, 0x12, 0x14, 0x15, 0x17, 0x19, 0x1a, 0x1e, 0x22],
  ...[...range(0x26, 0x2b), ...range(0x60, 0x65)],
]);

/** Whether no certificate belongs to the suite. */
export const isAnonymous = (suite: number): boolean => anonymous.has(suite);

/** RSA key transport (RFC 5246 §7.4.7.1), which knows no ServerKeyExchange. */
export const isKeyTransport = (suite: number): boolean =>
  [0x00, 0x01, 0x02, 0x04, 0x05, 0x09, 0x0a, 0x2f, 0x35, 0x3b, 0x3c, 0x3d, 0x9c, 0x9d].includes(suite);

/** Whether the number stands for no suite. */
export const isSignal = (suite: number): boolean =>
  suite === renegotiationSignal || suite === fallbackSignal || isGrease(suite);

/** RSA key transport with a short key in ServerKeyExchange (RFC 2246 §7.4.3): modulus and exponent. */
export const isShortKeyTransport = (suite: number): boolean => [0x03, 0x06, 0x08, 0x62, 0x64].includes(suite);

/** Diffie-Hellman over finite fields, whose ServerKeyExchange begins with a length (RFC 5246 §7.4.3). */
export const isOverField = (suite: number): boolean => suite === 0xccaa || (suite < 0x00ff && !isKeyTransport(suite));

/** The flaws that go on with a suite that was not offered. */
export function flawsBearing(suite: number): FlawName[] {
  const kinds: [FlawName, boolean][] = [
    ['accepts-unoffered-suite', true],
    ['accepts-null-suite', withoutEncryption.has(suite)],
    ['accepts-anonymous-suite', anonymous.has(suite)],
    ['accepts-rc4', rc4.has(suite)],
    ['accepts-3des', tripleDes.has(suite)],
    ['accepts-export-suite', short.has(suite)],
    ['accepts-signalling-suite', isSignal(suite)],
  ];
  return kinds.filter(([, applies]) => applies).map(([flaw]) => flaw);
}
