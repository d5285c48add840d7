/** RTCP (RFC 3550 §6): compound packets of a report, the CNAME and a goodbye. */
export interface SenderInfo {
  /** Seconds since 1900 and their 2^-32 parts. */
  ntp: { seconds: number; fraction: number };
  timestamp: number;
  packets: number;
  octets: number;
}

/** What was heard of one source (RFC 3550 §6.4.1). */
export interface ReportBlock {
  ssrc: number;
  /** 256ths of what was expected since the last report. */
  fractionLost: number;
  /** -2^23 to 2^23 - 1: negative where packets came twice. */
  lost: number;
  /** With the cycles of the sequence number in the upper 16 bits. */
  highest: number;
  jitter: number;
  /** The middle 32 bits of the NTP time of its last report; 0 for none. */
  lastReport: number;
  /** Since that report came, in 65536ths of a second. */
  delay: number;
}

export interface Compound {
  ssrc: number;
  /** null: nothing was sent since the report before (RFC 3550 §6.4). */
  sender: SenderInfo | null;
  blocks: readonly ReportBlock[];
  cname: string;
  goodbye: boolean;
}

export type ControlPacket =
  | { kind: 'report'; ssrc: number; sender: SenderInfo | null; blocks: ReportBlock[] }
  | { kind: 'goodbye'; ssrcs: number[] }
  | { kind: 'other' };

const SENDER_REPORT = 200;
const RECEIVER_REPORT = 201;
const DESCRIPTION = 202;
const GOODBYE = 203;
const SENDER_OCTETS = 20;
const BLOCK_OCTETS = 24;
const MOST_BLOCKS = 31;

export function writeCompound({ ssrc, sender, blocks, cname, goodbye }: Compound): Buffer {
  const told = blocks.slice(0, MOST_BLOCKS);
  const body = Buffer.concat([word(ssrc), sender ? writeSender(sender) : Buffer.alloc(0), ...told.map(writeBlock)]);
  return Buffer.concat([
    part(sender ? SENDER_REPORT : RECEIVER_REPORT, told.length, body),
    part(DESCRIPTION, 1, Buffer.concat([word(ssrc), writeName(cname)])),
    ...(goodbye ? [part(GOODBYE, 1, word(ssrc))] : []),
  ]);
}

/** @returns null for what is no compound packet (RFC 3550 appendix A.2). */
export function readCompound(packet: Buffer): ControlPacket[] | null {
  const parts: ControlPacket[] = [];
  for (let at = 0; at < packet.length;) {
    if (packet.length - at < 4 || packet.readUInt8(at) >> 6 !== 2) return null;
    const type = packet.readUInt8(at + 1);
    const end = at + 4 * (packet.readUInt16BE(at + 2) + 1);
    if (end > packet.length) return null;
    if (at === 0 && type !== SENDER_REPORT && type !== RECEIVER_REPORT) return null;
    const read = readPart(type, packet.readUInt8(at) & 0x1f, packet.subarray(at + 4, end));
    if (!read) return null;
    parts.push(read);
    at = end;
  }
  return parts.length > 0 ? parts : null;
}

function readPart(type: number, count: number, body: Buffer): ControlPacket | null {
  if (type === GOODBYE) {
    if (body.length < 4 * count) return null;
    return { kind: 'goodbye', ssrcs: Array.from({ length: count }, (_, each) => body.readUInt32BE(4 * each)) };
  }
  if (type !== SENDER_REPORT && type !== RECEIVER_REPORT) return { kind: 'other' };
  const blocksAt = 4 + (type === SENDER_REPORT ? SENDER_OCTETS : 0);
  if (body.length < blocksAt + BLOCK_OCTETS * count) return null;
  return {
    kind: 'report',
    ssrc: body.readUInt32BE(0),
    sender: type === SENDER_REPORT ? readSender(body.subarray(4)) : null,
    blocks: Array.from({ length: count }, (_, each) => readBlock(body.subarray(blocksAt + BLOCK_OCTETS * each))),
  };
}

function word(value: number): Buffer {
  const octets = Buffer.alloc(4);
  octets.writeUInt32BE(value >>> 0);
  return octets;
}

/** RFC 3550 §6.4.1: the length counts 32-bit words, the first one left out. */
function part(type: number, count: number, body: Buffer): Buffer {
  const header = Buffer.from([0x80 | count, type, 0, 0]);
  header.writeUInt16BE(body.length / 4, 2);
  return Buffer.concat([header, body]);
}

/** RFC 3550 §6.5: item 1 is the CNAME; null octets end the list and fill its last word. */
function writeName(cname: string): Buffer {
  const text = Buffer.from(cname, 'utf8').subarray(0, 255);
  const item = Buffer.concat([Buffer.from([1, text.length]), text]);
  return Buffer.concat([item, Buffer.alloc(4 - (item.length % 4))]);
}

const writeSender = ({ ntp, timestamp, packets, octets }: SenderInfo): Buffer =>
  Buffer.concat([ntp.seconds, ntp.fraction, timestamp, packets, octets].map(word));

function readSender(body: Buffer): SenderInfo {
  const at = (index: number): number => body.readUInt32BE(4 * index);
  return { ntp: { seconds: at(0), fraction: at(1) }, timestamp: at(2), packets: at(3), octets: at(4) };
}

function writeBlock({ ssrc, fractionLost, lost, highest, jitter, lastReport, delay }: ReportBlock): Buffer {
  const loss = ((fractionLost & 0xff) << 24) | (lost & 0xffffff);
  return Buffer.concat([ssrc, loss, highest, jitter, lastReport, delay].map(word));
}

const readBlock = (body: Buffer): ReportBlock => ({
  ssrc: body.readUInt32BE(0),
  fractionLost: body.readUInt8(4),
  lost: body.readIntBE(5, 3),
  highest: body.readUInt32BE(8),
  jitter: body.readUInt32BE(12),
  lastReport: body.readUInt32BE(16),
  delay: body.readUInt32BE(20),
});
