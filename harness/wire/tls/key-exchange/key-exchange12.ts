/** The key exchanges of SSL 3.0 to TLS 1.2 on the server's side: what ServerKeyExchange carries, and the premaster secret. */
import { constants, generateKeyPairSync, type KeyObject, privateDecrypt, randomBytes } from 'node:crypto';
import { alertNumbers } from '../registries/alerts.ts';
import { ephemeralDh } from './dh.ts';
import { ephemeral } from './ecdh.ts';
import { FatalAlert } from '../fatal-alert.ts';
import { Reader } from '../messages/reader.ts';
import type { Choice } from '../server/server-choice12.ts';
import { suiteName } from '../registries/suites.ts';
import { versionNumbers } from '../registries/versions.ts';
import { uint, vector } from '../messages/writer.ts';

export interface ExchangeKind {
  kind: 'ecdhe' | 'dhe' | 'rsa';
  /** No Certificate, and nothing is signed (RFC 5246 appendix F.1.1.1). */
  anonymous: boolean;
  /** Ephemeral keys of 512 bits (RFC 2246 §7.4.3). */
  exportable: boolean;
}

/** By the suite's name. What names no key exchange (GREASE, TLS 1.3, unknown numbers) is served as ECDHE. */
export function exchangeKind(suite: number): ExchangeKind {
  const name = /^TLS_(.+)_WITH_/.exec(suiteName(suite))?.[1] ?? '';
  const kind = name.includes('ECDH') || name === '' ? 'ecdhe' : name.startsWith('DH') ? 'dhe' : 'rsa';
  return { kind, anonymous: name.includes('anon'), exportable: name.includes('EXPORT') };
}

export interface ServerExchange {
  /** What ServerKeyExchange carries and signs; null where none is sent. */
  parameters: Buffer | null;
  /** The premaster secret out of the body of ClientKeyExchange. Throws FatalAlert and Malformed. */
  agree(body: Buffer): Buffer;
}

/** `key`: of the certificate. */
export function serverExchange(choice: Choice, key: KeyObject, version: number): ServerExchange {
  const { kind, exportable } = exchangeKind(choice.suite);
  switch (kind) {
    case 'ecdhe':
      return overCurve(choice);
    case 'dhe':
      return overField(exportable ? 512 : (choice.modulusBits ?? 2048));
    case 'rsa':
      return exportable ? byRsa(exportKey(), version, true) : byRsa(key, version, false);
  }
}

/** RFC 8422 §5.4, §5.7. */
function overCurve({ group }: Choice): ServerExchange {
  const namedCurve = 3;
  const side = ephemeral(group);
  return {
    parameters: Buffer.concat([uint(namedCurve, 1), uint(group, 2), vector(1, side.publicKey)]),
    agree: (body) => checked(side, new Reader(body).vector(1)),
  };
}

/** RFC 5246 §7.4.3, §7.4.7.2. */
function overField(bits: 512 | 1024 | 2048): ServerExchange {
  const side = ephemeralDh(bits);
  return {
    parameters: Buffer.concat([side.prime, side.generator, side.publicKey].map((part) => vector(2, part))),
    agree: (body) => checked(side, new Reader(body).vector(2)),
  };
}

function checked(side: { agree(peer: Buffer): Buffer }, peer: Buffer): Buffer {
  try {
    return side.agree(peer);
  } catch {
    throw new FatalAlert(alertNumbers.illegal_parameter, 'the public key of the client is none of the group');
  }
}

/** RFC 5246 §7.4.7.1; RFC 2246 §7.4.3 for the short key that an export suite sends. */
function byRsa(key: KeyObject, version: number, announced: boolean): ServerExchange {
  const { n = '', e = '' } = announced ? key.export({ format: 'jwk' }) : {};
  const numbers = [n, e].map((number) => vector(2, Buffer.from(number, 'base64url')));
  return {
    parameters: announced ? Buffer.concat(numbers) : null,
    // RFC 6101 §5.6.7.1 has no length before it.
    agree: (body) => decrypted(key, version === versionNumbers['SSL 3.0'] ? body : new Reader(body).vector(2)),
  };
}

const premasterOctets = 48;

/**
 * RFC 5246 §7.4.7.1: what does not decrypt is a random premaster secret, so that Finished fails and nothing before it.
 * The padding is taken off here: node:crypto gives no PKCS #1 v1.5 decryption everywhere.
 */
function decrypted(key: KeyObject, sealed: Buffer): Buffer {
  const otherwise = randomBytes(premasterOctets);
  try {
    const padded = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, sealed);
    const start = padded.length - premasterOctets;
    const right = padded[0] === 0 && padded[1] === 2 && padded.indexOf(0, 2) === start - 1;
    return right ? padded.subarray(start) : otherwise;
  } catch {
    return otherwise;
  }
}

let shortKey: KeyObject | null = null;

/** Made once. */
const exportKey = (): KeyObject => (shortKey ??= generateKeyPairSync('rsa', { modulusLength: 512 }).privateKey);
