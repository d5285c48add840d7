/** RTCP of the far end: its sender reports, and what is sent in its name. */
import { ntpTime, type SenderReport, writeGoodbye, writeSenderReport } from '../wire/media/rtcp.ts';
import type { SrtpSender } from '../wire/media/srtp.ts';
import type { MediaSession } from './media-session.ts';
import { flip } from './spoil.ts';

interface Sent {
  clear: Buffer;
  bytes: Buffer;
}

export class OutgoingReports {
  #media: MediaSession;
  #protection: SrtpSender | null;
  #first: Sent | null = null;
  #last: { ssrc: number; counts: Omit<SenderReport, 'ntp'> } | null = null;
  #paused = false;

  constructor(media: MediaSession, protection: SrtpSender | null) {
    this.#media = media;
    this.#protection = protection;
  }

  goOn(media: MediaSession, protection: SrtpSender | null): void {
    this.#media = media;
    this.#protection = protection;
  }

  send(ssrc: number, counts: Omit<SenderReport, 'ntp'>): void {
    this.#last = { ssrc, counts };
    if (this.#paused) return;
    const clear = writeSenderReport(ssrc, { ntp: ntpTime(Date.now()), ...counts });
    const sent = { clear, bytes: this.#protect(clear) };
    this.#first ??= sent;
    this.#media.sendControl(sent.bytes, clear, 'report');
  }

  /** A report out of turn, about as much as the last. */
  sendNow(): void {
    if (this.#last) this.send(this.#last.ssrc, this.#last.counts);
  }

  /** The first one once more, octet for octet; no other follows it. */
  repeatFirst(): void {
    this.#paused = true;
    if (this.#first) this.#media.sendControl(this.#first.bytes, this.#first.clear, 'the first report once more');
  }

  /** In the name of that source, by somebody who has no key. */
  forgeGoodbye(ssrc: number, protection: 'none' | 'wrong tag'): void {
    const clear = writeGoodbye(ssrc);
    if (protection === 'none') return this.#media.sendControl(clear, clear, 'a goodbye in clear');
    const bytes = this.#protect(clear);
    // In the last octet but four: of the tag in counter mode and in GCM, where the index stands behind it.
    flip(bytes, bytes.length - 5);
    this.#media.sendControl(bytes, clear, 'a goodbye with a wrong tag');
  }

  #protect(clear: Buffer): Buffer {
    return this.#protection?.protectRtcp(clear) ?? clear;
  }
}
