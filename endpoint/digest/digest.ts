/** Digest authentication (RFC 7616), as HTTP and SIP use it: algorithms, qop, and the credentials for one request. */
import { createHash } from 'node:crypto';
import type { Challenge } from './challenge.ts';

export interface Credentials {
  user: string;
  password: string;
}

/** By the name in challenges, lower case; strongest first. */
const hashes = new Map([
  ['sha-512-256', 'sha512-256'],
  ['sha-512-256-sess', 'sha512-256'],
  ['sha-256', 'sha256'],
  ['sha-256-sess', 'sha256'],
  ['md5', 'md5'],
  ['md5-sess', 'md5'],
]);

const algorithmOf = ({ parameters }: Challenge): string => parameters.get('algorithm') ?? 'MD5';

/** 0 is the strongest; -1: not known here. */
export const rankOf = (challenge: Challenge): number =>
  [...hashes.keys()].indexOf(algorithmOf(challenge).toLowerCase());

export type Qop = 'auth' | 'auth-int';

/** What a challenge takes, `auth` before `auth-int`; null: it names none; undefined: none that is known here. */
export function qopOf({ parameters }: Challenge): Qop | null | undefined {
  const offered = parameters
    .get('qop')
    ?.toLowerCase()
    .split(/[ \t]*,[ \t]*/);
  return offered ? (['auth', 'auth-int'] as const).find((one) => offered.includes(one)) : null;
}

export interface DigestedRequest {
  method: string;
  uri: string;
  body: string;
  /** How many requests have used the nonce, this one included (RFC 7616 §3.4). */
  count: number;
  cnonce: string;
  /** What the digest is computed as, where a flaw has it otherwise than the credentials say. */
  computedAs?: Qop | null;
}

/** The value of (Proxy-)Authorization for a challenge that `rankOf` and `qopOf` know (RFC 7616 §3.4). */
export function digestCredentials(
  challenge: Challenge,
  { user, password }: Credentials,
  { method, uri, body, count, cnonce, computedAs }: DigestedRequest,
): string {
  const { parameters } = challenge;
  const algorithm = algorithmOf(challenge).toLowerCase();
  const h = (text: string): string => createHash(hashes.get(algorithm)!).update(text).digest('hex');
  const realm = parameters.get('realm') ?? '';
  const nonce = parameters.get('nonce') ?? '';
  const qop = qopOf(challenge) ?? null;
  const computed = computedAs === undefined ? qop : computedAs;
  const nc = count.toString(16).padStart(8, '0');
  const secret = h(`${user}:${realm}:${password}`);
  const a1 = algorithm.endsWith('-sess') ? h(`${secret}:${nonce}:${cnonce}`) : secret;
  const a2 = h(computed === 'auth-int' ? `${method}:${uri}:${h(body)}` : `${method}:${uri}`);
  const response = h(qop ? `${a1}:${nonce}:${nc}:${cnonce}:${qop}:${a2}` : `${a1}:${nonce}:${a2}`);
  const fields = [
    `username=${quoted(user)}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(uri)}`,
    `response="${response}"`,
    ...(parameters.has('algorithm') ? [`algorithm=${algorithmOf(challenge)}`] : []),
    ...(qop ? [`qop=${qop}`, `nc=${nc}`, `cnonce="${cnonce}"`] : []),
    ...(parameters.has('opaque') ? [`opaque=${quoted(parameters.get('opaque')!)}`] : []),
  ];
  return `Digest ${fields.join(', ')}`;
}

export const basicCredentials = ({ user, password }: Credentials): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

const quoted = (text: string): string => `"${text.replace(/(["\\])/g, '\\$1')}"`;
