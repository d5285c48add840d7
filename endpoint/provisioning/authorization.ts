/** Answers to 401: Digest (RFC 7616; MD5 and SHA-256, qop=auth) and Basic (RFC 7617). */
import { createHash, randomBytes } from 'node:crypto';

export interface Credentials {
  user: string;
  password: string;
}

interface Challenge {
  scheme: string;
  parameters: Map<string, string>;
}

/** Strongest first. */
const algorithms = new Map([
  ['sha-256', 'sha256'],
  ['sha-256-sess', 'sha256'],
  ['md5', 'md5'],
  ['md5-sess', 'md5'],
]);

function readChallenges(headers: readonly string[]): Challenge[] {
  const challenges: Challenge[] = [];
  const token = /([!#$%&'*+.^_`|~\w-]+)(?:[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+)))?/g;
  for (const [, name = '', quoted, plain] of headers.join(', ').matchAll(token)) {
    const value = quoted?.replace(/\\(.)/g, '$1') ?? plain;
    if (value === undefined) challenges.push({ scheme: name.toLowerCase(), parameters: new Map() });
    else challenges.at(-1)?.parameters.set(name.toLowerCase(), value);
  }
  return challenges;
}

const quoted = (text: string): string => `"${text.replace(/(["\\])/g, '\\$1')}"`;

function digest({ parameters }: Challenge, uri: string, { user, password }: Credentials): string {
  const algorithm = parameters.get('algorithm') ?? 'MD5';
  const hash = algorithms.get(algorithm.toLowerCase())!;
  const h = (text: string): string => createHash(hash).update(text).digest('hex');
  const realm = parameters.get('realm') ?? '';
  const nonce = parameters.get('nonce') ?? '';
  const cnonce = randomBytes(16).toString('hex');
  const count = '00000001';
  let a1 = h(`${user}:${realm}:${password}`);
  if (algorithm.toLowerCase().endsWith('-sess')) a1 = h(`${a1}:${nonce}:${cnonce}`);
  const a2 = h(`GET:${uri}`);
  const hasQop = parameters.has('qop');
  const fields = [
    `username=${quoted(user)}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(uri)}`,
    `response="${h(hasQop ? `${a1}:${nonce}:${count}:${cnonce}:auth:${a2}` : `${a1}:${nonce}:${a2}`)}"`,
    ...(parameters.has('algorithm') ? [`algorithm=${algorithm}`] : []),
    ...(hasQop ? ['qop=auth', `nc=${count}`, `cnonce="${cnonce}"`] : []),
    ...(parameters.has('opaque') ? [`opaque=${quoted(parameters.get('opaque')!)}`] : []),
  ];
  return `Digest ${fields.join(', ')}`;
}

const rank = ({ parameters }: Challenge): number =>
  [...algorithms.keys()].indexOf((parameters.get('algorithm') ?? 'MD5').toLowerCase());

function usable({ scheme, parameters }: Challenge): boolean {
  if (scheme !== 'digest' || !parameters.has('nonce')) return false;
  const qop = parameters.get('qop');
  const algorithm = (parameters.get('algorithm') ?? 'MD5').toLowerCase();
  return algorithms.has(algorithm) && (qop === undefined || /(^|,)\s*auth\s*(,|$)/i.test(qop));
}

/** The Authorization header for a GET of `uri`; null: none of the challenges can be answered. */
export function authorize(challenges: readonly string[], uri: string, credentials: Credentials): string | null {
  const all = readChallenges(challenges);
  const [best] = all.filter(usable).sort((a, b) => rank(a) - rank(b));
  if (best) return digest(best, uri, credentials);
  if (!all.some(({ scheme }) => scheme === 'basic')) return null;
  return `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}`;
}

/** Whether the server only wants a fresh nonce (RFC 7616 §3.3). */
export const isStale = (challenges: readonly string[]): boolean =>
  readChallenges(challenges).some(({ parameters }) => parameters.get('stale')?.toLowerCase() === 'true');
