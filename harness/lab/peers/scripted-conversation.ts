/**
 * One connection of the scripted TLS server. It reads one ClientHello, sends one crafted flight in one write, and then
 * only reads: writing on after a wrong byte would make the kernel throw the device's alert away.
 */
import type { Socket } from 'node:net';
import type { ServedCertificate } from '../../pki/pki.ts';
import { alertName } from '../../wire/tls/alerts.ts';
import { parseClientHello, type ClientHello } from '../../wire/tls/client-hello.ts';
import { HandshakeStream } from '../../wire/tls/handshake-messages.ts';
import { Malformed } from '../../wire/tls/reader.ts';
import { contentTypes, RecordStream, type Piece } from '../../wire/tls/records.ts';
import type { Presentation } from '../presentation.ts';
import { craftFlight, Undeliverable } from './flight12.ts';

export type Script = NonNullable<Presentation['tls']>;

export interface Scene {
  script: Script;
  certificate: ServedCertificate;
  say: (line: string) => void;
}

const longestRead = 64 * 1024;
/** A device that says nothing at all, before its hello or after the flight, is let go after this time in ms. */
const patience = 5000;
/** One that has begun to answer has ended when it was quiet for this time in ms. */
const quiet = 500;
/** However it trickles, a connection ends after this time in ms. */
const longestConversation = 15_000;

export class ScriptedConversation {
  readonly #socket: Socket;
  readonly #scene: Scene;
  readonly #records = new RecordStream();
  readonly #handshake = new HandshakeStream();
  /** What came after the flight; null until it is out. */
  #answers: string[] | null = null;
  readonly #deadline: NodeJS.Timeout;
  #read = 0;
  #over = false;

  constructor(socket: Socket, scene: Scene) {
    this.#socket = socket;
    this.#scene = scene;
    this.#deadline = setTimeout(() => this.#end('closed by the lab'), longestConversation);
    socket.setTimeout(patience, () => this.#end('closed by the lab'));
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('end', () => this.#end('closed by the device'));
    socket.on('close', () => this.#end('reset by the device'));
  }

  #receive(chunk: Buffer): void {
    if (this.#over) return;
    this.#read += chunk.length;
    const pieces = this.#records.push(chunk);
    if (this.#answers) {
      for (const piece of pieces) this.#answers.push(describe(piece, this.#answers));
      this.#socket.setTimeout(quiet);
    } else {
      this.#greet(pieces);
    }
    if (this.#read > longestRead) this.#end(`closed by the lab after ${longestRead} bytes`);
  }

  #greet(pieces: Piece[]): void {
    const { script, certificate, say } = this.#scene;
    try {
      const hello = this.#hello(pieces);
      if (!hello) return;
      const flight = craftFlight(hello, certificate, script === 'honest-tls12');
      this.#socket.write(flight.bytes);
      this.#answers = [];
      say(`${script}: TLS 1.2 ${flight.choice} leaf=${certificate.leafSha256} sent`);
    } catch (error) {
      if (!(error instanceof Undeliverable || error instanceof Malformed)) throw error;
      this.#end(`not deliverable: ${error.message}`);
    }
  }

  #hello(pieces: Piece[]): ClientHello | null {
    for (const piece of pieces) {
      if (piece.kind !== 'record' || piece.type !== contentTypes.handshake) {
        throw new Undeliverable(`the connection begins with ${describe(piece, [])}`);
      }
      const [message] = this.#handshake.push(piece.body);
      if (message?.name === 'client_hello' && message.whole) return parseClientHello(message.whole.subarray(4));
      if (message) throw new Undeliverable(`the connection begins with ${message.name}`);
    }
    return null;
  }

  #end(how: string): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#deadline);
    const came = this.#answers?.join(', ') || (this.#answers ? 'no answer' : 'no flight sent');
    this.#scene.say(`${this.#scene.script}: ${came}; ${how}`);
    this.#socket.end();
    const leftOver = setTimeout(() => this.#socket.destroy(), quiet);
    this.#socket.once('close', () => clearTimeout(leftOver));
  }
}

/** What the device sent, for the witness. After ChangeCipherSpec the contents are ciphertext. */
function describe(piece: Piece, before: readonly string[]): string {
  if (piece.kind !== 'record') return piece.kind === 'clear' ? 'bytes that are no TLS' : piece.kind;
  const encrypted = before.includes('change_cipher_spec');
  switch (piece.type) {
    case contentTypes.alert:
      return encrypted ? 'encrypted alert' : `alert ${alertName(piece.body[1] ?? 0)}`;
    case contentTypes.changeCipherSpec:
      return 'change_cipher_spec';
    case contentTypes.handshake:
      return encrypted
        ? 'encrypted handshake'
        : (new HandshakeStream().push(piece.body)[0]?.name ?? 'handshake fragment');
    default:
      return `record of type ${piece.type}`;
  }
}
