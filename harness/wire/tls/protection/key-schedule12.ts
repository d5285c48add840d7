/** Master secret and Finished of SSL 3.0 to TLS 1.2 (RFC 6101 §6.1 and §5.6.9, RFC 2246 §8.1, RFC 5246 §8.1 and §7.4.9). */
import { createHash } from 'node:crypto';
import { prf, ssl3KeyBlock } from './prf.ts';
import { ssl3Hash } from './record-mac.ts';
import { versionNumbers } from '../registries/versions.ts';

export interface Premaster {
  version: number;
  /** Hash of the suite's PRF; counts from TLS 1.2 on. */
  prfHash: string;
  secret: Buffer;
  clientRandom: Buffer;
  serverRandom: Buffer;
  /** Handshake messages up to ClientKeyExchange where RFC 7627 was agreed on, else null. */
  session: Buffer | null;
}

const masterOctets = 48;
const verifyDataOctets = 12;

export function masterSecret({ version, prfHash, secret, clientRandom, serverRandom, session }: Premaster): Buffer {
  const randoms = Buffer.concat([clientRandom, serverRandom]);
  if (version === versionNumbers['SSL 3.0']) return ssl3KeyBlock(secret, randoms, masterOctets);
  const hash = prfHashOf(version, prfHash);
  // RFC 7627 §4.
  return session
    ? prf(hash, secret, 'extended master secret', digest(hash, session), masterOctets)
    : prf(hash, secret, 'master secret', randoms, masterOctets);
}

/** The body of Finished. `transcript`: every handshake message before it. */
export function verifyData(
  version: number,
  prfHash: string,
  master: Buffer,
  transcript: Buffer,
  sender: 'client' | 'server',
): Buffer {
  if (version === versionNumbers['SSL 3.0']) {
    // RFC 6101 §5.6.9.
    const data = Buffer.concat([transcript, Buffer.from(sender === 'client' ? 'CLNT' : 'SRVR')]);
    return Buffer.concat(['md5', 'sha1'].map((hash) => ssl3Hash(hash, master, data, 'behind')));
  }
  const hash = prfHashOf(version, prfHash);
  return prf(hash, master, `${sender} finished`, digest(hash, transcript), verifyDataOctets);
}

/** RFC 2246 §5: before TLS 1.2 both hashes, whatever the suite. */
const prfHashOf = (version: number, prfHash: string): string =>
  version >= versionNumbers['TLS 1.2'] ? prfHash : 'md5-sha1';

/** RFC 2246 §7.4.9: the MD5 and the SHA-1 of the messages joined. */
export const digest = (hash: string, data: Buffer): Buffer =>
  hash === 'md5-sha1'
    ? Buffer.concat([digest('md5', data), digest('sha1', data)])
    : createHash(hash).update(data).digest();
