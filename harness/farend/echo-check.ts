/** Whether the device hears the far end: packets with payloads found nowhere else, and their echoes. */
import { randomBytes } from 'node:crypto';
import { frameSamples } from './stream.ts';

export interface Echoes {
  /** Packets with a payload of their own. */
  sent: number;
  /** How many of them came back in what the device sent; where crypto was agreed, only in what authenticated. */
  heard: number;
}

export class EchoCheck {
  readonly #markers: Buffer[] = [];
  readonly #payloads = new Set<string>();

  /** The next payload to send. */
  payload(): Buffer {
    // 0x7f is left out: it is the second zero of PCMU, which a device that decodes and encodes turns into 0xff.
    const payload = Buffer.from(randomBytes(frameSamples).map((octet) => (octet === 0x7f ? 0x7e : octet)));
    this.#payloads.add(payload.toString('latin1'));
    // The middle: an echo that shifted by some samples still holds it.
    this.#markers.push(payload.subarray(64, 96));
    return payload;
  }

  isOwnPayload(payload: Buffer): boolean {
    return this.#payloads.has(payload.toString('latin1'));
  }

  echoes(countOf: (marker: Buffer) => number): Echoes {
    return { sent: this.#markers.length, heard: this.#markers.filter((marker) => countOf(marker) > 0).length };
  }
}
