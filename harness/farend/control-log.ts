/** RTCP of one call as evidence: what the device sent and what it was sent, under which protection. */
import type { ControlFacts } from '../evidence.ts';
import { isClearRtcp, middleBits, parseCompound, type RtcpPacket } from '../wire/media/rtcp.ts';
import type { MediaContext } from './classify.ts';

const kept = 60;

export class ControlLog {
  readonly #facts: ControlFacts[] = [];
  readonly #counted = { device: 0, 'far-end': 0 };

  get facts(): readonly ControlFacts[] {
    return this.#facts;
  }

  /** Reports of the device that tell what it received, and what cannot be read. */
  get reports(): number {
    const isReport = ({ from, kind, heard }: ControlFacts): boolean =>
      from === 'device' && (heard.length > 0 || kind === 'undecipherable' || kind === 'replayed');
    return this.#facts.filter(isReport).length;
  }

  /** `at` is milliseconds after the call began; `multiplexed`: it came by the port of RTP. */
  received(at: number, bytes: Buffer, multiplexed: boolean, { device, secured }: MediaContext): void {
    const opened = device?.unprotectRtcp(bytes);
    if (opened?.result === 'authentic') {
      this.#keep(at, 'device', bytes, 'srtcp', multiplexed, parseCompound(opened.packet), opened.control);
    } else if (opened?.result === 'replayed') {
      this.#keep(at, 'device', bytes, 'replayed', multiplexed, null);
    } else {
      // RFC 3550 appendix A.2: cipher text passes for a compound about once in 2^30 packets.
      const clear = parseCompound(bytes);
      const kind = clear || isClearRtcp(bytes) || !secured ? 'plain' : 'undecipherable';
      this.#keep(at, 'device', bytes, kind, multiplexed, clear);
    }
  }

  /** `bytes` as they went out, `clear` what they say. */
  sent(at: number, bytes: Buffer, clear: Buffer, purpose: string, multiplexed: boolean): void {
    const kind = bytes.equals(clear) ? 'plain' : 'srtcp';
    this.#keep(at, 'far-end', bytes, kind, multiplexed, parseCompound(clear), undefined, purpose);
  }

  #keep(
    at: number,
    from: ControlFacts['from'],
    bytes: Buffer,
    kind: ControlFacts['kind'],
    multiplexed: boolean,
    packets: RtcpPacket[] | null,
    control?: { index: number; encrypted: boolean },
    purpose?: string,
  ): void {
    if (++this.#counted[from] > kept) return;
    const sender = packets?.find((packet) => packet.type === 200);
    const heard = (packets ?? []).flatMap((packet) => ('reports' in packet ? packet.reports : []));
    this.#facts.push({
      at,
      from,
      bytes: bytes.length,
      kind,
      multiplexed,
      index: control?.index ?? null,
      encrypted: control?.encrypted ?? null,
      types: (packets ?? []).map((packet) => (packet.type === 'other' ? packet.number : packet.type)),
      report: sender ? middleBits(sender.sender.ntp) : null,
      heard: heard.map(({ ssrc, cumulativeLost, highestSequence, lastSenderReport }) => ({
        ssrc,
        lost: cumulativeLost,
        highest: highestSequence,
        report: lastSenderReport,
      })),
      ...(purpose !== undefined && { purpose }),
    });
  }
}
