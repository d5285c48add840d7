/** What a listener answers to a hello, read as far as it goes in clear. Nothing here throws on the bytes of a peer. */
import type { SurveyAnswer } from '../../../survey-facts.ts';
import { alertName } from '../registries/alerts.ts';
import { parseCertificate } from '../messages/certificate-messages.ts';
import { extension } from '../messages/client-hello.ts';
import { extensionName } from '../registries/extensions.ts';
import { groupName } from '../registries/groups.ts';
import { HandshakeStream, type HandshakeMessage } from '../messages/handshake-messages.ts';
import { Malformed, Reader } from '../messages/reader.ts';
import { contentTypes, RecordStream, type Piece } from '../messages/records.ts';
import { parseServerHello, type ServerHello } from '../messages/server-hello.ts';
import { signatureSchemeName } from '../registries/signature-schemes.ts';
import { suiteName } from '../registries/suites.ts';
import { versionName, versionNumbers } from '../registries/versions.ts';

/** More than any first flight: whoever sends on and on is not answering. */
const mostOctets = 256 * 1024;

export class AnswerReader {
  readonly #records = new RecordStream();
  readonly #handshake = new HandshakeStream();
  #octets = 0;
  hello: ServerHello | null = null;
  /** Whether the first flight has come, as far as it is in clear. */
  flight = false;
  /** DER, leaf first. */
  chain: Buffer[] = [];
  group: string | null = null;
  signatureScheme: string | null = null;
  alert: SurveyAnswer['alert'] = null;
  heartbeat = 0;
  /** The first octets of what is no TLS. */
  other: Buffer | null = null;
  /** A ServerHello in the format of SSL 2.0. */
  ssl2 = false;

  push(bytes: Buffer): void {
    this.#octets += bytes.length;
    if (this.#octets > mostOctets) this.other ??= Buffer.from(`more than ${mostOctets} octets and no end`);
    if (this.over) return;
    for (const piece of this.#records.push(bytes)) this.#take(piece);
  }

  /** Nothing more can be learnt. */
  get over(): boolean {
    return this.alert !== null || this.other !== null || this.ssl2;
  }

  /** What was held back when the stream ended: no record, but perhaps words. */
  end(): void {
    if (this.hello || this.over) return;
    for (const piece of this.#records.end()) if (piece.kind === 'partial') this.other = Buffer.from(piece.bytes);
  }

  #take(piece: Piece): void {
    if (piece.kind === 'clear') {
      // Two octets of length with the top bit, then message type 4.
      if (!this.hello && (piece.bytes[0] ?? 0) & 0x80 && piece.bytes[2] === 4) this.ssl2 = true;
      else this.other ??= Buffer.from(piece.bytes.subarray(0, 256));
      return;
    }
    if (piece.kind !== 'record') return;
    if (piece.type === contentTypes.heartbeat) this.heartbeat += piece.body.length;
    if (piece.type === contentTypes.alert && piece.body.length === 2) this.#alerted(piece.body);
    // From TLS 1.3's ServerHello on the rest is encrypted.
    if (piece.type !== contentTypes.handshake || this.flight) return;
    for (const message of this.#handshake.push(piece.body)) this.#message(message);
  }

  #alerted(body: Buffer): void {
    const [level = 0, code = 0] = body;
    // A warning, such as unrecognized_name, leaves the handshake going (RFC 5246 §7.2.2).
    if (level === 2) this.alert = { code, name: alertName(code) };
  }

  #message({ name, whole }: HandshakeMessage): void {
    const body = whole?.subarray(4);
    if (!body) return;
    try {
      if (name === 'server_hello') this.#serverHello(parseServerHello(body));
      if (name === 'certificate') this.chain = parseCertificate(body, false);
      if (name === 'server_key_exchange') this.#keyExchange(body);
      if (name === 'server_hello_done') this.flight = true;
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.other = Buffer.from(`a ${name} that cannot be read: ${error.message}`);
    }
  }

  #serverHello(hello: ServerHello): void {
    this.hello = hello;
    if (hello.version !== versionNumbers['TLS 1.3']) return;
    this.flight = true;
    const share = extension(hello, 'key_share');
    if (share && share.length >= 2) this.group = groupName(share.readUInt16BE(0));
  }

  /** RFC 8422 §5.4, RFC 5246 §7.4.3. */
  #keyExchange(body: Buffer): void {
    const name = suiteName(this.hello?.suite ?? 0);
    if (name.includes('PSK') || name.includes('SRP')) return;
    const reader = new Reader(body);
    if (name.includes('_ECDH')) {
      const type = reader.uint(1);
      // 3 is named_curve; the two others spell out a curve of their own.
      if (type !== 3) return void (this.group = 'explicit curve');
      this.group = groupName(reader.uint(2));
      reader.vector(1);
    } else {
      const [prime] = [reader.vector(2), reader.vector(2), reader.vector(2)];
      this.group = `DH ${bits(prime)} bits`;
    }
    const is12 = this.hello?.version === versionNumbers['TLS 1.2'];
    if (is12 && reader.left > 0) this.signatureScheme = signatureSchemeName(reader.uint(2));
  }

  answer(closed: SurveyAnswer['closed'], lasted: number): SurveyAnswer {
    const { hello, alert, other, ssl2 } = this;
    const outcome = hello || ssl2 ? 'hello' : alert ? 'alert' : other ? 'other' : closed ? 'closed' : 'silent';
    return {
      outcome,
      version: hello ? versionName(hello.version) : ssl2 ? 'SSL 2.0' : null,
      suite: hello && suiteName(hello.suite),
      compression: hello && hello.compression,
      group: this.group,
      signatureScheme: this.signatureScheme,
      extensions: hello?.extensions.map(({ type }) => extensionName(type)) ?? [],
      alert,
      closed,
      heartbeat: this.heartbeat,
      text: other && printable(other),
      lasted: Math.round(lasted),
    };
  }
}

/** Leading zeros do not count. */
function bits(number: Buffer): number {
  const first = number.findIndex((octet) => octet !== 0);
  return first < 0 ? 0 : (number.length - first) * 8 - (Math.clz32(number[first] ?? 0) - 24);
}

const printable = (bytes: Buffer): string =>
  (bytes.toString('latin1').split(/\r?\n/, 1)[0] ?? '').replace(/[^\x20-\x7e]/g, '.').slice(0, 80);
