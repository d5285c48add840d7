/** Whether the device hears the far end: marked packets, and their echoes. */
import { MarkedPayloads } from './marked-payloads.ts';

export interface Echoes {
  /** Packets with a payload of their own. */
  sent: number;
  /** How many of them came back in what the device sent; where crypto was agreed, only in what authenticated. */
  heard: number;
}

export class EchoCheck {
  readonly #markers: Buffer[] = [];
  readonly #payloads = new MarkedPayloads();

  /** The next payload to send. */
  payload(): Buffer {
    const { payload, marker } = this.#payloads.next();
    this.#markers.push(marker);
    return payload;
  }

  isOwnPayload(payload: Buffer): boolean {
    return this.#payloads.has(payload);
  }

  echoes(countOf: (marker: Buffer) => number): Echoes {
    return { sent: this.#markers.length, heard: this.#markers.filter((marker) => countOf(marker) > 0).length };
  }
}
