/** Reads DER (X.690) as far as certificates need it: definite lengths, single-byte tags. */

export interface DerNode {
  tag: number;
  content: Buffer;
  /** Tag, length and content. */
  whole: Buffer;
}

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The first node of `bytes`. Throws Error when the length is missing, indefinite, padded or longer than `bytes`. */
export function readNode(bytes: Buffer): DerNode {
  const tag = bytes[0];
  const first = bytes[1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw new Error('DER: no tag and length');
  let start = 2;
  let length = first;
  if (first >= 0x80) {
    const size = first & 0x7f;
    if (size === 0 || size > 4 || bytes.length < 2 + size) throw new Error('DER: bad length');
    length = bytes.readUIntBE(2, size);
    // X.690 §10.1: as few octets as possible.
    if (length < 0x80 || length < 2 ** (8 * (size - 1))) throw new Error('DER: bad length');
    start += size;
  }
  if (bytes.length < start + length) throw new Error('DER: cut short');
  return { tag, content: bytes.subarray(start, start + length), whole: bytes.subarray(0, start + length) };
}

/** The one node that `bytes` are. Throws Error when something follows it. */
export function readOnly(bytes: Buffer): DerNode {
  const node = readNode(bytes);
  if (node.whole.length < bytes.length) throw new Error('DER: something follows the end');
  return node;
}

/** The nodes that follow each other in `bytes`. */
export function readNodes(bytes: Buffer): DerNode[] {
  const nodes: DerNode[] = [];
  for (let rest = bytes; rest.length > 0;) {
    const node = readNode(rest);
    nodes.push(node);
    rest = rest.subarray(node.whole.length);
  }
  return nodes;
}

/** Dotted form of the content of an OBJECT IDENTIFIER. */
export function oidText(content: Buffer): string {
  const numbers: bigint[] = [];
  let value = 0n;
  let started = false;
  for (const byte of content) {
    // X.690 §8.19.2: a number does not begin with padding, by which one identifier could be spelt in two ways.
    if (!started && byte === 0x80) throw new Error('DER: bad object identifier');
    started = (byte & 0x80) !== 0;
    value = (value << 7n) | BigInt(byte & 0x7f);
    if (started) continue;
    numbers.push(value);
    value = 0n;
  }
  const first = numbers.shift();
  if (started || first === undefined) throw new Error('DER: bad object identifier');
  const root = first < 80n ? first / 40n : 2n;
  return [root, first - root * 40n, ...numbers].join('.');
}

/** UTCTime or GeneralizedTime as RFC 5280 §4.1.2.5 allows them: in Zulu, with seconds, without fractions. */
export function readTime(node: DerNode): Date {
  const text = node.content.toString('latin1');
  const utc = node.tag === tags.utcTime && /^\d{12}Z$/.test(text);
  if (!utc && !(node.tag === tags.generalizedTime && /^\d{14}Z$/.test(text))) throw new Error('DER: bad time');
  // RFC 5280 §4.1.2.5.1: YY from 50 is 19YY.
  const full = utc ? `${Number(text.slice(0, 2)) >= 50 ? '19' : '20'}${text}` : text;
  return calendarTime(full);
}

/** `YYYYMMDDHHMMSSZ`. Throws Error where the calendar has no such moment. */
export function calendarTime(digits: string): Date {
  const time = new Date(digits.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (Number.isNaN(time.getTime()) || time.toISOString().replace(/[-T:]|\.000/g, '') !== digits)
    throw new Error('DER: bad time');
  return time;
}
