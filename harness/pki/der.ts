/** Writes DER (X.690): every function gives one whole element, or the octets that it is told to leave as they are. */

/** One element: identifier octet, length, contents. */
export function element(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.of(tag), length(content.length), content]);
}

export const sequence = (...contents: readonly Buffer[]): Buffer => element(0x30, ...contents);

/** The elements of a SET OF stand in ascending order of their octets (X.690 §11.6). */
export const setOf = (...contents: readonly Buffer[]): Buffer =>
  element(0x31, ...contents.toSorted((a, b) => Buffer.compare(a, b)));

export const boolean = (value: boolean): Buffer => element(0x01, Buffer.of(value ? 0xff : 0));
export const nothing = (): Buffer => element(0x05);
export const enumerated = (value: number): Buffer => element(0x0a, Buffer.of(value));
export const octetString = (content: Buffer): Buffer => element(0x04, content);
export const bitString = (content: Buffer): Buffer => element(0x03, Buffer.of(0), content);
export const utf8String = (text: string | Buffer): Buffer => element(0x0c, octets(text, 'utf8'));
export const printableString = (text: string | Buffer): Buffer => element(0x13, octets(text, 'latin1'));

/** INTEGER from a number, or from the content octets as they are (two's complement, for lengths of one's own choice). */
export function integer(value: bigint | number | Buffer): Buffer {
  return element(0x02, Buffer.isBuffer(value) ? value : twosComplement(BigInt(value)));
}

/** OBJECT IDENTIFIER from its dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...arcs] = dotted.split('.').map(Number);
  return element(0x06, Buffer.from([40 * first + second, ...arcs].flatMap(base128)));
}

/** BIT STRING of the numbered flags without trailing zero bits (X.690 §11.2.2). */
export function namedBits(bits: readonly number[]): Buffer {
  if (bits.length === 0) return element(0x03, Buffer.of(0));
  const last = Math.max(...bits);
  const content = Buffer.alloc((last >> 3) + 1);
  for (const bit of bits) content[bit >> 3] = content.readUInt8(bit >> 3) | (0x80 >> (bit & 7));
  return element(0x03, Buffer.of(7 - (last & 7)), content);
}

/** Context-specific [n] around whole elements: EXPLICIT, or IMPLICIT of something constructed. */
export const constructed = (n: number, ...contents: readonly Buffer[]): Buffer => element(0xa0 | n, ...contents);

/** Context-specific [n] IMPLICIT of a primitive: the content octets only. */
export const primitive = (n: number, content: Buffer): Buffer => element(0x80 | n, content);

/** UTCTime until 2049, GeneralizedTime from 2050 on (RFC 5280 §4.1.2.5); whole seconds count. */
export function time(date: Date): Buffer {
  const year = date.getUTCFullYear();
  return year >= 1950 && year < 2050 ? utcTime(digits(date).slice(2)) : generalizedTime(digits(date));
}

/** UTCTime of text as it is, for instance `550101000000Z`. */
export const utcTime = (text: string): Buffer => element(0x17, Buffer.from(text, 'latin1'));

/** GeneralizedTime of a date, or of text as it is. */
export const generalizedTime = (value: Date | string): Buffer =>
  element(0x18, Buffer.from(typeof value === 'string' ? value : digits(value), 'latin1'));

/** The octets of a text in that coding; octets stay what they are. */
export function octets(value: string | Buffer, coding: 'latin1' | 'utf8' = 'latin1'): Buffer {
  return Buffer.isBuffer(value) ? value : Buffer.from(value, coding);
}

/** `YYYYMMDDHHMMSSZ` */
function digits(date: Date): string {
  return `${date.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`;
}

function length(size: number): Buffer {
  if (size < 0x80) return Buffer.of(size);
  const octetsOf = Buffer.from(hexadecimal(BigInt(size)), 'hex');
  return Buffer.concat([Buffer.of(0x80 | octetsOf.length), octetsOf]);
}

function twosComplement(value: bigint): Buffer {
  let size = 1;
  while (value < -(1n << BigInt(8 * size - 1)) || value >= 1n << BigInt(8 * size - 1)) size++;
  return Buffer.from(hexadecimal(BigInt.asUintN(8 * size, value)).padStart(2 * size, '0'), 'hex');
}

function hexadecimal(value: bigint): string {
  const text = value.toString(16);
  return text.length % 2 === 0 ? text : `0${text}`;
}

function base128(arc: number): number[] {
  const groups = [arc & 0x7f];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) groups.unshift((rest & 0x7f) | 0x80);
  return groups;
}
