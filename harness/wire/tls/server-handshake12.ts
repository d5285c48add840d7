/**
 * The handshake of a server of SSL 3.0 to TLS 1.2, without a socket (RFC 5246 §7.3): messages in, messages and keys out. It
 * sends whatever certificates it is given and reads what the client answers; whom to believe is its caller's matter.
 */
import type { KeyObject } from 'node:crypto';
import { alertNumbers } from './alerts.ts';
import { parseCertificate, parseCertificateVerify } from './certificate-messages.ts';
import { type ClientHello, parseClientHello } from './client-hello.ts';
import { provesPossession } from './client-proof.ts';
import { extensionNumbers } from './extensions.ts';
import { FatalAlert, Undeliverable } from './fatal-alert.ts';
import { type HandshakeMessage, handshakeName } from './handshake-messages.ts';
import { HandshakeTranscript } from './handshake-transcript.ts';
import { type ServerExchange, serverExchange } from './key-exchange12.ts';
import { masterSecret, verifyData } from './key-schedule12.ts';
import type { Connection12 } from './protection12.ts';
import { type Choice, choose } from './server-choice12.ts';
import { type RequestForCertificate, serverFlight, serverRandom } from './server-flight12.ts';
import type { ClientAuthentication } from './server-watcher.ts';
import { suiteParameters } from './suite-parameters.ts';
import type { ServerHelloParts, TlsFault } from './tls-fault.ts';
import { versionNumbers } from './versions.ts';
import { handshakeMessage } from './writer.ts';

export interface ServerOptions12 {
  /** Certificates as they go out, leaf first; whatever bytes they are. */
  chain: readonly Buffer[];
  /** Signs the key exchange, whatever key the leaf names, or opens it; the suites follow its type. */
  key: KeyObject;
  /** OCSP response for a client that asks for one. */
  staple: Buffer | null;
  request: RequestForCertificate | null;
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
}

export class ServerHandshake12 {
  /** What the server selects, as a number. */
  readonly version: number;
  readonly client: ClientAuthentication = { chain: null, proof: null };
  readonly #options: ServerOptions12;
  readonly #transcript = new HandshakeTranscript();
  /** What must come next, in order. */
  #awaited = ['client_hello'];
  #greeted: Greeted | null = null;
  #verified: Verified | null = null;
  #connection: Connection12 | null = null;

  constructor(options: ServerOptions12) {
    this.#options = options;
    this.version = versionNumbers[options.fault.version ?? 'TLS 1.2'];
  }

  /** The ClientHello, which is then greeted or not. Throws Undeliverable and Malformed. */
  read(message: HandshakeMessage): ClientHello {
    if (message.name !== 'client_hello') throw new Undeliverable(`the connection begins with ${message.name}`);
    const whole = this.#expect(message);
    const hello = parseClientHello(whole.subarray(4));
    this.#options.fault.requires?.(hello);
    this.#transcript.add('client_hello', whole);
    return hello;
  }

  /** The first flight, message by message. Throws Undeliverable. */
  greet(hello: ClientHello): { flight: Buffer[]; choice: Choice } {
    const { key, chain, staple, request, fault } = this.#options;
    const { version } = this;
    const honest = choose(hello, key, version);
    const choice = fault.select?.(honest, hello) ?? honest;
    const exchange = serverExchange(choice, key, version);
    const { parameters } = exchange;
    const parts = { version, hello, choice, random: serverRandom(), chain, staple, key, request, parameters, fault };
    const { messages, selected } = serverFlight(parts);
    this.#sent(messages);
    this.#greeted = { hello, selected, exchange };
    // A fault may ask where the presentation does not.
    const asks = messages.some((whole) => handshakeName(whole[0] ?? 0) === 'certificate_request');
    this.#awaited = [
      ...(asks ? ['certificate', 'client_key_exchange', 'certificate_verify'] : ['client_key_exchange']),
      ...['change_cipher_spec', 'finished'],
    ];
    return { flight: messages, choice };
  }

  /** Certificate, ClientKeyExchange and CertificateVerify. Throws FatalAlert and Malformed. */
  take(message: HandshakeMessage): void {
    const whole = this.#expect(message);
    const body = whole.subarray(4);
    if (message.name === 'certificate') this.#certificate(parseCertificate(body, false));
    if (message.name === 'certificate_verify') this.client.proof = this.#proof(body);
    this.#transcript.add(message.name, whole);
    if (message.name === 'client_key_exchange') this.#agree(body);
  }

  /** RFC 6101 §5.6.6: a client of SSL 3.0 without a certificate says so by an alert. False where that is no answer. */
  noCertificate(): boolean {
    if (this.version !== versionNumbers['SSL 3.0'] || this.#awaited[0] !== 'certificate') return false;
    this.#step('certificate');
    this.#certificate([]);
    return true;
  }

  /** The keys from here on. Throws FatalAlert where ChangeCipherSpec comes too early. */
  changeCipher(): Connection12 {
    this.#step('change_cipher_spec');
    return this.#keys();
  }

  /** Checks the client's Finished; gives the server's, or what a fault makes of it. Throws FatalAlert. */
  finish(message: HandshakeMessage): { ticket: Buffer | null; finished: Buffer[] } {
    const whole = this.#expect(message);
    if (!whole.subarray(4).equals(this.#verifyData('client'))) {
      throw new FatalAlert(alertNumbers.decrypt_error, 'the Finished of the client does not check');
    }
    this.#transcript.add('finished', whole);
    const { fault } = this.#options;
    const ticket = fault.ticket?.() ?? null;
    if (ticket) this.#sent([ticket]);
    const server = this.#verifyData('server');
    this.#verified = { client: whole.subarray(4), server };
    const finished = handshakeMessage(20, server);
    const { hello } = this.#greeted ?? never();
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
    return this.#awaited[0] === 'finished';
  }

  #sent(messages: readonly Buffer[]): void {
    for (const whole of messages) this.#transcript.add(handshakeName(whole[0] ?? 0), whole);
  }

  #step(name: string): void {
    const [next = 'application data', ...later] = this.#awaited;
    if (name !== next) throw new FatalAlert(alertNumbers.unexpected_message, `${name} instead of ${next}`);
    this.#awaited = later;
  }

  #expect({ name, length, whole }: HandshakeMessage): Buffer {
    this.#step(name);
    if (!whole) throw new FatalAlert(alertNumbers.decode_error, `${name} of ${length} octets`);
    return whole;
  }

  #certificate(chain: Buffer[]): void {
    this.client.chain = chain;
    // RFC 5246 §7.4.8: CertificateVerify follows a certificate that can sign, and no other.
    if (chain.length === 0) this.#awaited = this.#awaited.filter((name) => name !== 'certificate_verify');
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
    const extended = [hello.extensions, selected.extensions ?? []].every((extensions) =>
      extensions.some(({ type }) => type === extensionNumbers.extended_master_secret),
    );
    const secret = exchange.agree(body);
    const session = extended ? this.#messages() : null;
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
