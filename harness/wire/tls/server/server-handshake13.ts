/**
 * The handshake of a TLS 1.3 server without a socket (RFC 8446 §2): messages in, records and secrets out. Like its sister of
 * TLS 1.2 it sends whatever certificates it is given, and whom to believe is its caller's matter.
 */
import type { KeyObject } from 'node:crypto';
import { alertNumbers } from '../registries/alerts.ts';
import { parseCertificate, parseCertificateVerify } from '../messages/certificate-messages.ts';
import { type ClientHello, extension, listed, parseClientHello } from '../messages/client-hello.ts';
import { provesPossession } from '../key-exchange/client-proof.ts';
import { extensionNumbers } from '../registries/extensions.ts';
import { FatalAlert, Undeliverable } from '../fatal-alert.ts';
import { groupName } from '../registries/groups.ts';
import type { HandshakeMessage } from '../messages/handshake-messages.ts';
import { HandshakeTranscript } from '../messages/handshake-transcript.ts';
import { agree } from '../key-exchange/key-agreement13.ts';
import { keyLogLines, type KeySchedule13, type Secrets } from '../protection/key-schedule13.ts';
import { contentTypes } from '../messages/records.ts';
import { AwaitedMessages } from './awaited-messages.ts';
import type { Choice } from './server-choice12.ts';
import { choose13, sharesOf, unsharedGroups } from './server-choice13.ts';
import {
  certificate13,
  certificateRequest13,
  certificateVerify13,
  encryptedExtensions,
  groupWanted,
  helloRetryRequest,
} from './server-flight13.ts';
import type { RequestForCertificate } from './server-flight12.ts';
import type { ClientAuthentication } from './server-watcher.ts';
import { type SuiteParameters, suiteParameters } from '../registries/suite-parameters.ts';
import type { Outgoing, Retry, TlsFault } from '../faults/tls-fault.ts';
import { versionNumbers } from '../registries/versions.ts';
import { handshakeMessage } from '../messages/writer.ts';

export interface ServerOptions13 {
  /** Certificates as they go out, leaf first; whatever bytes they are. */
  chain: readonly Buffer[];
  /** Signs CertificateVerify, whatever key the leaf names; the scheme follows its type. */
  key: KeyObject;
  /** OCSP response for a client that asks for one. */
  staple: Buffer | null;
  request: RequestForCertificate | null;
  fault: TlsFault;
}

export interface Flight13 {
  records: Outgoing[];
  choice: Choice;
  suite: SuiteParameters;
  handshake: Secrets;
  application: Secrets;
  /** In the NSS key-log format. */
  keyLog: string[];
}

/** The answer to a ClientHello. */
export type Answer13 = { kind: 'retry'; records: Outgoing[]; retry: Retry } | ({ kind: 'flight' } & Flight13);

const { handshake, changeCipherSpec } = contentTypes;

export class ServerHandshake13 {
  readonly client: ClientAuthentication = { chain: null, proof: null };
  readonly #options: ServerOptions13;
  readonly #transcript = new HandshakeTranscript();
  /** What must come next, in order. */
  readonly #awaited = new AwaitedMessages('client_hello');
  #retries = 0;
  /** The HelloRetryRequest that waits for its answer. */
  #retry: Retry | null = null;
  #schedule: KeySchedule13 | null = null;
  #clientSecret: Buffer | null = null;
  #hello: ClientHello | null = null;

  constructor(options: ServerOptions13) {
    this.#options = options;
  }

  /** The ClientHello that was answered last. */
  get hello(): ClientHello {
    return this.#hello ?? never();
  }

  /** A ClientHello, the first one or one that answers a HelloRetryRequest. Throws Undeliverable, FatalAlert and Malformed. */
  greet(message: HandshakeMessage): Answer13 {
    if (message.name !== 'client_hello' && this.#retries === 0) {
      throw new Undeliverable(`the connection begins with ${message.name}`);
    }
    const whole = this.#awaited.take(message);
    const hello = parseClientHello(whole.subarray(4));
    const { fault, key } = this.#options;
    if (this.#retries === 0) fault.requires?.(hello);
    const { group, ...honest } = choose13(hello, key);
    if (this.#retry) obeys(this.#retry, this.hello, hello);
    this.#hello = hello;
    this.#transcript.add('client_hello', whole);
    const retry =
      fault.retry?.(hello, this.#retries) ?? (group === null ? this.#usualRetry(hello, honest.suite) : null);
    this.#retry = retry;
    if (retry) return { kind: 'retry', retry, records: this.#retried(hello, retry) };
    if (group === null) throw new Undeliverable('the client sends no key share that can be used');
    const choice = fault.select?.({ ...honest, group }, hello) ?? { ...honest, group };
    return { kind: 'flight', ...this.#flight(hello, choice) };
  }

  /** Certificate and CertificateVerify. Throws FatalAlert and Malformed. */
  take(message: HandshakeMessage): void {
    const whole = this.#awaited.take(message);
    const body = whole.subarray(4);
    if (message.name === 'certificate') this.#certificate(parseCertificate(body, true));
    if (message.name === 'certificate_verify') this.client.proof = this.#proof(body);
    this.#transcript.add(message.name, whole);
  }

  /** Checks the client's Finished. Throws FatalAlert. */
  finish(message: HandshakeMessage): void {
    const whole = this.#awaited.take(message);
    const [schedule, secret] = [this.#schedule ?? never(), this.#clientSecret ?? never()];
    if (!whole.subarray(4).equals(schedule.verifyData(secret, this.#bytes()))) {
      throw new FatalAlert(alertNumbers.decrypt_error, 'the Finished of the client does not check');
    }
    this.#transcript.add('finished', whole);
  }

  /** Whether Finished is the message that must come now. */
  get awaitsFinished(): boolean {
    return this.#awaited.isNext('finished');
  }

  /** A client without a share that can be used is asked for another one. */
  #usualRetry(hello: ClientHello, suite: number): Retry | null {
    const [group] = unsharedGroups(hello);
    return group === undefined || this.#retries > 0 ? null : { suite, extensions: [groupWanted(group)] };
  }

  #retried(hello: ClientHello, retry: Retry): Outgoing[] {
    this.#retries++;
    this.#awaited.set('client_hello');
    const whole = helloRetryRequest(hello, retry);
    this.#transcript.retry(suiteParameters(retry.suite)?.prfHash ?? 'sha256');
    this.#transcript.add('server_hello', whole);
    const request: Outgoing = { type: handshake, content: whole, epoch: 'clear' };
    return this.#retries === 1 ? [request, ...forShow(hello)] : [request];
  }

  #flight(hello: ClientHello, choice: Choice): Flight13 {
    const { fault, request } = this.#options;
    const agreement = agree(hello, choice, fault);
    const { suite, schedule } = agreement;
    const names = ['server_hello', 'encrypted_extensions', 'certificate', 'certificate_verify', 'finished'];
    if (request) names.splice(2, 0, 'certificate_request');
    const records: Outgoing[] = [];
    let secrets: Secrets | null = null;
    for (const name of fault.order?.(names) ?? names) {
      const honest = name === 'server_hello' ? agreement.hello : this.#made(name, hello, choice, schedule, secrets);
      for (const content of fault.message?.(name, honest, hello) ?? [honest]) {
        this.#transcript.add(name, content);
        records.push({ type: handshake, content, epoch: secrets ? 'handshake' : 'clear' });
      }
      if (name !== 'server_hello') continue;
      if (this.#retries === 0) records.push(...forShow(hello));
      secrets = schedule.handshake(this.#bytes());
    }
    const handshakeSecrets = secrets ?? never();
    const application = schedule.application(this.#bytes());
    this.#schedule = schedule;
    this.#clientSecret = handshakeSecrets.client;
    this.#awaited.set(...(request ? ['certificate', 'certificate_verify'] : []), 'finished');
    const keyLog = keyLogLines(hello.random, handshakeSecrets, application);
    return { records, choice, suite, handshake: handshakeSecrets, application, keyLog };
  }

  #made(name: string, hello: ClientHello, choice: Choice, schedule: KeySchedule13, secrets: Secrets | null): Buffer {
    const { chain, key, staple, request, fault } = this.#options;
    switch (name) {
      case 'encrypted_extensions':
        return encryptedExtensions([]);
      case 'certificate_request':
        return certificateRequest13(request ?? never());
      case 'certificate':
        return certificate13(fault.chain?.(chain) ?? chain, extension(hello, 'status_request') ? staple : null);
      case 'certificate_verify':
        return certificateVerify13(choice.scheme, key, schedule.hash, this.#bytes());
      case 'finished':
        return handshakeMessage(20, schedule.verifyData((secrets ?? never()).server, this.#bytes()));
      default:
        throw new Error(`no server of TLS 1.3 makes ${name}`);
    }
  }

  #certificate(chain: Buffer[]): void {
    this.client.chain = chain;
    // RFC 8446 §4.4.3: a client sends CertificateVerify where its Certificate is not empty.
    if (chain.length === 0) this.#awaited.drop('certificate_verify');
  }

  #proof(body: Buffer): boolean {
    const leaf = this.client.chain?.[0];
    if (!leaf) return false;
    const version = versionNumbers['TLS 1.3'];
    const message = parseCertificateVerify(body, version);
    const { hash } = this.#schedule ?? never();
    return provesPossession({ version, leaf, message, transcript: this.#bytes(), hash, master: undefined }) === true;
  }

  #bytes(): Buffer {
    const transcript = this.#transcript.bytes();
    if (!transcript) throw new FatalAlert(alertNumbers.internal_error, 'the handshake grew too long');
    return transcript;
  }
}

/** RFC 8446 §4.1.2, §4.2.2, §4.2.8: the cookie comes back, and a share of the group that was listed. Throws FatalAlert. */
function obeys({ extensions }: Retry, before: ClientHello, hello: ClientHello): void {
  for (const { type, data } of extensions) {
    if (type === extensionNumbers.cookie && !extension(hello, 'cookie')?.equals(data)) {
      throw new FatalAlert(alertNumbers.illegal_parameter, 'the cookie does not come back');
    }
    if (type !== extensionNumbers.key_share) continue;
    const group = data.readUInt16BE(0);
    if (listed(before, 'supported_groups').includes(group) && !sharesOf(hello).has(group)) {
      throw new FatalAlert(alertNumbers.illegal_parameter, `no share of ${groupName(group)}, which was asked for`);
    }
  }
}

/** RFC 8446 appendix D.4: behind the first message of the server, for a client that sends a session id. */
const forShow = ({ sessionId }: ClientHello): Outgoing[] =>
  sessionId.length > 0 ? [{ type: changeCipherSpec, content: Buffer.from([1]), epoch: 'clear' }] : [];

/** The order of messages makes this unreachable. */
function never(): never {
  throw new FatalAlert(alertNumbers.internal_error, 'keys before the key exchange');
}
