/** RTP headers (RFC 3550 §5.1): reading any, writing the plain twelve octets. */
export interface RtpHeader {
  payloadType: number;
  marker: boolean;
  sequence: number;
  timestamp: number;
  ssrc: number;
  /** Octets of the header with CSRCs and extension: where the payload begins. */
  headerBytes: number;
}

const FIXED = 12;

/** RFC 5761 §4: RTCP on the port of RTP is told by its packet type, 192 to 223. */
export const isControl = (packet: Buffer): boolean =>
  packet.length >= 8 && packet.readUInt8(0) >> 6 === 2 && packet.readUInt8(1) >= 192 && packet.readUInt8(1) <= 223;

/** @returns null when the octets cannot be an RTP packet. */
export function readRtpHeader(packet: Buffer): RtpHeader | null {
  if (packet.length < FIXED) return null;
  const first = packet.readUInt8(0);
  if (first >> 6 !== 2) return null;
  let headerBytes = FIXED + 4 * (first & 0x0f);
  if (first & 0x10) {
    if (packet.length < headerBytes + 4) return null;
    headerBytes += 4 + 4 * packet.readUInt16BE(headerBytes + 2);
  }
  if (packet.length < headerBytes) return null;
  const second = packet.readUInt8(1);
  return {
    payloadType: second & 0x7f,
    marker: second >= 0x80,
    sequence: packet.readUInt16BE(2),
    timestamp: packet.readUInt32BE(4),
    ssrc: packet.readUInt32BE(8),
    headerBytes,
  };
}

/** The payload without padding (RFC 3550 §5.1, P bit); null when the padding count cannot be true. */
export function rtpPayload(packet: Buffer, header: RtpHeader): Buffer | null {
  if ((packet.readUInt8(0) & 0x20) === 0) return packet.subarray(header.headerBytes);
  const padding = packet.readUInt8(packet.length - 1);
  const end = packet.length - padding;
  return padding > 0 && end >= header.headerBytes ? packet.subarray(header.headerBytes, end) : null;
}

export function writeRtp(header: Omit<RtpHeader, 'headerBytes'>, payload: Buffer): Buffer {
  const packet = Buffer.alloc(FIXED + payload.length);
  packet.writeUInt8(0x80, 0);
  packet.writeUInt8((header.marker ? 0x80 : 0) | header.payloadType, 1);
  packet.writeUInt16BE(header.sequence, 2);
  packet.writeUInt32BE(header.timestamp, 4);
  packet.writeUInt32BE(header.ssrc, 8);
  payload.copy(packet, FIXED);
  return packet;
}
