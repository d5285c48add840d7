/**
 * Application data of one direction as messages: records that continue a message are joined to it, a record that holds
 * two is split. SIP and HTTP share what this needs: a start line, headers up to an empty line, Content-Length.
 */
import type { CryptoLine } from '../evidence.ts';
import { cryptoLine } from '../wire/sdp/description-evidence.ts';
import { parseCrypto } from '../wire/sdp/crypto-attribute.ts';
import { maskSecrets } from './mask.ts';
import { messageKind } from './message-kind.ts';

const keptOctets = 16 * 1024;
const shownCharacters = 4096;
const keptCrypto = 64;

export class ApplicationMessage {
  bytes = 0;
  #kept: Buffer = Buffer.alloc(0);
  /** Octets that the message has by its Content-Length; null while the headers are not whole or do not say. */
  #expected: number | null = null;

  /** Takes what belongs to this message and returns the rest. */
  take(data: Buffer): Buffer {
    const offered = this.#kept.length < keptOctets ? Buffer.concat([this.#kept, data.subarray(0, keptOctets)]) : null;
    if (offered) this.#expected ??= messageLength(offered);
    const used = this.#expected === null ? data.length : Math.min(data.length, this.#expected - this.bytes);
    if (offered) this.#kept = offered.subarray(0, Math.min(keptOctets, this.#kept.length + used));
    this.bytes += used;
    return data.subarray(used);
  }

  get complete(): boolean {
    return this.#expected !== null && this.bytes >= this.#expected;
  }

  /** Whether this data belongs to the message although it looks like the beginning of another. */
  claims(data: Buffer): boolean {
    if (this.#expected !== null) return true;
    const text = this.#kept.toString('latin1');
    if (!/[\r\n]/.test(text)) return messageKind(firstLine(text + data.toString('latin1', 0, 1024))) !== 'unknown';
    return messageKind(firstLine(text)) !== 'unknown' && !text.includes('\r\n\r\n');
  }

  /** Of the first line, unmasked. */
  get kind(): string {
    const text = this.#kept.toString('latin1');
    return /^[\r\n]+$/.test(text) ? 'keep-alive' : messageKind(firstLine(text));
  }

  get text(): string {
    return maskSecrets(printable(this.#kept)).slice(0, shownCharacters);
  }

  /** Those of a session description in it that have a tag and a suite. */
  get crypto(): CryptoLine[] {
    const values = [...this.#kept.toString('latin1').matchAll(/^a=crypto:([^\r\n]*)/gim)].slice(0, keptCrypto);
    return values
      .map(([, value = '']) => parseCrypto(value))
      .filter((line) => line !== null)
      .map(cryptoLine);
  }

  /** Masked, for the reader. */
  get line(): string {
    return firstLine(this.text).slice(0, 256);
  }
}

export class ApplicationStream {
  #current: ApplicationMessage | null = null;

  /** The message that the last octet belongs to. */
  get current(): ApplicationMessage | null {
    return this.#current;
  }

  /** The messages that begin in this data, oldest first; they grow with the data that follows. */
  push(data: Buffer): ApplicationMessage[] {
    const begun: ApplicationMessage[] = [];
    let rest = data;
    while (rest.length > 0) {
      if (!this.#current || this.#current.complete || (beginsMessage(rest) && !this.#current.claims(rest))) {
        this.#current = new ApplicationMessage();
        begun.push(this.#current);
      }
      rest = this.#current.take(rest);
    }
    return begun;
  }
}

const firstLine = (text: string): string => /^[^\r\n]*/.exec(text)?.[0] ?? '';

const beginsMessage = (data: Buffer): boolean => {
  const line = firstLine(data.toString('latin1', 0, 1024));
  return line.length < data.length && messageKind(line) !== 'unknown';
};

/** RFC 3261 §18.3, RFC 5626 §3.5.1 (empty lines between messages); null where the octets so far do not say. */
function messageLength(octets: Buffer): number | null {
  const text = octets.toString('latin1');
  const blank = /^(?:\r\n)+/.exec(text)?.[0].length ?? 0;
  if (blank > 0) return blank;
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const length = /^(?:Content-Length|l)[ \t]*:[ \t]*(\d{1,10})[ \t]*$/im.exec(text.slice(0, end))?.[1];
  if (length !== undefined) return end + 4 + Number(length);
  // A request without a length has no body, neither in SIP nor in HTTP without chunks.
  const chunked = /^Transfer-Encoding[ \t]*:/im.test(text.slice(0, end));
  return /^(?:SIP|HTTP)\//.test(text) || chunked ? null : end + 4;
}

const printable = (bytes: Buffer): string => bytes.toString('utf8').replace(/[^\P{Cc}\r\n\t]/gu, '\ufffd');
