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

/** Undefined: as long as usual. */
export const longestBody = (flaws: Flaws): number | undefined =>
  flaws.has('refuses-long-messages') ? 16 * 1024 : undefined;
