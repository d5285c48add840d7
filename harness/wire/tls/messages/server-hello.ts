/** ServerHello and HelloRetryRequest (RFC 8446 §4.1.3, §4.1.4; RFC 5246 §7.4.1.3). */
import { extension, parseExtensions } from './client-hello.ts';
import { Reader } from './reader.ts';

export interface ServerHello {
  legacyVersion: number;
  /** What was selected: by supported_versions, else legacyVersion. */
  version: number;
  /** RFC 8446 §4.2.1: selected by supported_versions, so that what follows has the shape of TLS 1.3 whatever number it is. */
  tls13: boolean;
  random: Buffer;
  sessionId: Buffer;
  suite: number;
  compression: number;
  extensions: { type: number; data: Buffer }[];
  /** RFC 8446 §4.1.3: a ServerHello whose random is the SHA-256 of "HelloRetryRequest". */
  retry: boolean;
}

export const retryRandom = Buffer.from('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c', 'hex');

/** Throws Malformed. `body` is the message without its handshake header. */
export function parseServerHello(body: Buffer): ServerHello {
  const reader = new Reader(body);
  const legacyVersion = reader.uint(2);
  const random = reader.take(32);
  const sessionId = reader.vector(1);
  const [suite, compression] = [reader.uint(2), reader.uint(1)];
  const extensions = reader.left > 0 ? parseExtensions(reader) : [];
  const selected = extension({ extensions }, 'supported_versions');
  const version = selected?.length === 2 ? selected.readUInt16BE(0) : legacyVersion;
  const retry = random.equals(retryRandom);
  const tls13 = selected !== undefined;
  return { legacyVersion, version, tls13, random, sessionId, suite, compression, extensions, retry };
}

/** RFC 8446 §4.2.8: the group of the server's key share; null where it sends none. */
export function sharedGroup({ extensions }: Pick<ServerHello, 'extensions'>): number | null {
  const share = extension({ extensions }, 'key_share');
  return share && share.length >= 2 ? share.readUInt16BE(0) : null;
}
