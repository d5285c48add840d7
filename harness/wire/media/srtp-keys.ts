/** The key derivation of RFC 3711 §4.3. */
import { type Cipher, createCipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import { type SrtpSuite, srtpSuites } from './srtp-suites.ts';

export interface SessionKeys {
  encryption: Buffer;
  authentication: Buffer;
  salt: Buffer;
}

/** `master` is key and salt together, as in `inline:`. Throws RangeError when its length is not that of the suite. */
export function deriveSessionKeys(suite: SrtpSuite, master: Buffer): { rtp: SessionKeys; rtcp: SessionKeys } {
  const { keyOctets, saltOctets } = srtpSuites[suite];
  if (master.length !== keyOctets + saltOctets) {
    throw new RangeError(`${suite} takes ${keyOctets + saltOctets} octets of key and salt, not ${master.length}`);
  }
  // RFC 7714 §11: a 96-bit salt is padded with 16 zero bits on the right for the derivation.
  const salt = Buffer.alloc(14);
  master.copy(salt, 0, keyOctets);
  const keystream = new CounterKeystream(createSecretKey(master.subarray(0, keyOctets)));
  const derive = (label: number, octets: number): Buffer => {
    const start = Buffer.concat([salt, Buffer.alloc(2)]);
    start[7] = (start[7] ?? 0) ^ label;
    return Buffer.from(keystream.read(start, octets).subarray(0, octets));
  };
  const session = (label: number): SessionKeys => ({
    encryption: derive(label, keyOctets),
    authentication: derive(label + 1, 20),
    salt: derive(label + 2, saltOctets),
  });
  return { rtp: session(0), rtcp: session(3) };
}

/** AES counter mode (RFC 3711 §4.1.1) as one long-lived ECB cipher: making a cipher for each packet costs twice as much. */
export class CounterKeystream {
  readonly #ecb: Cipher;
  #counters = Buffer.alloc(0);

  constructor(key: KeyObject) {
    this.#ecb = createCipheriv(`aes-${(key.symmetricKeySize ?? 16) * 8}-ecb`, key, null).setAutoPadding(false);
  }

  /** At least `octets` of keystream (whole blocks) from a start block whose last 16 bits count from zero. */
  read(start: Buffer, octets: number): Buffer {
    const length = Math.ceil(octets / 16) * 16;
    if (this.#counters.length < length) this.#counters = Buffer.alloc(length);
    const blocks = this.#counters;
    for (let at = 0; at < length; at += 16) {
      // A copy of so few octets takes longer than a loop.
      for (let octet = 0; octet < 14; octet++) blocks[at + octet] = start[octet]!;
      blocks[at + 14] = at >> 12;
      blocks[at + 15] = at >> 4;
    }
    return this.#ecb.update(blocks.subarray(0, length));
  }
}
