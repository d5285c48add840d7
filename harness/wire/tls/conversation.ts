/**
 * Both directions of one TLS connection, read from outside: records, handshake messages, alerts and data, decrypted
 * where the key log has the secrets. Never throws on what the peers send; memory is bounded by one record and one
 * handshake message per direction plus the transcript.
 */
import { parseCertificate, parseCertificateRequest, parseCertificateVerify } from './messages/certificate-messages.ts';
import { type ClientHello, extension, parseClientHello, parseSslv2Hello } from './messages/client-hello.ts';
import { provesPossession } from './key-exchange/client-proof.ts';
import type { HandshakeContent, Side, TlsContent, TlsEvent } from './events.ts';
import { type HandshakeMessage, HandshakeStream } from './messages/handshake-messages.ts';
import { HandshakeTranscript } from './messages/handshake-transcript.ts';
import { secretsFor } from './protection/key-log.ts';
import { Protection12 } from './protection/protection12.ts';
import { Protection13 } from './protection/protection13.ts';
import { Malformed } from './messages/reader.ts';
import { contentTypes, type Piece, RecordStream } from './messages/records.ts';
import { parseServerHello, type ServerHello } from './messages/server-hello.ts';
import { parseServerKeyExchange } from './messages/server-key-exchange.ts';
import { suiteParameters } from './registries/suite-parameters.ts';

/** A server may select more than there is; whoever goes along does so as in TLS 1.3. */
const tls13 = 0x0304;

interface Half {
  records: RecordStream;
  handshake: HandshakeStream;
  /** Of the last record. */
  recordVersion: number | null;
  /** TLS 1.2 and before: ChangeCipherSpec was seen. */
  sealed: boolean;
  protection12: Protection12 | null;
  protection13: Protection13 | null;
}

const half = (): Half => ({
  records: new RecordStream(),
  handshake: new HandshakeStream(),
  recordVersion: null,
  sealed: false,
  protection12: null,
  protection13: null,
});

export class Conversation {
  readonly #keyLog: string;
  readonly #sides = { client: half(), server: half() };
  readonly #transcript = new HandshakeTranscript();
  #clientHello: ClientHello | null = null;
  #serverHello: ServerHello | null = null;
  #clientLeaf: Buffer | null = null;

  /** `keyLog`: text in the NSS key-log format; lines of other connections are ignored. */
  constructor(keyLog: string) {
    this.#keyLog = keyLog;
  }

  push(from: Side, bytes: Buffer): TlsEvent[] {
    return this.#sides[from].records.push(bytes).flatMap((piece) => this.#piece(from, piece));
  }

  /** The stream of this side ended. */
  end(from: Side): TlsEvent[] {
    const { records, handshake } = this.#sides[from];
    const events = records.end().flatMap((piece) => this.#piece(from, piece));
    if (handshake.pending > 0) events.push({ kind: 'partial', from, bytes: handshake.pending, encrypted: false });
    return events;
  }

  get #version(): number {
    return this.#serverHello?.tls13 ? tls13 : (this.#serverHello?.version ?? 0);
  }

  #piece(from: Side, piece: Piece): TlsEvent[] {
    switch (piece.kind) {
      case 'clear':
        return [{ kind: 'clear', from, data: piece.bytes, bytes: piece.bytes.length, encrypted: false }];
      case 'partial':
        return [{ kind: 'partial', from, bytes: piece.bytes.length, encrypted: false }];
      case 'sslv2-hello':
        return [this.#sslv2Hello(from, piece.body)];
      case 'record':
        return this.#record(from, piece.type, piece.header, piece.body);
    }
  }

  #record(from: Side, type: number, header: Buffer, body: Buffer): TlsEvent[] {
    const side = this.#sides[from];
    side.recordVersion = header.readUInt16BE(1);
    const sealed: TlsEvent = { kind: 'sealed', type, from, bytes: body.length, encrypted: true };
    if (this.#version >= tls13) {
      // RFC 8446 §5.1: what is protected has the outer type application_data; the rest is in clear.
      if (type !== contentTypes.application) return this.#content(from, type, body, false);
      const inner = side.protection13?.open(header, body);
      return inner ? this.#content(from, inner.type, inner.content, true) : [sealed];
    }
    if (side.sealed) {
      const content = side.protection12?.open(header, body);
      return content ? this.#content(from, type, content, true) : [sealed];
    }
    // RFC 8446 §4.2.10: 0-RTT data comes before the ServerHello that would give the suite.
    const early = !this.#serverHello && this.#clientHello && extension(this.#clientHello, 'early_data') !== undefined;
    return early && type === contentTypes.application ? [sealed] : this.#content(from, type, body, false);
  }

  #content(from: Side, type: number, content: Buffer, encrypted: boolean): TlsEvent[] {
    const event = (what: TlsContent, bytes = content.length): TlsEvent => ({ from, bytes, encrypted, ...what });
    switch (type) {
      case contentTypes.changeCipherSpec:
        this.#changeCipher(from);
        return [event({ kind: 'change_cipher_spec' })];
      case contentTypes.alert:
        if (content.length !== 2) return [event({ kind: 'other', type })];
        return [event({ kind: 'alert', level: content.readUInt8(0), code: content.readUInt8(1) })];
      case contentTypes.handshake:
        return this.#sides[from].handshake.push(content).map((message) => {
          const read = this.#handshake(from, message);
          return event({ kind: 'handshake', name: message.name, content: read }, message.length);
        });
      case contentTypes.application:
        return [event({ kind: 'application', data: content })];
      default:
        return [event({ kind: 'other', type })];
    }
  }

  /** TLS 1.3 sends it for show only (RFC 8446 appendix D.4). */
  #changeCipher(from: Side): void {
    const [client, server] = [this.#clientHello, this.#serverHello];
    if (!client || !server || this.#version >= tls13) return;
    const side = this.#sides[from];
    side.sealed = true;
    const suite = suiteParameters(server.suite);
    const master = secretsFor(this.#keyLog, client.random).get('CLIENT_RANDOM');
    side.protection12 =
      suite && master
        ? new Protection12(
            {
              version: server.version,
              suite,
              master,
              clientRandom: client.random,
              serverRandom: server.random,
              encryptThenMac: extension(server, 'encrypt_then_mac') !== undefined,
            },
            from,
          )
        : null;
  }

  #sslv2Hello(from: Side, body: Buffer): TlsEvent {
    const content = guarded(
      () => ({ type: 'client_hello', hello: parseSslv2Hello(body), whole: body, recordVersion: null }) as const,
    );
    if (content.type === 'client_hello') this.#clientHello = content.hello;
    this.#transcript.add('client_hello', body);
    return { kind: 'handshake', from, name: 'sslv2_client_hello', content, bytes: body.length, encrypted: false };
  }

  #handshake(from: Side, { name, length, whole }: HandshakeMessage): HandshakeContent {
    if (!whole) return { type: 'malformed', reason: `${length} octets, more than any honest message` };
    // A new hello that answers no HelloRetryRequest begins a renegotiation.
    if (name === 'client_hello' && this.#serverHello && !this.#serverHello.retry) this.#transcript.restart();
    const content = guarded(() => this.#parse(from, name, whole));
    if (content.type === 'client_hello') this.#clientHello = content.hello;
    if (content.type === 'server_hello') this.#begin(content.hello);
    if (content.type === 'certificate' && from === 'client') this.#clientLeaf = content.chain[0] ?? null;
    this.#transcript.add(name, whole);
    if (name === 'finished' && from === 'client' && this.#version >= tls13) this.#transcript.freeze();
    if (name === 'key_update') this.#sides[from].protection13?.update();
    return content;
  }

  #parse(from: Side, name: string, whole: Buffer): HandshakeContent {
    const body = whole.subarray(4);
    switch (name) {
      case 'client_hello':
        return { type: name, hello: parseClientHello(body), whole, recordVersion: this.#sides[from].recordVersion };
      case 'server_hello':
        return { type: name, hello: parseServerHello(body) };
      case 'certificate':
        return { type: name, chain: parseCertificate(body, this.#version >= tls13) };
      case 'server_key_exchange':
        return { type: name, ...parseServerKeyExchange(body, this.#version, this.#serverHello?.suite ?? 0) };
      case 'certificate_request':
        return { type: name, request: parseCertificateRequest(body, this.#version) };
      case 'certificate_verify': {
        const message = parseCertificateVerify(body, this.#version);
        return { type: name, scheme: message.scheme, proof: from === 'client' ? this.#proof(message) : null };
      }
      default:
        return { type: 'opaque' };
    }
  }

  #begin(hello: ServerHello): void {
    this.#serverHello = hello;
    const suite = suiteParameters(hello.suite);
    if (hello.retry) {
      this.#transcript.retry(suite?.prfHash ?? 'sha256');
      return;
    }
    if (!hello.tls13 || !suite || !this.#clientHello) return;
    const secrets = secretsFor(this.#keyLog, this.#clientHello.random);
    for (const from of ['client', 'server'] as const) {
      const labels = [`${from}_HANDSHAKE_TRAFFIC_SECRET`, `${from}_TRAFFIC_SECRET_0`];
      const known = labels.flatMap((label) => secrets.get(label.toUpperCase()) ?? []);
      this.#sides[from].protection13 = new Protection13(suite, known);
    }
  }

  #proof(message: { scheme: number | null; signature: Buffer }): boolean | null {
    const [leaf, transcript, suite] = [
      this.#clientLeaf,
      this.#transcript.bytes(),
      suiteParameters(this.#serverHello?.suite ?? 0),
    ];
    if (!transcript) return null;
    if (!leaf) return false;
    const master = this.#clientHello
      ? secretsFor(this.#keyLog, this.#clientHello.random).get('CLIENT_RANDOM')
      : undefined;
    return provesPossession({
      version: this.#version,
      leaf,
      message,
      transcript,
      hash: suite?.prfHash ?? 'sha256',
      master,
    });
  }
}

function guarded(parse: () => HandshakeContent): HandshakeContent {
  try {
    return parse();
  } catch (error) {
    if (error instanceof Malformed) return { type: 'malformed', reason: error.message };
    throw error;
  }
}
