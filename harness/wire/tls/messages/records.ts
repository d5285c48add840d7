/**
 * The record layer as a stream: bytes in, whole records out. At most one record (65 540 octets) is held back.
 * What does not look like a record is handed out as `clear`, and so is all that follows in that direction, because
 * nothing says where a next record would begin.
 */

export const contentTypes = { changeCipherSpec: 20, alert: 21, handshake: 22, application: 23, heartbeat: 24 } as const;

export type Piece =
  | { kind: 'record'; type: number; version: number; header: Buffer; body: Buffer }
  /** A hello in the format of SSL 2.0 (RFC 5246 appendix E.2), without its two octets of length. */
  | { kind: 'sslv2-hello'; body: Buffer }
  | { kind: 'clear'; bytes: Buffer }
  /** Bytes of a record that never became whole. */
  | { kind: 'partial'; bytes: Buffer };

const headerOctets = 5;

export class RecordStream {
  #held: Buffer = Buffer.alloc(0);
  #first = true;
  #clear = false;

  push(bytes: Buffer): Piece[] {
    if (this.#clear) return [{ kind: 'clear', bytes }];
    let rest = this.#held.length > 0 ? Buffer.concat([this.#held, bytes]) : bytes;
    const pieces: Piece[] = [];
    for (;;) {
      const next = this.#next(rest);
      if (!next) break;
      pieces.push(next.piece);
      rest = rest.subarray(next.used);
      this.#first = false;
    }
    // A copy, so that a few octets do not keep the whole chunk alive.
    this.#held = Buffer.from(rest);
    return pieces;
  }

  /** What is held back when the stream ends. */
  end(): Piece[] {
    const bytes = this.#held;
    this.#held = Buffer.alloc(0);
    return bytes.length > 0 ? [{ kind: 'partial', bytes }] : [];
  }

  #next(bytes: Buffer): { piece: Piece; used: number } | null {
    if (bytes.length === 0) return null;
    const used = frameLength(bytes, this.#first);
    if (used === 'unknown') return null;
    if (used === 'none') {
      this.#clear = true;
      return { piece: { kind: 'clear', bytes }, used: bytes.length };
    }
    if (bytes.length < used) return null;
    if ((bytes[0] ?? 0) & 0x80) return { piece: { kind: 'sslv2-hello', body: bytes.subarray(2, used) }, used };
    const header = bytes.subarray(0, headerOctets);
    const body = bytes.subarray(headerOctets, used);
    return { piece: { kind: 'record', type: bytes[0] ?? 0, version: header.readUInt16BE(1), header, body }, used };
  }
}

/** Octets of the record that begins here, header included; 'unknown' with too few octets to tell, 'none' for no record. */
export function frameLength(bytes: Buffer, first: boolean): number | 'unknown' | 'none' {
  const type = bytes[0] ?? 0;
  if (first && type & 0x80) return sslv2Length(bytes);
  if (type < contentTypes.changeCipherSpec || type > contentTypes.heartbeat) return 'none';
  const major = bytes[1] ?? 3;
  if (major !== 3 && !(first && type === contentTypes.handshake && major < 3)) return 'none';
  // RFC 8446 appendix D.5 forbids such a record; that one was sent must be seen, so it has to hold a ClientHello.
  if (major < 3 && bytes.length > headerOctets && bytes[headerOctets] !== 1) return 'none';
  if (major < 3 && bytes.length <= headerOctets) return 'unknown';
  return bytes.length < headerOctets ? 'unknown' : headerOctets + bytes.readUInt16BE(3);
}

/** Two octets of length with the top bit set, message type 1, a version of SSL 2.0 to TLS. */
function sslv2Length(bytes: Buffer): number | 'unknown' | 'none' {
  if (bytes.length > 2 && bytes[2] !== 1) return 'none';
  if (bytes.length > 3 && bytes[3] !== 0 && bytes[3] !== 2 && bytes[3] !== 3) return 'none';
  return bytes.length < 4 ? 'unknown' : 2 + (bytes.readUInt16BE(0) & 0x7fff);
}
