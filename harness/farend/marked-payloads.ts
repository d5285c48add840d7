/** Payloads that are found nowhere else, so that the device's echo tells which of them it played. */
import { randomBytes } from 'node:crypto';
import { frameSamples } from './stream.ts';

export interface MarkedPayload {
  payload: Buffer;
  /** What its echo is found by. */
  marker: Buffer;
}

export class MarkedPayloads {
  readonly #made = new Set<string>();

  next(): MarkedPayload {
    // 0x7f is left out: it is the second zero of PCMU, which a device that decodes and encodes turns into 0xff.
    const payload = Buffer.from(randomBytes(frameSamples).map((octet) => (octet === 0x7f ? 0x7e : octet)));
    this.#made.add(payload.toString('latin1'));
    // The middle: an echo that shifted by some samples still holds it, and no flipped bit is in it.
    return { payload, marker: payload.subarray(64, 96) };
  }

  has(payload: Buffer): boolean {
    return this.#made.has(payload.toString('latin1'));
  }
}
