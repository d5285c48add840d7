/**
 * sips: between the stream and sip.js, which takes no request to sips: and writes one Contact into everything (RFC 5630). A
 * dialog is secure when its first request went to sips:, whoever sent it; the Call-ID tells which one a message belongs to.
 */
import type { Flaws } from '../flaws.ts';
import { answerTo, fieldOf, isInDialog, methodOf, requestLine, withFields, withRequestUri } from './message-text.ts';
import { remember } from './remember.ts';
import { warningLine } from './warning.ts';

export type UriScheme = 'sip' | 'sips';

/** What becomes of a message that has come: it goes on to sip.js, or an answer goes back at once. */
export type Reception = { pass: string } | { answer: string };

/** More calls than the device has at once, and than it remembers. */
const MOST_REMEMBERED = 256;

export const isSips = (uri: string): boolean => /^sips:/i.test(uri);

export class UriSchemes {
  readonly #scheme: UriScheme;
  readonly #flaws: Flaws;
  readonly #agent: string;
  /** Call-IDs of secure dialogs, oldest first, each with the CSeq of the INVITE that began it; empty where that was ours. */
  readonly #secure = new Map<string, string>();

  /** @param scheme by which the device is reached. @param agent its name in a Warning. */
  constructor(scheme: UriScheme, flaws: Flaws, agent: string) {
    this.#scheme = scheme;
    this.#flaws = flaws;
    this.#agent = agent;
  }

  receive(message: string): Reception {
    const request = requestLine(message);
    if (request === null) return { pass: message };
    const { method, uri } = request;
    const begins = !isInDialog(message) && method !== 'ACK' && method !== 'CANCEL';
    const answer = (begins && this.#unwanted(message, uri)) || this.#downgrade(message, method);
    if (answer) return { answer };
    if (begins && method === 'INVITE' && isSips(uri)) this.#remember(message, fieldOf(message, 'CSeq'));
    return { pass: isSips(uri) ? withRequestUri(message, uri.replace(/^sips:/i, 'sip:')) : message };
  }

  send(message: string): string {
    const method = methodOf(message);
    if (method === 'REGISTER') return this.#registration(message);
    const request = requestLine(message);
    const begins = request !== null && !isInDialog(message);
    if (begins && method === 'INVITE' && isSips(request.uri)) this.#remember(message, '');
    const scheme = this.#contactScheme(message, begins);
    return withFields(message, 'Contact', (value) => value.replace(/(^|<)sips?:/i, `$1${scheme}:`));
  }

  /** Whether the message belongs to a dialog that was begun by a request to sips:. */
  isSecure(message: string): boolean {
    return this.#secure.has(fieldOf(message, 'Call-ID'));
  }

  /** RFC 5630 §5.1.2: whoever is to be reached by one scheme alone says so with 480, and why in a Warning. */
  #unwanted(message: string, uri: string): string | null {
    const sips = isSips(uri);
    if (!sips && !/^sip:/i.test(uri)) return null;
    if (sips === (this.#scheme === 'sips')) return null;
    if (sips && this.#flaws.has('hides-unwanted-sips')) return answerTo(message, '404 Not Found');
    if (!sips && this.#flaws.has('takes-unwanted-sip')) return null;
    const [code, text] = sips ? [380, 'SIPS Not Allowed'] : [381, 'SIPS Required'];
    return answerTo(message, '480 Temporarily Unavailable', [warningLine(code, this.#agent, text)]);
  }

  /** RFC 5630 §5.1.1.3: a transfer to sip: would take the security of the call away without anybody's leave. */
  #downgrade(message: string, method: string): string | null {
    if (method !== 'REFER' || !this.isSecure(message) || this.#flaws.has('follows-refer-to-sip')) return null;
    return /(^|<)[ \t]*sip:/i.test(fieldOf(message, 'Refer-To')) ? answerTo(message, '603 Decline') : null;
  }

  /** RFC 3261 §8.1.1.8 and §12.1.1, RFC 5630 §5.1.1.2: the Contact has the scheme of the request that began the dialog. */
  #contactScheme(message: string, begins: boolean): UriScheme {
    if (!this.isSecure(message)) return begins && this.#flaws.has('secure-contact-in-plain-call') ? 'sips' : 'sip';
    const answersFirst = this.#secure.get(fieldOf(message, 'Call-ID')) === fieldOf(message, 'CSeq');
    const later = answersFirst ? 'sip-contact-in-secure-answer' : 'sip-contact-in-refresh';
    return this.#flaws.has(begins ? 'sip-contact-in-secure-call' : later) ? 'sip' : 'sips';
  }

  #registration(message: string): string {
    const other = (value: string): string =>
      value.replace(/(^|<)(sips?):/i, (_uri, before: string, scheme: string) => {
        return `${before}${isSips(`${scheme}:`) ? 'sip' : 'sips'}:`;
      });
    if (requestLine(message) === null) return message;
    if (this.#flaws.has('registers-both-schemes'))
      return withFields(message, 'Contact', (value) => `${value}, ${other(value)}`);
    return this.#flaws.has('registers-contact-of-other-scheme') ? withFields(message, 'Contact', other) : message;
  }

  #remember(message: string, invitedBy: string): void {
    remember(this.#secure, fieldOf(message, 'Call-ID'), invitedBy, MOST_REMEMBERED);
  }
}
