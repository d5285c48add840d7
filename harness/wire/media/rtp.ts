/**
 * RTP packets (RFC 3550 §5.1): parse and write.
 */
export interface RtpPacket {
  marker: boolean;
  payloadType: number;
  sequence: number;
  timestamp: number;
  ssrc: number;
  /** Octets before the payload: fixed header, contributing sources and extension. */
  headerOctets: number;
  /** Without padding. */
  payload: Buffer;
}

/** RFC 7983 §7: among what shares a port, RTP and RTCP begin with an octet from 128 to 191. */
export function isRtpOrRtcp(bytes: Buffer): boolean {
  return bytes.length >= 8 && (bytes[0] ?? 0) >> 6 === 2;
}

/** RFC 5761 §4: RTCP packet types are 192 to 223, which no RTP payload type with or without marker uses. */
export function isRtcp(bytes: Buffer): boolean {
  const type = bytes[1] ?? 0;
  return isRtpOrRtcp(bytes) && type >= 192 && type <= 223;
}

/** Octets of the header, or null when the packet is no RTP or ends within it. Works on SRTP as well. */
export function rtpHeaderOctets(bytes: Buffer): number | null {
  if (bytes.length < 12 || !isRtpOrRtcp(bytes)) return null;
  const first = bytes[0] ?? 0;
  let octets = 12 + 4 * (first & 0x0f);
  if (first & 0x10) {
    if (bytes.length < octets + 4) return null;
    octets += 4 + 4 * bytes.readUInt16BE(octets + 2);
  }
  return octets <= bytes.length ? octets : null;
}

/** Null when it is no RTP packet. */
export function parseRtp(bytes: Buffer): RtpPacket | null {
  const headerOctets = rtpHeaderOctets(bytes);
  if (headerOctets === null || isRtcp(bytes)) return null;
  const padding = (bytes[0] ?? 0) & 0x20 ? (bytes[bytes.length - 1] ?? 0) : 0;
  const end = bytes.length - padding;
  return {
    marker: ((bytes[1] ?? 0) & 0x80) !== 0,
    payloadType: (bytes[1] ?? 0) & 0x7f,
    sequence: bytes.readUInt16BE(2),
    timestamp: bytes.readUInt32BE(4),
    ssrc: bytes.readUInt32BE(8),
    headerOctets,
    // The padding count of an encrypted packet is no count: then the payload is taken to the end.
    payload: bytes.subarray(headerOctets, end >= headerOctets ? end : bytes.length),
  };
}

export function writeRtp(packet: Omit<RtpPacket, 'headerOctets'>): Buffer {
  const bytes = Buffer.alloc(12 + packet.payload.length);
  bytes[0] = 0x80;
  bytes[1] = (packet.marker ? 0x80 : 0) | packet.payloadType;
  bytes.writeUInt16BE(packet.sequence & 0xffff, 2);
  bytes.writeUInt32BE(packet.timestamp >>> 0, 4);
  bytes.writeUInt32BE(packet.ssrc >>> 0, 8);
  packet.payload.copy(bytes, 12);
  return bytes;
}
