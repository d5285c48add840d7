/** DER as far as facts about a certificate need it: tags and contents, bounded by the bytes given. */

export interface Element {
  tag: number;
  content: Buffer;
  /** Tag, length and content. */
  whole: Buffer;
}

export const tags = { boolean: 0x01, octetString: 0x04, oid: 0x06, sequence: 0x30 } as const;

/** The elements side by side in these bytes. Throws RangeError on lengths that leave them. */
export function elements(bytes: Buffer): Element[] {
  const found = [];
  let at = 0;
  while (at < bytes.length) {
    const start = at;
    const tag = bytes.readUInt8(at);
    let length = bytes.readUInt8(at + 1);
    at += 2;
    if (length & 0x80) {
      const octets = length & 0x7f;
      if (octets < 1 || octets > 4) throw new RangeError(`a DER length of ${octets} octets`);
      length = bytes.readUIntBE(at, octets);
      at += octets;
    }
    if (length > bytes.length - at) throw new RangeError(`${length} octets announced, ${bytes.length - at} left`);
    found.push({ tag, content: bytes.subarray(at, at + length), whole: bytes.subarray(start, at + length) });
    at += length;
  }
  return found;
}

/** Dotted form of the content of an OBJECT IDENTIFIER. */
export function oidText(content: Buffer): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const octet of content) {
    arc = arc * 128 + (octet & 0x7f);
    if (octet & 0x80) continue;
    if (arcs.length === 0) arcs.push(Math.min(2, Math.floor(arc / 40)), arc - 40 * Math.min(2, Math.floor(arc / 40)));
    else arcs.push(arc);
    arc = 0;
  }
  return arcs.join('.');
}
