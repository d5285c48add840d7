/** Reports of one call (RFC 3550 §6): what is told to the peer, and what it tells. */
import { Reception } from './reception.ts';
import { readCompound, writeCompound, type SenderInfo } from './rtcp.ts';
import type { RtpHeader } from './rtp.ts';

/** More sources than any call has. */
const MOST_SOURCES = 31;
/** Seconds between 1900, where NTP begins, and 1970. */
const NTP_EPOCH = 2_208_988_800;

export class Reports {
  readonly #ssrc: number;
  readonly #sources = new Map<number, Reception>();
  /** Those that have said goodbye: what still comes of them is not played (RFC 3550 §6.2.1). */
  readonly #left = new Set<number>();
  #sent = { packets: 0, octets: 0, timestamp: 0 };
  #toldPackets = 0;

  constructor(ssrc: number) {
    this.#ssrc = ssrc;
  }

  sent(timestamp: number, payloadOctets: number): void {
    this.#sent = { packets: this.#sent.packets + 1, octets: this.#sent.octets + payloadOctets, timestamp };
  }

  received(header: RtpHeader): void {
    this.#source(header.ssrc)?.count(header, performance.now());
  }

  hasLeft(ssrc: number): boolean {
    return this.#left.has(ssrc);
  }

  /** What the peer tells: a plain compound packet that may be believed. */
  take(packet: Buffer): void {
    for (const part of readCompound(packet) ?? []) {
      if (part.kind === 'report' && part.sender) this.#source(part.ssrc)?.reported(part.sender, performance.now());
      if (part.kind === 'goodbye') for (const ssrc of part.ssrcs.slice(0, MOST_SOURCES)) this.#left.add(ssrc);
    }
    // A peer cannot fill the memory.
    while (this.#left.size > MOST_SOURCES) this.#left.delete(this.#left.values().next().value ?? 0);
  }

  compound(goodbye: boolean): Buffer {
    const at = performance.now();
    const { packets } = this.#sent;
    const isSender = packets > this.#toldPackets;
    this.#toldPackets = packets;
    return writeCompound({
      ssrc: this.#ssrc,
      sender: isSender ? { ntp: ntpNow(), ...this.#sent } : null,
      blocks: [...this.#sources].map(([ssrc, reception]) => reception.block(ssrc, at)),
      // RFC 3550 §6.5.1: unique, and it tells nothing of who speaks.
      cname: this.#ssrc.toString(16),
      goodbye,
    });
  }

  #source(ssrc: number): Reception | null {
    const known = this.#sources.get(ssrc);
    if (known || this.#sources.size >= MOST_SOURCES) return known ?? null;
    const made = new Reception();
    this.#sources.set(ssrc, made);
    return made;
  }
}

function ntpNow(): SenderInfo['ntp'] {
  const seconds = Date.now() / 1000 + NTP_EPOCH;
  return { seconds: Math.floor(seconds), fraction: Math.floor((seconds % 1) * 2 ** 32) };
}
