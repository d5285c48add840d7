/** The key schedule of TLS 1.3 (RFC 8446 §7.1). */
import { createHash, createHmac } from 'node:crypto';
import { expandLabel, extract } from '../hkdf.ts';
import { TrafficKeys } from '../traffic-keys.ts';
import type { Cipher } from './suites.ts';

const none = Buffer.alloc(0);

/** Secret of one direction: its keys, its Finished, and the secret after it. */
export class TrafficSecret {
  readonly #cipher: Cipher;
  readonly #secret: Buffer;

  constructor(cipher: Cipher, secret: Buffer) {
    this.#cipher = cipher;
    this.#secret = secret;
  }

  keys(): TrafficKeys {
    return new TrafficKeys(this.#cipher.tls13, this.#secret);
  }

  /** RFC 8446 §4.4.4. `transcript`: hash of all messages before. */
  verifyData(transcript: Buffer): Buffer {
    const { hash } = this.#cipher;
    const key = expandLabel(hash, this.#secret, 'finished', none, transcript.length);
    return createHmac(hash, key).update(transcript).digest();
  }

  /** RFC 8446 §7.2. */
  next(): TrafficSecret {
    const { hash } = this.#cipher;
    return new TrafficSecret(this.#cipher, expandLabel(hash, this.#secret, 'traffic upd', none, this.#secret.length));
  }
}

export interface Secrets {
  ofClient: TrafficSecret;
  ofServer: TrafficSecret;
}

export class KeySchedule {
  readonly #cipher: Cipher;
  readonly #handshake: Buffer;

  constructor(cipher: Cipher, sharedSecret: Buffer) {
    this.#cipher = cipher;
    const { hash } = cipher;
    const zeros = Buffer.alloc(createHash(hash).digest().length);
    const early = extract(hash, zeros, zeros);
    this.#handshake = extract(hash, derived(hash, early), sharedSecret);
  }

  /** `transcript`: hash of ClientHello to ServerHello. */
  handshake(transcript: Buffer): Secrets {
    return this.#pair(this.#handshake, 'hs traffic', transcript);
  }

  /** `transcript`: hash of ClientHello to the Finished of the server. */
  application(transcript: Buffer): Secrets {
    const { hash } = this.#cipher;
    const zeros = Buffer.alloc(this.#handshake.length);
    return this.#pair(extract(hash, derived(hash, this.#handshake), zeros), 'ap traffic', transcript);
  }

  #pair(secret: Buffer, label: string, transcript: Buffer): Secrets {
    const { hash } = this.#cipher;
    const of = (side: 'c' | 's'): TrafficSecret =>
      new TrafficSecret(this.#cipher, expandLabel(hash, secret, `${side} ${label}`, transcript, transcript.length));
    return { ofClient: of('c'), ofServer: of('s') };
  }
}

function derived(hash: string, secret: Buffer): Buffer {
  const empty = createHash(hash).digest();
  return expandLabel(hash, secret, 'derived', empty, empty.length);
}
