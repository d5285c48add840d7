/** The key schedule of TLS 1.3 without a pre-shared key (RFC 8446 §7.1), from the shared secret on. */
import { createHash, createHmac } from 'node:crypto';
import { expandLabel } from './prf.ts';

/** Traffic secrets of both directions. */
export interface Secrets {
  client: Buffer;
  server: Buffer;
}

export class KeySchedule13 {
  readonly hash: string;
  readonly #handshake: Buffer;

  /** `shared` is null where the key exchange gives none: the clause takes zeros then. */
  constructor(hash: string, shared: Buffer | null) {
    this.hash = hash;
    const early = this.#extract(this.#zeros, this.#zeros);
    this.#handshake = this.#extract(this.#derived(early), shared ?? this.#zeros);
  }

  /** `transcript`: ClientHello to ServerHello. */
  handshake(transcript: Buffer): Secrets {
    return this.#both(this.#handshake, 'hs', transcript);
  }

  /** `transcript`: ClientHello to the Finished of the server. */
  application(transcript: Buffer): Secrets {
    const master = this.#extract(this.#derived(this.#handshake), this.#zeros);
    return this.#both(master, 'ap', transcript);
  }

  /** RFC 8446 §4.4.4: verify_data under the handshake traffic secret of its sender. */
  verifyData(secret: Buffer, transcript: Buffer): Buffer {
    const key = expandLabel(this.hash, secret, 'finished', secret.length);
    return createHmac(this.hash, key).update(this.#digest(transcript)).digest();
  }

  get #zeros(): Buffer {
    return Buffer.alloc(createHash(this.hash).digest().length);
  }

  #both(secret: Buffer, phase: 'hs' | 'ap', transcript: Buffer): Secrets {
    return {
      client: this.#derive(secret, `c ${phase} traffic`, transcript),
      server: this.#derive(secret, `s ${phase} traffic`, transcript),
    };
  }

  #derived(secret: Buffer): Buffer {
    return this.#derive(secret, 'derived', Buffer.alloc(0));
  }

  /** Derive-Secret. */
  #derive(secret: Buffer, label: string, transcript: Buffer): Buffer {
    return expandLabel(this.hash, secret, label, secret.length, this.#digest(transcript));
  }

  /** HKDF-Extract (RFC 5869 §2.2). */
  #extract(salt: Buffer, input: Buffer): Buffer {
    return createHmac(this.hash, salt).update(input).digest();
  }

  #digest(transcript: Buffer): Buffer {
    return createHash(this.hash).update(transcript).digest();
  }
}

/** In the NSS key-log format. */
export function keyLogLines(clientRandom: Buffer, handshake: Secrets, application: Secrets): string[] {
  const line = (label: string, secret: Buffer): string =>
    `${label} ${clientRandom.toString('hex')} ${secret.toString('hex')}`;
  return [
    line('CLIENT_HANDSHAKE_TRAFFIC_SECRET', handshake.client),
    line('SERVER_HANDSHAKE_TRAFFIC_SECRET', handshake.server),
    line('CLIENT_TRAFFIC_SECRET_0', application.client),
    line('SERVER_TRAFFIC_SECRET_0', application.server),
  ];
}
