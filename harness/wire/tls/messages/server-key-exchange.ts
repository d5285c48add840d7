/** ServerKeyExchange up to TLS 1.2: the group and what signs it (RFC 8422 §5.4, RFC 5246 §7.4.3). */
import { Reader } from './reader.ts';
import { suiteName } from '../registries/suites.ts';

export interface ServerKeyExchange {
  /** Number of the named group; null where none is named: a finite field, or a curve that is spelt out. */
  group: number | null;
  /** SignatureScheme or pair of hash and signature; null before TLS 1.2 and where nothing is signed. */
  scheme: number | null;
}

const namedCurve = 3;
const tls12 = 0x0303;

/** Throws Malformed. `body` is the message without its handshake header. */
export function parseServerKeyExchange(body: Buffer, version: number, suite: number): ServerKeyExchange {
  const name = suiteName(suite);
  const reader = new Reader(body);
  let group: number | null = null;
  if (/_ECDHE?_/.test(name)) {
    if (reader.uint(1) !== namedCurve) return { group: null, scheme: null };
    group = reader.uint(2);
    reader.vector(1);
  } else if (/_DHE?_/.test(name)) {
    for (let number = 0; number < 3; number++) reader.vector(2);
  } else {
    return { group: null, scheme: null };
  }
  const isSigned = version === tls12 && !name.includes('_anon_') && reader.left > 0;
  return { group, scheme: isSigned ? reader.uint(2) : null };
}
