/** The key exchange of TLS 1.2: ServerKeyExchange, its signature, and what answers it (RFC 5246 §7.4.3, §7.4.7; RFC 8422 §5). */
import {
  constants,
  createDiffieHellman,
  createPublicKey,
  publicEncrypt,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { makeKeyShare } from './key-share.ts';
import { Octets, vector } from './octets.ts';
import type { Offer } from './offer.ts';
import type { Rules } from './rules.ts';
import { beforeTls12, isSigned } from './signature.ts';
import { isAnonymous, isOverField, isShortKeyTransport } from './suites.ts';

export interface Exchanged {
  /** Body of ClientKeyExchange. */
  answer: Buffer;
  preMasterSecret: Buffer;
}

export interface ServerPart {
  suite: number;
  /** Before TLS 1.2 the signature names no scheme. */
  isOld: boolean;
  /** Body of ServerKeyExchange; null: none came. */
  body: Buffer | null;
  /** Both random values: what is signed before the parameters. */
  randoms: Buffer;
  /** Of the certificate; null: there is none that can be read. */
  key: KeyObject | null;
}

/** ECCurveType (RFC 8422 §5.4). The others spell out the parameters. */
const namedCurve = 3;
/** RFC 9325 §4.5. */
const LEAST_DH_BITS = 2048;

export function exchangeKeys(part: ServerPart, offer: Offer, rules: Rules): Exchanged {
  const { body } = part;
  if (body === null) return transportKey(part.key);
  if (isShortKeyTransport(part.suite)) return shortKey(part, body, offer, rules);
  const isField = body[0] !== namedCurve && isOverField(part.suite);
  return isField ? overField(part, body, offer, rules) : overCurve(part, body, offer, rules);
}

/** RFC 5246 §7.4.7.1. */
function transportKey(key: KeyObject | null): Exchanged {
  const preMasterSecret = Buffer.concat([Buffer.from([3, 3]), randomBytes(46)]);
  const padding = constants.RSA_PKCS1_PADDING;
  const isRsa = key?.asymmetricKeyType === 'rsa';
  const encrypted = isRsa ? publicEncrypt({ key, padding }, preMasterSecret) : randomBytes(256);
  return { answer: vector(2, encrypted), preMasterSecret };
}

/** RFC 2246 §7.4.3: the key of the certificate signs a short one. */
function shortKey(part: ServerPart, body: Buffer, offer: Offer, rules: Rules): Exchanged {
  const octets = new Octets(body);
  const [n, e] = [octets.vector(2), octets.vector(2)];
  checkSignature(part, body.subarray(0, 4 + n.length + e.length), octets, offer, rules);
  const jwk = { kty: 'RSA', n: n.toString('base64url'), e: e.toString('base64url') };
  return transportKey(createPublicKey({ key: jwk, format: 'jwk' }));
}

function overCurve(part: ServerPart, body: Buffer, offer: Offer, rules: Rules): Exchanged {
  const isNamed = body[0] === namedCurve;
  rules.must(isNamed, 'illegal_parameter', 'the server spelt out the parameters of a curve', 'accepts-explicit-curve');
  if (!isNamed) return blindly(65);
  const octets = new Octets(body, rules.has('accepts-malformed-messages'));
  const group = octets.take(3).readUInt16BE(1);
  const point = octets.vector(1);
  const isOffered = offer.groups.includes(group);
  rules.must(isOffered, 'illegal_parameter', `the server chose the curve ${group}`, 'accepts-unoffered-curve');
  checkSignature(part, body.subarray(0, 4 + point.length), octets, offer, rules);
  const share = makeKeyShare(group);
  if (!share) return blindly(point.length);
  const isCompressed = point[0] === 2 || point[0] === 3;
  const isPoint = share.publicKey.length === 32 || !isCompressed;
  rules.must(isPoint, 'illegal_parameter', 'the server sent a compressed point');
  try {
    return { answer: vector(1, share.publicKey), preMasterSecret: share.secret(point) };
  } catch {
    const isZero = point.every((octet) => octet === 0);
    const text = 'the server sent a point that is not on the curve, or leads to a secret of zero';
    rules.must(false, 'illegal_parameter', text, isZero ? 'accepts-zero-share' : 'accepts-off-curve-point');
    return blindly(share.publicKey.length);
  }
}

/** What a client sends next that has no secret in common with the server. */
const blindly = (length: number): Exchanged => ({
  answer: vector(1, Buffer.concat([Buffer.from([4]), randomBytes(length - 1)])),
  preMasterSecret: Buffer.alloc(32),
});

/** RFC 5246 §7.4.3: prime, generator and public value, each of up to 2^16-1 octets. */
function overField(part: ServerPart, body: Buffer, offer: Offer, rules: Rules): Exchanged {
  const octets = new Octets(body, rules.has('accepts-malformed-messages'));
  const [prime, generator, theirs] = [octets.vector(2), octets.vector(2), octets.vector(2)];
  const length = 6 + prime.length + generator.length + theirs.length;
  checkSignature(part, body.subarray(0, length), octets, offer, rules);
  const bits = prime.length * 8 - Math.clz32(prime[0] ?? 0) + 24;
  const text = `the server chose a Diffie-Hellman group of ${bits} bits`;
  rules.must(
    bits >= LEAST_DH_BITS,
    'handshake_failure',
    text,
    'accepts-small-dh-group',
    'accepts-export-suite',
    ...anon,
  );
  const own = createDiffieHellman(prime, generator);
  const ours = own.generateKeys();
  // RFC 8446 §7.4.1 and RFC 5246 §8.1.2 differ in leading zeros; here they are stripped.
  const secret = own.computeSecret(theirs);
  const start = secret.findIndex((octet) => octet !== 0);
  return { answer: vector(2, ours), preMasterSecret: secret.subarray(Math.max(0, start)) };
}

const anon = ['accepts-anonymous-suite'] as const;

function checkSignature(part: ServerPart, parameters: Buffer, rest: Octets, offer: Offer, rules: Rules): void {
  if (isAnonymous(part.suite) && rest.isEmpty) return;
  if (rules.has('accepts-unproven-server')) return;
  const scheme = part.isOld ? beforeTls12 : rest.isEmpty ? 0 : rest.uint(2);
  const signature = rest.isEmpty ? Buffer.alloc(0) : rest.vector(2);
  const [hash, kind] = [scheme >> 8, scheme & 0xff];
  const isNothing = kind === 0 || signature.length === 0;
  const unsigned = 'the server did not sign its key exchange';
  rules.must(!isNothing, 'illegal_parameter', unsigned, 'accepts-anonymous-signature');
  if (isNothing) return;
  const isOffered = part.isOld || offer.schemes.length === 0 || offer.schemes.includes(scheme);
  const bearing =
    hash === 1 ? (['accepts-md5-signature'] as const) : hash === 2 ? (['accepts-sha1-signature'] as const) : [];
  const text = `the server signed with the scheme 0x${scheme.toString(16)}, which was not offered`;
  rules.must(isOffered, 'illegal_parameter', text, ...bearing);
  // Without a key nothing can be verified: only a flaw comes here.
  const isGood = part.key === null || isSigned(scheme, Buffer.concat([part.randoms, parameters]), part.key, signature);
  rules.must(isGood, 'decrypt_error', 'the signature of the server on its key exchange is wrong');
}
