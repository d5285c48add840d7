/** The flaws of the connection to the server that lie in what is read from it and written to it. */
import type { Flaws } from '../flaws.ts';

/** Whether a message that has come is left alone. */
export function dropsMessage(text: string, flaws: Flaws): boolean {
  return flaws.has('ignores-requests-of-the-server') && !text.startsWith('SIP/2.0 ');
}

/** A message as it leaves. */
export function flawedMessage(message: string, flaws: Flaws): string {
  const isAnswer = message.startsWith('SIP/2.0 ') && /^CSeq: *\d+ +OPTIONS *$/im.test(message);
  if (!flaws.has('omits-content-length') || !isAnswer) return message;
  return message.replace(/^Content-Length:.*\r\n/im, '');
}

/** Octets as they are taken; a head that comes in one piece is all that `takes-missing-content-length-for-zero` knows. */
export function flawedReading(octets: Buffer, flaws: Flaws): Buffer {
  if (!flaws.has('takes-missing-content-length-for-zero')) return octets;
  const text = octets.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const isWithout = end > 0 && !/^(?:Content-Length|l)[ \t]*:/im.test(text.slice(0, end));
  return isWithout ? Buffer.from(`${text.slice(0, end)}\r\nContent-Length: 0${text.slice(end)}`, 'latin1') : octets;
}

/** Undefined: as long as usual. */
export const longestBody = (flaws: Flaws): number | undefined =>
  flaws.has('refuses-long-messages') ? 16 * 1024 : undefined;
