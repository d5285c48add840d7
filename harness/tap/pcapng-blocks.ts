/** Blocks of a pcapng file (draft-ietf-opsawg-pcapng), little-endian. */

const linkTypeRaw = 101;

/** Padded to 32 bits. */
function block(type: number, body: Buffer): Buffer {
  const padding = (4 - (body.length % 4)) % 4;
  const total = 12 + body.length + padding;
  const bytes = Buffer.alloc(total);
  bytes.writeUInt32LE(type, 0);
  bytes.writeUInt32LE(total, 4);
  body.copy(bytes, 8);
  bytes.writeUInt32LE(total, total - 4);
  return bytes;
}

export function sectionHeader(): Buffer {
  const body = Buffer.alloc(16);
  body.writeUInt32LE(0x1a2b3c4d, 0);
  body.writeUInt16LE(1, 4);
  body.writeBigInt64LE(-1n, 8);
  return block(0x0a0d0d0a, body);
}

/** Raw IP, times in nanoseconds (if_tsresol 9). */
export function interfaceDescription(): Buffer {
  const body = Buffer.alloc(20);
  body.writeUInt16LE(linkTypeRaw, 0);
  body.writeUInt16LE(9, 8);
  body.writeUInt16LE(1, 10);
  body.writeUInt8(9, 12);
  return block(1, body);
}

/** Decryption Secrets Block of type TLS Key Log. It must come before the packets that it opens. */
export function decryptionSecrets(keyLog: string): Buffer {
  const text = Buffer.from(keyLog);
  const body = Buffer.alloc(8 + text.length);
  body.writeUInt32LE(0x544c534b, 0);
  body.writeUInt32LE(text.length, 4);
  text.copy(body, 8);
  return block(10, body);
}

/** `time` in nanoseconds since 1970. */
export function enhancedPacket(time: bigint, packet: Buffer): Buffer {
  const padded = packet.length + ((4 - (packet.length % 4)) % 4);
  const body = Buffer.alloc(20 + padded);
  body.writeUInt32LE(Number(time >> 32n), 4);
  body.writeUInt32LE(Number(time & 0xffffffffn), 8);
  body.writeUInt32LE(packet.length, 12);
  body.writeUInt32LE(packet.length, 16);
  packet.copy(body, 20);
  return block(6, body);
}
