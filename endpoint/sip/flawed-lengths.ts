/** The flaws of Content-Length, acted out on a piece of the stream whose first message has its head in it. */
import type { FlawName, Flaws } from '../flaws.ts';

const field = /^(Content-Length|l)([ \t]*:[ \t]*)(-?\d+)[ \t]*$/gim;

const rewriting: readonly FlawName[] = [
  'takes-negative-lengths-for-zero',
  'answers-before-the-body-has-come',
  'counts-characters-for-octets',
  'takes-the-first-content-length',
];

/** The octets as a device with the flaw takes them. */
export function flawedLengths(octets: Buffer, flaws: Flaws): Buffer {
  const whole = flaws.has('takes-missing-content-length-for-zero') ? withLength(octets) : octets;
  return rewriting.some((flaw) => flaws.has(flaw)) ? rewritten(whole, flaws) : whole;
}

function withLength(octets: Buffer): Buffer {
  const text = octets.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const isWithout = end > 0 && !/^(?:Content-Length|l)[ \t]*:/im.test(text.slice(0, end));
  return isWithout ? Buffer.from(`${text.slice(0, end)}\r\nContent-Length: 0${text.slice(end)}`, 'latin1') : octets;
}

function rewritten(octets: Buffer, flaws: Flaws): Buffer {
  const text = octets.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const head = text.slice(0, Math.max(end, 0));
  const [first] = [...head.matchAll(field)];
  if (end < 0 || !first) return octets;
  const length = lengthTaken(Number(first[3]), octets.subarray(end + 4), flaws);
  const isRepeated = flaws.has('takes-the-first-content-length');
  if (length === Number(first[3]) && !isRepeated) return octets;
  let seen = 0;
  const other = head.replace(field, (line: string, name: string, colon: string) =>
    seen++ > 0 && !isRepeated ? line : `${name}${colon}${length}`,
  );
  return Buffer.concat([Buffer.from(other, 'latin1'), octets.subarray(end)]);
}

function lengthTaken(length: number, rest: Buffer, flaws: Flaws): number {
  if (flaws.has('takes-negative-lengths-for-zero') && length < 0) return 0;
  if (flaws.has('answers-before-the-body-has-come')) return Math.min(length, rest.length);
  if (!flaws.has('counts-characters-for-octets')) return length;
  // As many octets as the first characters take up; what is no UTF-8 is a character of three.
  const characters = [...rest.toString('utf8')];
  const missing = Math.max(length - characters.length, 0);
  return Buffer.byteLength(characters.slice(0, length).join('')) + missing;
}
