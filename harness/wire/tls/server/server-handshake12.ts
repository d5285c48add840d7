/**
 * The handshake of a server of SSL 3.0 to TLS 1.2, without a socket (RFC 5246 §7.3): messages in, messages and keys out. It
 * sends whatever certificates it is given and reads what the client answers; whom to believe is its caller's matter.
 */
import type { KeyObject } from 'node:crypto';
import { alertNumbers } from '../registries/alerts.ts';
import { parseCertificate, parseCertificateVerify } from '../messages/certificate-messages.ts';
import { type ClientHello, parseClientHello } from '../messages/client-hello.ts';
import { provesPossession } from '../key-exchange/client-proof.ts';
import { FatalAlert, Undeliverable } from '../fatal-alert.ts';
import { type HandshakeMessage, handshakeName } from '../messages/handshake-messages.ts';
import { HandshakeTranscript } from '../messages/handshake-transcript.ts';
import { type ServerExchange, serverExchange } from '../key-exchange/key-exchange12.ts';
import { masterSecret, verifyData } from '../protection/key-schedule12.ts';
import type { Connection12 } from '../protection/protection12.ts';
import { AwaitedMessages } from './awaited-messages.ts';
import { extendsMasterSecret, resumption } from './resumption12.ts';
import { type Choice, choose } from './server-choice12.ts';
import { encodeHello, type RequestForCertificate, serverFlight, serverRandom } from './server-flight12.ts';
import type { ClientAuthentication } from './server-watcher.ts';
import type { Handle, Sessions12 } from './sessions12.ts';
import { suiteParameters } from '../registries/suite-parameters.ts';
import type { ServerHelloParts, TlsFault } from '../faults/tls-fault.ts';
import { versionNumbers } from '../registries/versions.ts';
import { handshakeMessage, uint, vector } from '../messages/writer.ts';

/** Of a ticket, s. */
const ticketLifetime = 7200;

/** As whom the server shows itself. */
export interface ServerIdentity {
  /** Certificates as they go out, leaf first; whatever bytes they are. */
  chain: readonly Buffer[];
  /** Signs the key exchange, whatever key the leaf names, or opens it; the suites follow its type. */
  key: KeyObject;
  /** OCSP response for a client that asks for one. */
  staple: Buffer | null;
}

export interface ServerOptions12 extends ServerIdentity {
  /** From the first renegotiation on; the same one when left out. */
  renegotiatesAs?: ServerIdentity;
  request: RequestForCertificate | null;
  /** Of all connections of this server, for a fault that gives them out. */
  sessions?: Sessions12;
  fault: TlsFault;
}

/** verify_data of both Finished messages, which a renegotiation refers to (RFC 5746 §3.1). */
export interface Verified {
  client: Buffer;
  server: Buffer;
}

interface Greeted {
  hello: ClientHello;
  selected: ServerHelloParts;
  exchange: ServerExchange;
  /** Under what the session is given out; null where none is. */
  handle: Handle | null;
}

/** The server's part of an abbreviated handshake (RFC 5246 §7.3). */
export interface Resumed {
  hello: Buffer;
  finished: Buffer;
  suite: number;
  keys: Connection12;
}

/** What follows the client's Finished, `finished` being what a fault makes of it. */
export interface LastFlight {
  ticket: Buffer | null;
  finished: Buffer[];
}

export class ServerHandshake12 {
  /** What the server selects, as a number. */
  readonly version: number;
  client: ClientAuthentication = { chain: null, proof: null };
  readonly #options: ServerOptions12;
  readonly #transcript = new HandshakeTranscript();
  /** What must come next, in order. */
  readonly #awaited = new AwaitedMessages('client_hello');
  #greeted: Greeted | null = null;
  #verified: Verified | null = null;
  #connection: Connection12 | null = null;
  /** The master secret is an extended one. */
  #extended = false;

  constructor(options: ServerOptions12) {
    this.#options = options;
    this.version = versionNumbers[options.fault.version ?? 'TLS 1.2'];
  }

  /** The ClientHello, which is then greeted or not. Throws Undeliverable and Malformed. */
  read(message: HandshakeMessage): ClientHello {
    if (message.name !== 'client_hello') throw new Undeliverable(`the connection begins with ${message.name}`);
    const whole = this.#awaited.take(message);
    const hello = parseClientHello(whole.subarray(4));
    this.#options.fault.requires?.(hello);
    this.#transcript.add('client_hello', whole);
    return hello;
  }

  /** Goes on with a session that the client asks for; null: a whole handshake. Throws NotOffered and FatalAlert. */
  resume(hello: ClientHello): Resumed | null {
    const { version } = this;
    const found = resumption(hello, this.#options.sessions, version, this.#options.fault);
    if (!found) return null;
    const { session, selected } = found;
    const suite = suiteParameters(session.suite) ?? never();
    const randoms = { clientRandom: hello.random, serverRandom: selected.random };
    const keys = { version, suite, master: session.master, ...randoms, encryptThenMac: false };
    this.client = session.client;
    this.#connection = keys;
    const whole = handshakeMessage(2, encodeHello(selected));
    this.#sent([whole]);
    const server = this.#verifyData('server');
    const finished = handshakeMessage(20, server);
    this.#sent([finished]);
    this.#verified = { client: this.#verifyData('client'), server };
    this.#awaited.set('change_cipher_spec', 'finished');
    return { hello: whole, finished, suite: session.suite, keys };
  }

  /** The first flight, message by message. Throws Undeliverable. */
  greet(hello: ClientHello): { flight: Buffer[]; choice: Choice } {
    const { key, chain, staple, request, fault } = this.#options;
    const { version } = this;
    const honest = choose(hello, key, version);
    const choice = fault.select?.(honest, hello) ?? honest;
    const exchange = serverExchange(choice, key, version);
    const { parameters } = exchange;
    const handle = fault.sessions ? (this.#options.sessions?.handleFor(hello) ?? null) : null;
    const random = serverRandom();
    const parts = { version, hello, choice, random, chain, staple, key, request, parameters, handle, fault };
    const { messages, selected } = serverFlight(parts);
    this.#sent(messages);
    this.#greeted = { hello, selected, exchange, handle };
    // A fault may ask where the presentation does not.
    const asks = messages.some((whole) => handshakeName(whole[0] ?? 0) === 'certificate_request');
    const exchanged = asks ? ['certificate', 'client_key_exchange', 'certificate_verify'] : ['client_key_exchange'];
    this.#awaited.set(...exchanged, 'change_cipher_spec', 'finished');
    return { flight: messages, choice };
  }

  /** Certificate, ClientKeyExchange and CertificateVerify. Throws FatalAlert and Malformed. */
  take(message: HandshakeMessage): void {
    const whole = this.#awaited.take(message);
    const body = whole.subarray(4);
    if (message.name === 'certificate') this.#certificate(parseCertificate(body, false));
    if (message.name === 'certificate_verify') this.client.proof = this.#proof(body);
    this.#transcript.add(message.name, whole);
    if (message.name === 'client_key_exchange') this.#agree(body);
  }

  /** RFC 6101 §5.6.6: a client of SSL 3.0 without a certificate says so by an alert. False where that is no answer. */
  noCertificate(): boolean {
    if (this.version !== versionNumbers['SSL 3.0'] || !this.#awaited.isNext('certificate')) return false;
    this.#awaited.step('certificate');
    this.#certificate([]);
    return true;
  }

  /** The keys from here on. Throws FatalAlert where ChangeCipherSpec comes too early. */
  changeCipher(): Connection12 {
    this.#awaited.step('change_cipher_spec');
    return this.#keys();
  }

  /** Checks the client's Finished; gives the server's, and null where it was sent before. Throws FatalAlert. */
  finish(message: HandshakeMessage): LastFlight | null {
    const whole = this.#awaited.take(message);
    if (!whole.subarray(4).equals(this.#verifyData('client'))) {
      throw new FatalAlert(alertNumbers.decrypt_error, 'the Finished of the client does not check');
    }
    if (!this.#greeted) return null;
    this.#transcript.add('finished', whole);
    const { fault } = this.#options;
    const { hello, handle } = this.#greeted;
    const ticket = fault.ticket?.() ?? (handle && this.#give(handle));
    if (ticket) this.#sent([ticket]);
    const server = this.#verifyData('server');
    this.#verified = { client: whole.subarray(4), server };
    const finished = handshakeMessage(20, server);
    return { ticket, finished: [...(fault.message?.('finished', finished, hello) ?? [finished])] };
  }

  /** `CLIENT_RANDOM ...`, in the NSS key-log format. */
  get keyLogLine(): string {
    const { clientRandom, master } = this.#keys();
    return `CLIENT_RANDOM ${clientRandom.toString('hex')} ${master.toString('hex')}`;
  }

  get verified(): Verified {
    return this.#verified ?? never();
  }

  /** Whether Finished is the message that must come now. */
  get awaitsFinished(): boolean {
    return this.#awaited.isNext('finished');
  }

  /** Keeps the session; the NewSessionTicket of one that is given out by ticket (RFC 5077 §3.3), else null. */
  #give(handle: Handle): Buffer | null {
    const { master } = this.#keys();
    const { suite } = (this.#greeted ?? never()).selected;
    this.#options.sessions?.keep(handle, { suite, master, extended: this.#extended, client: this.client });
    if (handle.kind === 'id') return null;
    return handshakeMessage(4, Buffer.concat([uint(0, 2), uint(ticketLifetime, 2), vector(2, handle.value)]));
  }

  #sent(messages: readonly Buffer[]): void {
    for (const whole of messages) this.#transcript.add(handshakeName(whole[0] ?? 0), whole);
  }

  #certificate(chain: Buffer[]): void {
    this.client.chain = chain;
    // RFC 5246 §7.4.8: CertificateVerify follows a certificate that can sign, and no other.
    if (chain.length === 0) this.#awaited.drop('certificate_verify');
  }

  #proof(body: Buffer): boolean {
    const leaf = this.client.chain?.[0];
    if (!leaf) return false;
    const { version } = this;
    const { suite, master } = this.#keys();
    const message = parseCertificateVerify(body, version);
    const proof = { version, leaf, message, transcript: this.#messages(), hash: suite.prfHash, master };
    return provesPossession(proof) === true;
  }

  #agree(body: Buffer): void {
    const { hello, selected, exchange } = this.#greeted ?? never();
    const suite = suiteParameters(selected.suite);
    if (!suite) throw new FatalAlert(alertNumbers.internal_error, 'nothing here protects records by that suite');
    const { version } = this;
    const randoms = { clientRandom: hello.random, serverRandom: selected.random };
    // RFC 7627 §4: where both have said so. What the server says is of its own choosing.
    this.#extended = extendsMasterSecret(hello.extensions) && extendsMasterSecret(selected.extensions);
    const secret = exchange.agree(body);
    const session = this.#extended ? this.#messages() : null;
    const master = masterSecret({ version, prfHash: suite.prfHash, secret, ...randoms, session });
    this.#connection = { version, suite, master, ...randoms, encryptThenMac: false };
  }

  #verifyData(sender: 'client' | 'server'): Buffer {
    const { suite, master } = this.#keys();
    return verifyData(this.version, suite.prfHash, master, this.#messages(), sender);
  }

  #messages(): Buffer {
    const transcript = this.#transcript.bytes();
    if (!transcript) throw new FatalAlert(alertNumbers.internal_error, 'the handshake grew too long');
    return transcript;
  }

  #keys(): Connection12 {
    return this.#connection ?? never();
  }
}

/** The order of messages makes this unreachable. */
function never(): never {
  throw new FatalAlert(alertNumbers.internal_error, 'keys before the key exchange');
}
