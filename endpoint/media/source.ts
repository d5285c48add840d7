/** What the device sends as RTP: one source with its sequence numbers and its clock (RFC 3550 §5.1). */
import { randomBytes, randomInt } from 'node:crypto';
import type { Flaws } from '../flaws.ts';
import { writeRtp } from './rtp.ts';

export class Source {
  readonly ssrc = randomBytes(4).readUInt32BE();
  #sequence: number;
  #timestamp: number;

  /** @param first sequence number to begin with, for a bench; -1: by chance. */
  constructor(flaws: Flaws, first = -1) {
    // RFC 4568 §6.4: below 2^15, so that losses around a wrap right at the start cannot spoil the roll-over counter.
    this.#sequence = flaws.has('starts-sequence-at-zero') ? 0 : randomInt(0x8000);
    if (flaws.has('starts-sequence-high')) this.#sequence |= 0x8000;
    if (first >= 0) this.#sequence = first;
    this.#timestamp = flaws.has('starts-timestamp-at-zero') ? 0 : randomBytes(4).readUInt32BE();
  }

  /** Of the next packet. */
  get timestamp(): number {
    return this.#timestamp;
  }

  /** @param timestamp of an event that began earlier (RFC 4733 §2.2). */
  packet(payload: Buffer, payloadType: number, marker: boolean, timestamp = this.#timestamp): Buffer {
    const packet = writeRtp({ payloadType, marker, sequence: this.#sequence, timestamp, ssrc: this.ssrc }, payload);
    this.#sequence = (this.#sequence + 1) & 0xffff;
    return packet;
  }

  /** Time goes on. */
  advance(samples: number): void {
    this.#timestamp = (this.#timestamp + samples) >>> 0;
  }
}
