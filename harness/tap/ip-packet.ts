/** IPv4 packets with TCP or UDP inside, as bytes with right checksums (RFC 791, RFC 9293, RFC 768). */

export interface Endpoint {
  /** Four octets. */
  ip: Buffer;
  port: number;
}

export interface Segment {
  from: Endpoint;
  to: Endpoint;
  sequence: number;
  acknowledgement: number;
  flags: number;
  payload: Buffer;
}

export const tcpFlags = { fin: 0x01, syn: 0x02, rst: 0x04, psh: 0x08, ack: 0x10 } as const;

export function tcpPacket({ from, to, sequence, acknowledgement, flags, payload }: Segment): Buffer {
  const header = Buffer.alloc(20);
  header.writeUInt16BE(from.port, 0);
  header.writeUInt16BE(to.port, 2);
  header.writeUInt32BE(sequence >>> 0, 4);
  header.writeUInt32BE(acknowledgement >>> 0, 8);
  header.writeUInt8(5 << 4, 12);
  header.writeUInt8(flags, 13);
  header.writeUInt16BE(65535, 14);
  header.writeUInt16BE(transportChecksum(from, to, 6, header, payload), 16);
  return ipPacket(from, to, 6, header, payload);
}

export function udpPacket(from: Endpoint, to: Endpoint, payload: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt16BE(from.port, 0);
  header.writeUInt16BE(to.port, 2);
  header.writeUInt16BE(8 + payload.length, 4);
  // RFC 768: zero means "no checksum", so a sum of zero is sent as its complement.
  header.writeUInt16BE(transportChecksum(from, to, 17, header, payload) || 0xffff, 6);
  return ipPacket(from, to, 17, header, payload);
}

function ipPacket(from: Endpoint, to: Endpoint, protocol: number, header: Buffer, payload: Buffer): Buffer {
  const ip = Buffer.alloc(20);
  ip.writeUInt8(0x45, 0);
  ip.writeUInt16BE(20 + header.length + payload.length, 2);
  ip.writeUInt16BE(0x4000, 6);
  ip.writeUInt8(64, 8);
  ip.writeUInt8(protocol, 9);
  from.ip.copy(ip, 12);
  to.ip.copy(ip, 16);
  ip.writeUInt16BE(checksum(ip), 10);
  return Buffer.concat([ip, header, payload]);
}

function transportChecksum(from: Endpoint, to: Endpoint, protocol: number, header: Buffer, payload: Buffer): number {
  const pseudo = Buffer.alloc(4);
  pseudo.writeUInt8(protocol, 1);
  pseudo.writeUInt16BE(header.length + payload.length, 2);
  return checksum(Buffer.concat([from.ip, to.ip, pseudo, header, payload]));
}

/** RFC 1071. */
function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at + 1 < bytes.length; at += 2) sum += bytes.readUInt16BE(at);
  if (bytes.length % 2 === 1) sum += bytes.readUInt8(bytes.length - 1) << 8;
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000);
  return ~sum & 0xffff;
}
