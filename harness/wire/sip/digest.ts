/**
 * Digest authentication for SIP and HTTP: RFC 7616 with its algorithms (RFC 8760 for SIP), qop `auth`, `auth-int` or none.
 */
import { createHash, randomBytes } from 'node:crypto';
import { parseDigest } from './digest-parameters.ts';

/** RFC 7616 §6.1; its name in OpenSSL. */
const hashes = { MD5: 'md5', 'SHA-256': 'sha256', 'SHA-512-256': 'sha512-256' } as const;

export type DigestAlgorithm = keyof typeof hashes;

export interface ChallengeOptions {
  realm: string;
  nonce: string;
  /** MD5 when absent. */
  algorithm?: DigestAlgorithm;
  /** `auth` when absent; `none` leaves qop out, as in RFC 2069. */
  qop?: 'auth' | 'auth-int' | 'none';
  stale?: boolean;
}

/** Value for WWW-Authenticate or Proxy-Authenticate. */
export function challenge(options: ChallengeOptions): string {
  const parts = [
    `realm="${options.realm}"`,
    `nonce="${options.nonce}"`,
    `algorithm=${options.algorithm ?? 'MD5'}`,
    ...(options.qop === 'none' ? [] : [`qop="${options.qop ?? 'auth'}"`]),
    ...(options.stale ? ['stale=true'] : []),
  ];
  return `Digest ${parts.join(', ')}`;
}

export interface Expectation {
  method: string;
  password: string;
  /** Of the message, for auth-int; empty when absent. */
  body?: Buffer;
  /** Compared when given. */
  user?: string;
  realm?: string;
  nonce?: string;
  uri?: string;
}

/** Whether the credentials of an Authorization or Proxy-Authorization value are right. False for anything unreadable. */
export function verifyDigest(authorization: string, expected: Expectation): boolean {
  const given = parseDigest(authorization);
  const algorithm = given && algorithmOf(given.get('algorithm'));
  if (!given || !algorithm) return false;
  const field = (name: string): string => given.get(name) ?? '';
  const qop = given.get('qop');
  if (qop !== undefined && qop !== 'auth' && qop !== 'auth-int') return false;
  if (qop && !(given.has('nc') && given.has('cnonce'))) return false;
  const wanted = { username: expected.user, realm: expected.realm, nonce: expected.nonce, uri: expected.uri };
  if (Object.entries(wanted).some(([name, value]) => value !== undefined && value !== given.get(name))) return false;
  const response = compute({
    algorithm,
    user: field('username'),
    realm: field('realm'),
    password: expected.password,
    method: expected.method,
    uri: field('uri'),
    body: expected.body,
    nonce: field('nonce'),
    quality: qop ? { qop, nc: field('nc'), cnonce: field('cnonce') } : null,
  });
  return field('response').toLowerCase() === response;
}

export interface RespondOptions {
  method: string;
  uri: string;
  user: string;
  password: string;
  /** Eight hexadecimal digits; `00000001` when absent. */
  nc?: string;
  /** Random when absent. */
  cnonce?: string;
}

/** Value for (Proxy-)Authorization. Throws RangeError for a challenge that is unreadable or of another algorithm. */
export function respond(challengeHeader: string, options: RespondOptions): string {
  const asked = parseDigest(challengeHeader);
  const algorithm = asked && algorithmOf(asked.get('algorithm'));
  const realm = asked?.get('realm');
  const nonce = asked?.get('nonce');
  if (!asked || !algorithm || realm === undefined || nonce === undefined) {
    throw new RangeError(
      `no Digest challenge with a known algorithm, realm and nonce: ${challengeHeader.slice(0, 200)}`,
    );
  }
  const offered = asked
    .get('qop')
    ?.split(',')
    .map((each) => each.trim().toLowerCase());
  if (offered && !offered.includes('auth')) throw new RangeError(`qop "${offered.join(',')}"; accepted: auth or none`);
  const quality = offered
    ? { qop: 'auth', nc: options.nc ?? '00000001', cnonce: options.cnonce ?? randomBytes(12).toString('hex') }
    : null;
  const { user, password, method, uri } = options;
  const response = compute({ algorithm, user, realm, password, method, uri, nonce, quality });
  const parts = [
    `username="${user}"`,
    `realm="${realm}"`,
    `nonce="${nonce}"`,
    `uri="${uri}"`,
    `response="${response}"`,
    `algorithm=${algorithm}`,
    ...(quality ? [`qop=${quality.qop}`, `nc=${quality.nc}`, `cnonce="${quality.cnonce}"`] : []),
    ...(asked.has('opaque') ? [`opaque="${asked.get('opaque') ?? ''}"`] : []),
  ];
  return `Digest ${parts.join(', ')}`;
}

interface Ingredients {
  algorithm: DigestAlgorithm;
  user: string;
  realm: string;
  password: string;
  method: string;
  uri: string;
  body?: Buffer | undefined;
  nonce: string;
  quality: { qop: string; nc: string; cnonce: string } | null;
}

/** RFC 7616 §3.4.1 to §3.4.3; without qop the older form of RFC 2069. */
function compute(of: Ingredients): string {
  const hash = (data: string | Buffer): string => createHash(hashes[of.algorithm]).update(data).digest('hex');
  const secret = hash(`${of.user}:${of.realm}:${of.password}`);
  const whole = of.quality?.qop === 'auth-int' ? `:${hash(of.body ?? Buffer.alloc(0))}` : '';
  const request = hash(`${of.method}:${of.uri}${whole}`);
  const middle = of.quality ? [of.nonce, of.quality.nc, of.quality.cnonce, of.quality.qop] : [of.nonce];
  return hash([secret, ...middle, request].join(':'));
}

/** RFC 7616 §3.3: MD5 when the challenge names none. */
function algorithmOf(name: string | undefined): DigestAlgorithm | null {
  const upper = (name ?? 'MD5').toUpperCase();
  return upper in hashes ? (upper as DigestAlgorithm) : null;
}
