/**
 * The handshake of a TLS 1.2 server with ECDHE, without a socket (RFC 5246 §7.3): messages in, messages and keys out. It
 * sends whatever certificates it is given and reads what the client answers; whom to believe is its caller's matter.
 */
import { createHash, type KeyObject } from 'node:crypto';
import { alertNumbers } from './alerts.ts';
import { parseCertificate, parseCertificateVerify } from './certificate-messages.ts';
import { type ClientHello, extension, parseClientHello } from './client-hello.ts';
import { provesPossession } from './client-proof.ts';
import { type Ephemeral, ephemeral } from './ecdh.ts';
import { FatalAlert, Undeliverable } from './fatal-alert.ts';
import type { HandshakeMessage } from './handshake-messages.ts';
import { HandshakeTranscript } from './handshake-transcript.ts';
import { prf } from './prf.ts';
import type { Connection12 } from './protection12.ts';
import { Reader } from './reader.ts';
import { type Choice, choose } from './server-choice12.ts';
import { type RequestForCertificate, serverFlight, serverRandom } from './server-flight12.ts';
import type { ClientAuthentication } from './server-watcher.ts';
import { type SuiteParameters, suiteParameters } from './suite-parameters.ts';
import type { TlsFault } from './tls-fault.ts';
import { versionNumbers } from './versions.ts';
import { handshakeMessage } from './writer.ts';

export interface ServerOptions12 {
  /** Certificates as they go out, leaf first; whatever bytes they are. */
  chain: readonly Buffer[];
  /** Signs the key exchange, whatever key the leaf names; the suites follow its type. */
  key: KeyObject;
  /** OCSP response for a client that asks for one. */
  staple: Buffer | null;
  request: RequestForCertificate | null;
  fault: TlsFault;
}

interface Greeted {
  hello: ClientHello;
  choice: Choice;
  suite: SuiteParameters;
  random: Buffer;
  ecdh: Ephemeral;
}

const version = versionNumbers['TLS 1.2'];
const verifyDataOctets = 12;

export class ServerHandshake12 {
  readonly client: ClientAuthentication = { chain: null, proof: null };
  readonly #options: ServerOptions12;
  readonly #transcript = new HandshakeTranscript();
  /** What must come next, in order. */
  #awaited = ['client_hello'];
  #greeted: Greeted | null = null;
  #connection: Connection12 | null = null;

  constructor(options: ServerOptions12) {
    this.#options = options;
  }

  /** The first flight, message by message. Throws Undeliverable and Malformed. */
  greet(message: HandshakeMessage): { flight: Buffer[]; choice: Choice } {
    if (message.name !== 'client_hello') throw new Undeliverable(`the connection begins with ${message.name}`);
    const whole = this.#expect(message);
    const hello = parseClientHello(whole.subarray(4));
    const { key, chain, staple, request, fault } = this.#options;
    fault.requires?.(hello);
    const honest = choose(hello, key);
    const choice = fault.select?.(honest, hello) ?? honest;
    const suite = suiteParameters(choice.suite);
    if (!suite) throw new Undeliverable('the suite is not one that can be served');
    const ecdh = ephemeral(choice.group);
    const parts = { hello, choice, random: serverRandom(), chain, staple, key, request, point: ecdh.publicKey, fault };
    const { messages: flight, random } = serverFlight(parts);
    this.#transcript.add('client_hello', whole);
    for (const each of flight) this.#transcript.add('server flight', each);
    this.#greeted = { hello, choice, suite, random, ecdh };
    this.#awaited = request
      ? ['certificate', 'client_key_exchange', 'certificate_verify', 'change_cipher_spec', 'finished']
      : ['client_key_exchange', 'change_cipher_spec', 'finished'];
    return { flight, choice };
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

  /** The keys from here on. Throws FatalAlert where ChangeCipherSpec comes too early. */
  changeCipher(): Connection12 {
    this.#step('change_cipher_spec');
    return this.#keys();
  }

  /** Checks the client's Finished; gives the server's. Throws FatalAlert. */
  finish(message: HandshakeMessage): Buffer {
    const whole = this.#expect(message);
    if (!whole.subarray(4).equals(this.#verifyData('client finished'))) {
      throw new FatalAlert(alertNumbers.decrypt_error, 'the Finished of the client does not check');
    }
    this.#transcript.add('finished', whole);
    return handshakeMessage(20, this.#verifyData('server finished'));
  }

  /** `CLIENT_RANDOM ...`, in the NSS key-log format. */
  get keyLogLine(): string {
    const { clientRandom, master } = this.#keys();
    return `CLIENT_RANDOM ${clientRandom.toString('hex')} ${master.toString('hex')}`;
  }

  /** Whether Finished is the message that must come now. */
  get awaitsFinished(): boolean {
    return this.#awaited[0] === 'finished';
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
    const [leaf, transcript] = [this.client.chain?.[0], this.#transcript.bytes()];
    if (!leaf || !transcript) return false;
    const message = parseCertificateVerify(body, version);
    const hash = this.#keys().suite.prfHash;
    return provesPossession({ version, leaf, message, transcript, hash, master: undefined }) === true;
  }

  /** RFC 5246 §8.1 with the shared secret of RFC 8422 §5.11; RFC 7627 §4 where the client offers it. */
  #agree(body: Buffer): void {
    const { hello, suite, random, ecdh } = this.#greeted ?? never();
    const point = new Reader(body).vector(1);
    let premaster;
    try {
      premaster = ecdh.agree(point);
    } catch {
      throw new FatalAlert(alertNumbers.illegal_parameter, 'the public key of the client is no point of the group');
    }
    const extended = extension(hello, 'extended_master_secret') !== undefined;
    const [label, seed] = extended
      ? ['extended master secret', this.#digest(suite)]
      : ['master secret', Buffer.concat([hello.random, random])];
    const master = prf(suite.prfHash, premaster, label, seed, 48);
    const randoms = { clientRandom: hello.random, serverRandom: random };
    this.#connection = { version, suite, master, ...randoms, encryptThenMac: false };
  }

  /** RFC 5246 §7.4.9. */
  #verifyData(label: string): Buffer {
    const { suite, master } = this.#keys();
    return prf(suite.prfHash, master, label, this.#digest(suite), verifyDataOctets);
  }

  #digest({ prfHash }: SuiteParameters): Buffer {
    const transcript = this.#transcript.bytes();
    if (!transcript) throw new FatalAlert(alertNumbers.internal_error, 'the handshake grew too long');
    return createHash(prfHash).update(transcript).digest();
  }

  #keys(): Connection12 {
    return this.#connection ?? never();
  }
}

/** The order of messages makes this unreachable. */
function never(): never {
  throw new FatalAlert(alertNumbers.internal_error, 'keys before the key exchange');
}
