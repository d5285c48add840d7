/** What the parsers throw on bytes that do not have the shape of the message; callers turn it into a finding. */
export class Malformed extends Error {}

/** A cursor over bytes of a peer; every step is checked against the end. */
export class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  uint(octets: 1 | 2 | 3): number {
    return this.take(octets).readUIntBE(0, octets);
  }

  take(octets: number): Buffer {
    if (octets > this.left) throw new Malformed(`${octets} octets announced, ${this.left} left`);
    this.#at += octets;
    return this.#bytes.subarray(this.#at - octets, this.#at);
  }

  /** A vector with a length of so many octets before it. */
  vector(lengthOctets: 1 | 2 | 3): Buffer {
    return this.take(this.uint(lengthOctets));
  }

  /** The vector as numbers of 1, 2 or 3 octets each. */
  numbers(lengthOctets: 1 | 2, octets: 1 | 2 | 3): number[] {
    return numbersIn(this.vector(lengthOctets), octets);
  }
}

export function numbersIn(bytes: Buffer, octets: 1 | 2 | 3): number[] {
  if (bytes.length % octets !== 0) throw new Malformed(`a list of ${bytes.length} octets, ${octets} to an entry`);
  return Array.from({ length: bytes.length / octets }, (_, index) => bytes.readUIntBE(index * octets, octets));
}
