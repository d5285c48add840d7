/**
 * The handshake of a client of SSL 3.0 to TLS 1.2, without a socket (RFC 5246 §7.3): messages in, messages and keys out. It
 * offers whatever ClientHello it is given and believes every certificate; whom to believe is its caller's matter.
 */
import { type KeyObject, X509Certificate } from 'node:crypto';
import { alertNumbers } from '../registries/alerts.ts';
import { parseCertificate, parseCertificateRequest } from '../messages/certificate-messages.ts';
import { type ClientHello, parseClientHello } from '../messages/client-hello.ts';
import { answerExchange, type ServerParameters } from './client-exchange12.ts';
import { signPossession } from '../key-exchange/client-signature.ts';
import { extensionNumbers } from '../registries/extensions.ts';
import { FatalAlert } from '../fatal-alert.ts';
import { type HandshakeMessage, handshakeName } from '../messages/handshake-messages.ts';
import { HandshakeTranscript } from '../messages/handshake-transcript.ts';
import { exchangeKind } from '../key-exchange/key-exchange12.ts';
import { masterSecret, verifyData } from '../protection/key-schedule12.ts';
import type { Connection12 } from '../protection/protection12.ts';
import { parseServerExchange, provesExchange } from '../messages/server-exchange-message.ts';
import { parseServerHello, type ServerHello } from '../messages/server-hello.ts';
import { suiteParameters } from '../registries/suite-parameters.ts';
import { knownVersion, versionNumbers } from '../registries/versions.ts';
import { handshakeMessage, vector } from '../messages/writer.ts';

export interface ClientIdentity {
  /** DER, leaf first. */
  chain: readonly Buffer[];
  key: KeyObject;
}

export interface ClientOptions12 {
  /** The ClientHello as it goes out, with its handshake header. */
  hello: Buffer;
  /** Shown where the server asks for a certificate; null shows none. */
  identity: ClientIdentity | null;
}

/** What the server showed of itself; nothing of it is checked but the signature. */
export interface ServerAuthentication {
  /** DER, leaf first; empty without a Certificate message. */
  chain: Buffer[];
  /** Whether ServerKeyExchange was signed with the key of the leaf; null without one. */
  proof: boolean | null;
  /** Whether it asked for a certificate of the client. */
  asked: boolean;
}

/** What answers ServerHelloDone. */
export interface SecondFlight {
  /** SSL 3.0: there is no certificate, which an alert says in place of a message (RFC 6101 §5.6.6). */
  noCertificate: boolean;
  /** In clear. */
  messages: Buffer[];
  /** Under the keys. */
  finished: Buffer;
  keys: Connection12;
}

const inFirstFlight = ['certificate', 'certificate_status', 'server_key_exchange', 'certificate_request'];

export class ClientHandshake12 {
  readonly server: ServerAuthentication = { chain: [], proof: null, asked: false };
  readonly #identity: ClientIdentity | null;
  readonly #hello: ClientHello;
  readonly #transcript = new HandshakeTranscript();
  #awaited: 'server_hello' | 'server_hello_done' | 'change_cipher_spec' | 'finished' | 'nothing' = 'server_hello';
  #selected: ServerHello | null = null;
  #exchange: ServerParameters | null = null;
  /** Schemes of the CertificateRequest. */
  #schemes: readonly number[] = [];
  #keys: Connection12 | null = null;

  /** Throws Malformed. */
  constructor({ hello, identity }: ClientOptions12) {
    this.#identity = identity;
    this.#hello = parseClientHello(hello.subarray(4));
    this.#transcript.add('client_hello', hello);
  }

  /** Null until the server has said which. */
  get version(): number | null {
    return this.#selected?.version ?? null;
  }

  get suite(): number | null {
    return this.#selected?.suite ?? null;
  }

  /** A message of the server before its ChangeCipherSpec; the answer where one is due. Throws FatalAlert and Malformed. */
  take({ name, length, whole }: HandshakeMessage): SecondFlight | null {
    if (name === 'hello_request') return null;
    const ticket = this.#awaited === 'change_cipher_spec' && name === 'new_session_ticket';
    const due =
      name === this.#awaited || ticket || (this.#awaited === 'server_hello_done' && inFirstFlight.includes(name));
    if (!due) throw new FatalAlert(alertNumbers.unexpected_message, `${name} instead of ${this.#awaited}`);
    if (!whole) throw new FatalAlert(alertNumbers.decode_error, `${name} of ${length} octets`);
    this.#read(name, whole.subarray(4));
    this.#transcript.add(name, whole);
    return name === 'server_hello_done' ? this.#answer() : null;
  }

  /** The keys of the server from here on. Throws FatalAlert where ChangeCipherSpec comes too early. */
  changeCipher(): Connection12 {
    if (this.#awaited !== 'change_cipher_spec' || !this.#keys) {
      throw new FatalAlert(alertNumbers.unexpected_message, `change_cipher_spec instead of ${this.#awaited}`);
    }
    this.#awaited = 'finished';
    return this.#keys;
  }

  /** Throws FatalAlert where it is not the Finished of this handshake. */
  finish({ name, whole }: HandshakeMessage): void {
    const { suite, master, version } = this.#keys ?? never();
    const right = verifyData(version, suite.prfHash, master, this.#messages(), 'server');
    if (name !== 'finished') throw new FatalAlert(alertNumbers.unexpected_message, `${name} instead of finished`);
    if (!whole?.subarray(4).equals(right)) {
      throw new FatalAlert(alertNumbers.decrypt_error, 'the Finished of the server does not check');
    }
    this.#awaited = 'nothing';
  }

  get awaitsFinished(): boolean {
    return this.#awaited === 'finished';
  }

  /** `CLIENT_RANDOM ...`, in the NSS key-log format. */
  get keyLogLine(): string {
    const { clientRandom, master } = this.#keys ?? never();
    return `CLIENT_RANDOM ${clientRandom.toString('hex')} ${master.toString('hex')}`;
  }

  #read(name: string, body: Buffer): void {
    switch (name) {
      case 'server_hello':
        return this.#select(parseServerHello(body));
      case 'certificate':
        this.server.chain = parseCertificate(body, false);
        return;
      case 'server_key_exchange':
        return this.#parameters(body);
      case 'certificate_request':
        this.server.asked = true;
        this.#schemes = parseCertificateRequest(body, this.#chosen().version).signatureSchemes;
    }
  }

  #select(selected: ServerHello): void {
    const { version, suite, compression } = selected;
    if (!knownVersion(version) || version > versionNumbers['TLS 1.2']) {
      throw new FatalAlert(alertNumbers.protocol_version, `version ${version}`);
    }
    if (!this.#hello.suites.includes(suite) || compression !== 0) {
      throw new FatalAlert(alertNumbers.illegal_parameter, 'what was not offered is selected');
    }
    this.#selected = selected;
    this.#awaited = 'server_hello_done';
  }

  #parameters(body: Buffer): void {
    const { version, suite, random } = this.#chosen();
    const { kind, anonymous } = exchangeKind(suite);
    const message = parseServerExchange(body, kind, anonymous ? null : version);
    this.#exchange = message.parameters;
    const leaf = this.server.chain[0];
    if (!message.signed || !leaf) return;
    const data = Buffer.concat([this.#hello.random, random, message.raw]);
    this.server.proof = provesExchange(version, leaf, data, message.signed);
  }

  #answer(): SecondFlight {
    const { version, suite: number, random } = this.#chosen();
    const suite = suiteParameters(number);
    if (!suite) throw new FatalAlert(alertNumbers.internal_error, 'nothing here protects records by that suite');
    const messages: Buffer[] = [];
    const add = (type: number, body: Buffer): void => {
      const whole = handshakeMessage(type, body);
      this.#transcript.add(handshakeName(type), whole);
      messages.push(whole);
    };
    const identity = this.server.asked ? this.#identity : null;
    const noCertificate = this.server.asked && !identity && version === versionNumbers['SSL 3.0'];
    if (this.server.asked && !noCertificate) {
      const chain = (identity?.chain ?? []).map((der) => vector(3, der));
      add(11, vector(3, Buffer.concat(chain)));
    }
    const leaf = this.server.chain[0];
    const leafKey = leaf ? new X509Certificate(leaf).publicKey : null;
    const { body, secret } = answerExchange({ version, offered: this.#hello.legacyVersion, leafKey }, this.#exchange);
    add(16, body);
    const clientRandom = this.#hello.random;
    // RFC 7627 §4.
    const extended = [this.#hello, this.#chosen()].every(({ extensions }) =>
      extensions.some(({ type }) => type === extensionNumbers.extended_master_secret),
    );
    const session = extended ? this.#messages() : null;
    const randoms = { clientRandom, serverRandom: random };
    const master = masterSecret({ version, prfHash: suite.prfHash, secret, ...randoms, session });
    this.#keys = { version, suite, master, ...randoms, encryptThenMac: false };
    if (identity) {
      add(15, signPossession({ version, schemes: this.#schemes, transcript: this.#messages(), master }, identity.key));
    }
    const finished = handshakeMessage(20, verifyData(version, suite.prfHash, master, this.#messages(), 'client'));
    this.#transcript.add('finished', finished);
    this.#awaited = 'change_cipher_spec';
    return { noCertificate, messages, finished, keys: this.#keys };
  }

  #messages(): Buffer {
    const transcript = this.#transcript.bytes();
    if (!transcript) throw new FatalAlert(alertNumbers.internal_error, 'the handshake grew too long');
    return transcript;
  }

  #chosen(): ServerHello {
    return this.#selected ?? never();
  }
}

/** The order of messages makes this unreachable. */
function never(): never {
  throw new FatalAlert(alertNumbers.internal_error, 'keys before the key exchange');
}
