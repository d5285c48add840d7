/** What was heard of one source, as reports tell it (RFC 3550 §6.4.1, appendix A.3 and A.8). */
import { SAMPLE_RATE } from './audio.ts';
import type { ReportBlock, SenderInfo } from './rtcp.ts';
import type { RtpHeader } from './rtp.ts';

export class Reception {
  #first = 0;
  #highest = 0;
  #received = 0;
  /** As told in the report before. */
  #told = { expected: 0, received: 0 };
  #transit: number | null = null;
  #jitter = 0;
  #lastReport: { middle: number; at: number } | null = null;

  /** @param at milliseconds on any clock that does not jump. */
  count({ sequence, timestamp }: RtpHeader, at: number): void {
    if (this.#received === 0) {
      this.#first = sequence;
      this.#highest = sequence;
    } else {
      const ahead = (sequence - this.#highest) & 0xffff;
      if (ahead < 0x8000) this.#highest += ahead;
    }
    this.#received += 1;
    const transit = (at / 1000) * SAMPLE_RATE - timestamp;
    // RFC 3550 §6.4.1: a sixteenth of what is new. A clock that starts anew tells nothing.
    const difference = this.#transit === null ? 0 : Math.abs(transit - this.#transit);
    if (difference < SAMPLE_RATE) this.#jitter += (difference - this.#jitter) / 16;
    this.#transit = transit;
  }

  reported({ ntp }: SenderInfo, at: number): void {
    this.#lastReport = { middle: (((ntp.seconds & 0xffff) << 16) | (ntp.fraction >>> 16)) >>> 0, at };
  }

  block(ssrc: number, at: number): ReportBlock {
    const expected = this.#highest - this.#first + 1;
    const lost = expected - this.#received;
    const [due, came] = [expected - this.#told.expected, this.#received - this.#told.received];
    this.#told = { expected, received: this.#received };
    return {
      ssrc,
      fractionLost: due > came ? Math.floor(((due - came) * 256) / due) : 0,
      lost: Math.max(-0x800000, Math.min(0x7fffff, lost)),
      highest: this.#highest % 2 ** 32,
      jitter: Math.floor(this.#jitter),
      lastReport: this.#lastReport?.middle ?? 0,
      delay: this.#lastReport ? Math.floor(((at - this.#lastReport.at) / 1000) * 65536) : 0,
    };
  }
}
