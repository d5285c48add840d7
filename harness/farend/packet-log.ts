/** The first packets of both sides, as evidence and as they were on the wire. */
import type { PacketFacts } from '../evidence.ts';
import type { RecordedDatagram } from '../tap/tap.ts';
import { isRtpOrRtcp, parseRtp } from '../wire/media/rtp.ts';

const kept = 50;

type Side = PacketFacts['from'];

export class PacketLog {
  readonly packets: PacketFacts[] = [];
  readonly datagrams: RecordedDatagram[] = [];
  readonly #recorded: Record<Side, number> = { device: 0, 'far-end': 0 };
  readonly #described: Record<Side, number> = { device: 0, 'far-end': 0 };

  record(datagram: RecordedDatagram, side: Side): void {
    if (++this.#recorded[side] <= kept) this.datagrams.push(datagram);
  }

  /** `at` is milliseconds after the call began. */
  describe(at: number, bytes: Buffer, from: Side, kind: PacketFacts['kind'], rollOver?: number): void {
    if (!isRtpOrRtcp(bytes) || ++this.#described[from] > kept) return;
    const rtp = parseRtp(bytes);
    this.packets.push({
      at,
      from,
      bytes: bytes.length,
      // RTCP has its source where RTP has its timestamp, and its packet type where RTP has marker and payload type.
      ssrc: rtp?.ssrc ?? bytes.readUInt32BE(4),
      sequence: rtp?.sequence ?? 0,
      timestamp: rtp?.timestamp ?? 0,
      payloadType: rtp?.payloadType ?? bytes[1] ?? 0,
      kind,
      ...(rollOver !== undefined && { rollOver }),
    });
  }
}
