/**
 * Reads the server's first flight as it comes: ServerHello in clear; Certificate in clear up to TLS 1.2 and under the
 * handshake traffic keys in TLS 1.3, whose secret node logs as soon as it has the ServerHello.
 */
import { handshakeType, contentType, HandshakeReader, type HandshakeMessage, type TlsRecord } from './records.ts';
import type { CertificateRequest } from '../trust/certificate-request.ts';
import { readCertificateRequest, readCertificates, readServerHello, version, type ServerHello } from './messages.ts';
import { readCertificateStatus, readStapleOfLeaf } from './staple.ts';
import { TrafficKeys } from './traffic-keys.ts';

/** What a record has brought the reader to. */
export type Progress = 'more' | 'server-hello' | 'certificate' | 'end-of-flight' | 'broken-off' | 'unreadable';

export class ServerFlight {
  hello: ServerHello | null = null;
  chain: Buffer[] | null = null;
  /** DER of the OCSP response that came with the certificate. */
  staple: Buffer | null = null;
  /** Null: the server asks for no certificate. */
  request: CertificateRequest | null = null;
  serverKeyExchange: Buffer | null = null;
  /** Clear handshake messages, as they go into the transcript hash. */
  readonly transcript: Buffer[] = [];
  readonly #clear = new HandshakeReader();
  readonly #encrypted = new HandshakeReader();
  #keys: TrafficKeys | null = null;

  get isTls13(): boolean {
    return this.hello?.version === version.tls13;
  }

  get canDecrypt(): boolean {
    return this.#keys !== null;
  }

  /** Whether everything read so far belongs to hellos. */
  get onlyHellos(): boolean {
    return this.#clear.empty && this.chain === null && this.request === null && this.serverKeyExchange === null;
  }

  /** The server's handshake traffic secret. */
  useSecret(secret: Buffer): void {
    this.#keys = new TrafficKeys(this.hello!.suite, secret);
  }

  /** The steps that this record brought about, in order. */
  *read(record: TlsRecord): Generator<Progress> {
    try {
      if (this.isTls13) yield* this.#readEncrypted(record);
      else if (record.type === contentType.handshake) yield* this.#readClear(record);
      else if (isFatalAlert(record)) yield 'broken-off';
      else yield this.hello ? 'unreadable' : 'more';
    } catch {
      yield 'unreadable';
    }
  }

  *#readClear(record: TlsRecord): Generator<Progress> {
    for (const message of this.#clear.push(record.payload)) {
      // RFC 5246 §7.4.1.1: a client that is negotiating ignores it, and it is not hashed.
      if (message.type === handshakeType.helloRequest && this.hello === null) continue;
      // RFC 8446 §5.1: the keys change after the ServerHello, so nothing clear may follow it.
      if (this.isTls13) return void (yield 'unreadable');
      this.transcript.push(message.bytes);
      yield this.#step(message);
    }
    if (this.isTls13 && !this.#clear.empty) yield 'unreadable';
  }

  *#readEncrypted(record: TlsRecord): Generator<Progress> {
    // RFC 8446 §5: a change_cipher_spec in between means nothing.
    if (record.type === contentType.changeCipherSpec) return;
    if (record.type !== contentType.applicationData || !this.#keys) return void (yield 'unreadable');
    const { type, payload } = this.#keys.decrypt(record);
    if (type !== contentType.handshake) return void (yield 'unreadable');
    for (const message of this.#encrypted.push(payload)) yield this.#step(message);
  }

  #step({ type, body }: HandshakeMessage): Progress {
    if (this.hello === null) {
      if (type !== handshakeType.serverHello) return 'unreadable';
      const hello = readServerHello(body);
      if (hello.isRetry) return 'more';
      this.hello = hello;
      return 'server-hello';
    }
    switch (type) {
      case handshakeType.certificate:
        this.chain = readCertificates(body, this.isTls13);
        if (this.chain.length === 0) return 'unreadable';
        if (this.isTls13) this.staple = readStapleOfLeaf(body);
        return 'certificate';
      case handshakeType.certificateRequest:
        this.request = readCertificateRequest(body, this.hello.version);
        return 'more';
      case handshakeType.certificateStatus:
        this.staple = readCertificateStatus(body);
        return 'more';
      case handshakeType.encryptedExtensions:
        return 'more';
      case handshakeType.serverKeyExchange:
        this.serverKeyExchange = body;
        return 'more';
      case handshakeType.serverHelloDone:
        return 'end-of-flight';
      default:
        return 'unreadable';
    }
  }
}

const isFatalAlert = ({ type, payload }: TlsRecord): boolean =>
  type === contentType.alert && payload.length === 2 && payload[0] === 2;
