/**
 * GHASH, the authentication of GCM (NIST SP 800-38D §6.4), by a table of 256 multiples of its key. It stands here because a
 * cipher of node:crypto cannot be given another IV, and making one for each packet costs more than the packet. How long a
 * look-up takes may tell of the key: a test bench whose keys live for one call need not fear that.
 */

/** The bits of the polynomial that come in when a block is shifted right by one: 11100001 and zeros. */
const polynomial = 0xe1 << 24;

/** What eight bits that are shifted out at the end put in at the beginning. */
const reductions = Int32Array.from({ length: 256 }, (_, low) => {
  let block: Block = [0, 0, 0, low];
  for (let bit = 0; bit < 8; bit++) block = halved(block);
  return block[0];
});

/** A block as four big-endian words. */
type Block = [number, number, number, number];

/** Multiplication by x: bits run from the most significant of the first octet. */
function halved([a, b, c, d]: Block): Block {
  return [(a >>> 1) ^ (d & 1 ? polynomial : 0), (b >>> 1) | (a << 31), (c >>> 1) | (b << 31), (d >>> 1) | (c << 31)];
}

export class Ghash {
  /** Multiples of the hash key by every octet, four words each. */
  readonly #multiples = new Int32Array(4 * 256);
  #state: Block = [0, 0, 0, 0];
  /** The last block of what does not fill it. */
  readonly #rest = new Uint8Array(16);

  /** `key` is the encryption of sixteen zeros. */
  constructor(key: Buffer) {
    const multiples = this.#multiples;
    let power: Block = [key.readInt32BE(0), key.readInt32BE(4), key.readInt32BE(8), key.readInt32BE(12)];
    for (let bit = 0x80; bit > 0; bit >>= 1) {
      multiples.set(power, 4 * bit);
      power = halved(power);
    }
    for (let high = 2; high < 256; high <<= 1)
      for (let low = 1; low < high; low++)
        for (let word = 0; word < 4; word++)
          multiples[4 * (high + low) + word] = multiples[4 * high + word]! ^ multiples[4 * low + word]!;
  }

  /** Sixteen octets over `head` up to `headEnd` and `bytes` from `from` to `to`, each filled up with zeros to whole blocks. */
  over(head: Uint8Array, headEnd: number, bytes: Uint8Array, from: number, to: number, out: Buffer): void {
    this.#state = [0, 0, 0, 0];
    this.#take(head, 0, headEnd);
    this.#take(bytes, from, to);
    // Two lengths in bits, 64 each; no packet has 2^29 octets.
    this.#multiply(0, headEnd << 3, 0, (to - from) << 3);
    for (let word = 0; word < 4; word++) out.writeInt32BE(this.#state[word]!, 4 * word);
  }

  #take(bytes: Uint8Array, from: number, to: number): void {
    let at = from;
    for (; at + 16 <= to; at += 16)
      this.#multiply(wordAt(bytes, at), wordAt(bytes, at + 4), wordAt(bytes, at + 8), wordAt(bytes, at + 12));
    if (at === to) return;
    const rest = this.#rest.fill(0);
    for (let octet = 0; at + octet < to; octet++) rest[octet] = bytes[at + octet]!;
    this.#multiply(wordAt(rest, 0), wordAt(rest, 4), wordAt(rest, 8), wordAt(rest, 12));
  }

  /** The state, with a block added to it, times the hash key: octet by octet from the last (Horner). */
  #multiply(a: number, b: number, c: number, d: number): void {
    const multiples = this.#multiples;
    const state = this.#state;
    const words = [state[0] ^ a, state[1] ^ b, state[2] ^ c, state[3] ^ d];
    let [z0, z1, z2, z3] = [0, 0, 0, 0];
    for (let word = 3; word >= 0; word--) {
      const value = words[word]!;
      for (let shift = 0; shift < 32; shift += 8) {
        const reduction = reductions[z3 & 255]!;
        const multiple = ((value >>> shift) & 255) << 2;
        z3 = ((z3 >>> 8) | (z2 << 24)) ^ multiples[multiple + 3]!;
        z2 = ((z2 >>> 8) | (z1 << 24)) ^ multiples[multiple + 2]!;
        z1 = ((z1 >>> 8) | (z0 << 24)) ^ multiples[multiple + 1]!;
        z0 = (z0 >>> 8) ^ reduction ^ multiples[multiple]!;
      }
    }
    state[0] = z0;
    state[1] = z1;
    state[2] = z2;
    state[3] = z3;
  }
}

const wordAt = (bytes: Uint8Array, at: number): number =>
  (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
