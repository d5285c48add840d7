/**
 * A client's handshake of TLS 1.2 of our own, without a certificate, as far as it takes to send something under its keys
 * that no TLS library would send. ECDHE and RSA key transport. Whether the server's certificate and signature are right is
 * not asked: nothing is told to it.
 */
import { constants, publicEncrypt, randomBytes, X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { ephemeral, groups, type Group } from '../key-exchange/ecdh.ts';
import { handshakeName, HandshakeStream } from '../messages/handshake-messages.ts';
import { masterSecret, verifyData } from '../protection/key-schedule12.ts';
import { parseCertificate } from '../messages/certificate-messages.ts';
import { Protection12, type Connection12 } from '../protection/protection12.ts';
import { Malformed, Reader } from '../messages/reader.ts';
import { contentTypes, RecordStream } from '../messages/records.ts';
import { Sealing12 } from '../protection/sealing12.ts';
import { parseServerHello, type ServerHello } from '../messages/server-hello.ts';
import { suiteParameters } from '../registries/suite-parameters.ts';
import { suiteName } from '../registries/suites.ts';
import { versionNumbers } from '../registries/versions.ts';
import { handshakeMessage, uint, vector } from '../messages/writer.ts';

/** One record of the server, opened where it is sealed. */
export interface ServerRecord {
  type: number;
  content: Buffer;
}

/** Suites that such a handshake can be made with. */
export const canBeSpoken = (suite: number): boolean =>
  /^TLS_(ECDHE_(RSA|ECDSA)|RSA)_WITH_AES/.test(suiteName(suite)) && suiteParameters(suite) !== undefined;

export class Handshake12 {
  readonly #socket: Socket;
  readonly #records = new RecordStream();
  readonly #messages = new HandshakeStream();
  readonly #random: Buffer;
  readonly #transcript: Buffer[];
  #hello: ServerHello | null = null;
  #chain: Buffer[] = [];
  #keyExchange: Buffer | null = null;
  #isAsked = false;
  #connection: Connection12 | null = null;
  #sealing: Sealing12 | null = null;
  #opening: Protection12 | null = null;
  /** Whether the server's Finished has come. Its content is not checked: whoever has the keys sent it. */
  finished = false;
  /** What the server sends when the handshake is over, and its alerts at any time. */
  onRecord: (record: ServerRecord) => void = () => undefined;

  /** `message` is the ClientHello that goes out, whole; it offers no extended master secret and no encrypt-then-MAC. */
  constructor(socket: Socket, message: Buffer) {
    this.#socket = socket;
    this.#random = message.subarray(6, 38);
    this.#transcript = [message];
  }

  /** Throws Malformed where the server's flight cannot be gone on with. */
  push(bytes: Buffer): void {
    for (const piece of this.#records.push(bytes)) {
      if (piece.kind !== 'record') throw new Malformed('no TLS record');
      const { type, header, body } = piece;
      if (type === contentTypes.changeCipherSpec) {
        if (!this.#connection) throw new Malformed('ChangeCipherSpec before any key');
        this.#opening = new Protection12(this.#connection, 'server');
        continue;
      }
      const content = this.#opening ? this.#opening.open(header, body) : body;
      if (!content) throw new Malformed('a record that does not authenticate');
      if (type === contentTypes.handshake && !this.finished) this.#handshake(content);
      else this.onRecord({ type, content });
    }
  }

  /** A whole record under the connection's keys. */
  send(type: number, content: Buffer): void {
    if (this.#sealing && this.#socket.writable) this.#socket.write(this.#sealing.seal(type, content));
  }

  #handshake(content: Buffer): void {
    for (const { type, whole } of this.#messages.push(content)) {
      if (!whole) throw new Malformed('a handshake message that is too long');
      const [name, body] = [handshakeName(type), whole.subarray(4)];
      if (name === 'finished') {
        this.finished = true;
        return;
      }
      this.#transcript.push(whole);
      if (name === 'server_hello') this.#hello = parseServerHello(body);
      if (name === 'certificate') this.#chain = parseCertificate(body, false);
      if (name === 'server_key_exchange') this.#keyExchange = body;
      if (name === 'certificate_request') this.#isAsked = true;
      if (name === 'server_hello_done') this.#answer();
    }
  }

  /** RFC 5246 §7.3: [Certificate], ClientKeyExchange, ChangeCipherSpec, Finished. */
  #answer(): void {
    const hello = this.#hello;
    const suite = hello && suiteParameters(hello.suite);
    if (!hello || !suite) throw new Malformed('a first flight without a suite that can be spoken');
    const { secret, body } = this.#exchange();
    // RFC 5246 §7.4.6: whoever is asked and has none says so.
    const messages = [
      ...(this.#isAsked ? [handshakeMessage(11, vector(3, Buffer.alloc(0)))] : []),
      handshakeMessage(16, body),
    ];
    this.#transcript.push(...messages);
    const randoms = { clientRandom: this.#random, serverRandom: hello.random };
    const version = hello.version;
    const master = masterSecret({ version, prfHash: suite.prfHash, secret, ...randoms, session: null });
    this.#connection = { version, suite, master, ...randoms, encryptThenMac: false };
    this.#sealing = new Sealing12(this.#connection, 'client');
    const data = verifyData(version, suite.prfHash, master, Buffer.concat(this.#transcript), 'client');
    const finished = handshakeMessage(20, data);
    this.#transcript.push(finished);
    const inClear = messages.map((message) => record(contentTypes.handshake, message));
    this.#socket.write(
      Buffer.concat([
        ...inClear,
        record(contentTypes.changeCipherSpec, Buffer.from([1])),
        this.#sealing.seal(contentTypes.handshake, finished),
      ]),
    );
  }

  /** RFC 8422 §5.4, §5.7; RFC 5246 §7.4.7.1. */
  #exchange(): { secret: Buffer; body: Buffer } {
    if (this.#keyExchange) {
      const reader = new Reader(this.#keyExchange);
      const [type, group] = [reader.uint(1), reader.uint(2)];
      if (type !== 3 || !isGroup(group)) throw new Malformed('a group that was not offered');
      const side = ephemeral(group);
      return { secret: side.agree(reader.vector(1)), body: vector(1, side.publicKey) };
    }
    const [leaf] = this.#chain;
    if (!leaf) throw new Malformed('neither a certificate nor a key exchange');
    const secret = Buffer.concat([uint(versionNumbers['TLS 1.2'], 2), randomBytes(46)]);
    const key = new X509Certificate(leaf).publicKey;
    return { secret, body: vector(2, publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, secret)) };
  }
}

const isGroup = (group: number): group is Group => (groups as readonly number[]).includes(group);

const record = (type: number, content: Buffer): Buffer =>
  Buffer.concat([uint(type, 1), uint(versionNumbers['TLS 1.2'], 2), vector(2, content)]);
