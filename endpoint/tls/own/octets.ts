/** Numbers and vectors of TLS messages (RFC 8446 §3). */
import { Breach } from './rules.ts';

export const uint = (value: number, size: number): Buffer => {
  const octets = Buffer.alloc(size);
  octets.writeUIntBE(value, 0, size);
  return octets;
};

/** Behind a length of `size` octets. */
export const vector = (size: number, content: Buffer): Buffer => Buffer.concat([uint(content.length, size), content]);

/** Numbers of two octets behind a length of `size` octets. */
export const numbers = (size: number, list: readonly number[]): Buffer =>
  vector(size, Buffer.concat(list.map((each) => uint(each, 2))));

export class Octets {
  #rest: Buffer;
  readonly #isLenient: boolean;

  /** @param isLenient what lacks at the end is read as far as it goes. */
  constructor(content: Buffer, isLenient = false) {
    this.#rest = content;
    this.#isLenient = isLenient;
  }

  get isEmpty(): boolean {
    return this.#rest.length === 0;
  }

  take(length: number): Buffer {
    if (length > this.#rest.length && !this.#isLenient) throw new Breach('decode_error', 'a message is cut short');
    const taken = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return taken;
  }

  uint(size: number): number {
    const taken = this.take(size);
    return taken.length === 0 ? 0 : taken.readUIntBE(0, taken.length);
  }

  vector(size: number): Buffer {
    return this.take(this.uint(size));
  }
}

export interface Extension {
  type: number;
  data: Buffer;
}

/** The extensions of a block without its own length. */
export function readExtensions(block: Buffer, isLenient: boolean): Extension[] {
  const octets = new Octets(block, isLenient);
  const found: Extension[] = [];
  while (!octets.isEmpty) found.push({ type: octets.uint(2), data: octets.vector(2) });
  return found;
}

export const extensionBlock = (extensions: readonly Extension[]): Buffer =>
  vector(2, Buffer.concat(extensions.map(({ type, data }) => Buffer.concat([uint(type, 2), vector(2, data)]))));
