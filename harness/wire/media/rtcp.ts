/** RTCP (RFC 3550 §6): compound packets, parsed and written as far as calls need them. */
export interface SenderReport {
  /** NTP time in units of 2^-32 s since 1900. */
  ntp: bigint;
  rtpTimestamp: number;
  packets: number;
  octets: number;
}

export interface ReceptionReport {
  ssrc: number;
  fractionLost: number;
  cumulativeLost: number;
  /** Highest sequence number, cycles in the upper half. */
  highestSequence: number;
  jitter: number;
  lastSenderReport: number;
  delaySinceLast: number;
}

export type RtcpPacket =
  | { type: 200; ssrc: number; sender: SenderReport; reports: ReceptionReport[] }
  | { type: 201; ssrc: number; reports: ReceptionReport[] }
  | { type: 203; sources: number[] }
  | { type: 'other'; number: number };

/** The 32 bits that a reception report names a sender report by (RFC 3550 §6.4.1). */
export const middleBits = (ntp: bigint): number => Number((ntp >> 16n) & 0xffffffffn);

const since1900 = 2_208_988_800n;

/** NTP time of a time in milliseconds since 1970. */
export const ntpTime = (milliseconds: number): bigint =>
  (since1900 << 32n) + (BigInt(Math.round(milliseconds * 1000)) << 32n) / 1_000_000n;

/** The packets of a compound, null where it is none (RFC 3550 appendix A.2): it begins with a report and its lengths add up. */
export function parseCompound(bytes: Buffer): RtcpPacket[] | null {
  const packets: RtcpPacket[] = [];
  let rest = bytes;
  while (rest.length > 0) {
    const length = rest.length < 4 ? 0 : 4 * (rest.readUInt16BE(2) + 1);
    if (length === 0 || length > rest.length || (rest[0] ?? 0) >> 6 !== 2) return null;
    const packet = parsePacket(rest.subarray(0, length));
    if (!packet || (packets.length === 0 && packet.type !== 200 && packet.type !== 201)) return null;
    packets.push(packet);
    rest = rest.subarray(length);
  }
  return packets.length === 0 ? null : packets;
}

/**
 * Whether it is RTCP in clear, be it a compound or not (RFC 5506): the lengths of its packets add up. Those of SRTCP do not, as
 * there is an index and a tag behind them.
 */
export function isClearRtcp(bytes: Buffer): boolean {
  let at = 0;
  while (at + 4 <= bytes.length) {
    const type = bytes[at + 1] ?? 0;
    if ((bytes[at] ?? 0) >> 6 !== 2 || type < 200 || type > 207) return false;
    at += 4 * (bytes.readUInt16BE(at + 2) + 1);
  }
  return at === bytes.length && at > 0;
}

function parsePacket(bytes: Buffer): RtcpPacket | null {
  const count = (bytes[0] ?? 0) & 31;
  const type = bytes[1] ?? 0;
  if (type === 203) {
    if (bytes.length < 4 + 4 * count) return null;
    return { type, sources: Array.from({ length: count }, (_, i) => bytes.readUInt32BE(4 + 4 * i)) };
  }
  if (type !== 200 && type !== 201) return { type: 'other', number: type };
  const start = type === 200 ? 28 : 8;
  if (bytes.length < start + 24 * count) return null;
  const reports = Array.from({ length: count }, (_, i) => parseReport(bytes.subarray(start + 24 * i)));
  const ssrc = bytes.readUInt32BE(4);
  return type === 201 ? { type, ssrc, reports } : { type, ssrc, sender: parseSender(bytes), reports };
}

const parseSender = (bytes: Buffer): SenderReport => ({
  ntp: bytes.readBigUInt64BE(8),
  rtpTimestamp: bytes.readUInt32BE(16),
  packets: bytes.readUInt32BE(20),
  octets: bytes.readUInt32BE(24),
});

const parseReport = (bytes: Buffer): ReceptionReport => ({
  ssrc: bytes.readUInt32BE(0),
  fractionLost: bytes[4] ?? 0,
  cumulativeLost: bytes.readIntBE(5, 3),
  highestSequence: bytes.readUInt32BE(8),
  jitter: bytes.readUInt32BE(12),
  lastSenderReport: bytes.readUInt32BE(16),
  delaySinceLast: bytes.readUInt32BE(20),
});

/** A sender report without reception reports, with its CNAME, which every compound has (RFC 3550 §6.1). */
export function writeSenderReport(ssrc: number, { ntp, rtpTimestamp, packets, octets }: SenderReport): Buffer {
  const report = Buffer.alloc(28);
  report.set([0x80, 200]);
  report.writeUInt16BE(6, 2);
  report.writeUInt32BE(ssrc, 4);
  report.writeBigUInt64BE(ntp, 8);
  report.writeUInt32BE(rtpTimestamp >>> 0, 16);
  report.writeUInt32BE(packets >>> 0, 20);
  report.writeUInt32BE(octets >>> 0, 24);
  return Buffer.concat([report, cname(ssrc)]);
}

/** An empty receiver report, the CNAME and a goodbye of that source. */
export function writeGoodbye(ssrc: number): Buffer {
  const report = Buffer.from([0x80, 201, 0, 1, 0, 0, 0, 0]);
  const goodbye = Buffer.from([0x81, 203, 0, 1, 0, 0, 0, 0]);
  for (const packet of [report, goodbye]) packet.writeUInt32BE(ssrc, 4);
  return Buffer.concat([report, cname(ssrc), goodbye]);
}

/** One chunk with one item of type 1, ended and filled up with zeros (RFC 3550 §6.5). */
function cname(ssrc: number): Buffer {
  const name = `far-end-${ssrc.toString(16).padStart(8, '0')}`;
  const length = 4 + 4 + 4 * Math.ceil((2 + name.length + 1) / 4);
  const packet = Buffer.alloc(length);
  packet.set([0x81, 202]);
  packet.writeUInt16BE(length / 4 - 1, 2);
  packet.writeUInt32BE(ssrc, 4);
  packet.set([1, name.length], 8);
  packet.write(name, 10, 'latin1');
  return packet;
}
