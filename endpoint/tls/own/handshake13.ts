/** The handshake of TLS 1.3 behind the ServerHello (RFC 8446 §2, §4.3, §4.4). */
import type { CertificateRequest } from '../../trust/certificate-request.ts';
import { readCertificateRequest, version } from '../messages.ts';
import { contentType, type HandshakeMessage } from '../records.ts';
import { readStapleOfLeaf } from '../staple.ts';
import { extension, message } from './numbers.ts';
import { KeySchedule, type Secrets } from './key-schedule13.ts';
import { laterMessages13 } from './later13.ts';
import { Octets, readExtensions, uint, vector } from './octets.ts';
import { Breach } from './rules.ts';
import { checkAnswers, dataOf, type ServerHello } from './server-hello.ts';
import { judgeServer, keyOf, readChain, type LaterMessages, type Session } from './session.ts';
import { isSigned, maySign, signWith } from './signature.ts';
import { cipherOf, type Cipher } from './suites.ts';

const inEncryptedExtensions: readonly number[] = [
  ...[extension.serverName, extension.supportedGroups, extension.protocols, extension.earlyData],
];

export async function handshake13(session: Session, hello: ServerHello): Promise<LaterMessages> {
  const { messages } = session;
  const { wire } = messages;
  // A suite without a cipher comes here by a flaw.
  const cipher = cipherOf(hello.suite) ?? cipherOf(0x1301)!;
  const schedule = new KeySchedule(cipher, sharedSecret(session, hello));
  const secrets = schedule.handshake(messages.hash(cipher.hash));
  wire.reading = secrets.ofServer.keys();
  wire.sendClear(contentType.changeCipherSpec, Buffer.from([1]));
  wire.writing = secrets.ofClient.keys();

  const request = await readServerFlight(session, cipher, secrets);
  const application = schedule.application(messages.hash(cipher.hash));
  if (request) sendCertificate(session, cipher, request);
  messages.send(message.finished, secrets.ofClient.verifyData(messages.hash(cipher.hash)));
  wire.reading = application.ofServer.keys();
  wire.writing = application.ofClient.keys();
  return laterMessages13(session, cipher, application);
}

/** RFC 8446 §4.2.8, §7.4. */
function sharedSecret({ offer, rules }: Session, { extensions }: ServerHello): Buffer {
  const data = dataOf(extensions, extension.keyShare);
  rules.must(data !== null, 'missing_extension', 'the server sent no key share', 'accepts-missing-key-share');
  if (data === null) return Buffer.alloc(32);
  const octets = new Octets(data, rules.has('accepts-malformed-messages'));
  const [group, theirs] = [octets.uint(2), octets.vector(2)];
  const own = offer.shares.find((share) => share.group === group);
  const foreign = `the server sent a share of the group ${group}, of which it has none`;
  rules.must(own !== undefined, 'illegal_parameter', foreign, 'accepts-foreign-key-share');
  try {
    return own ? own.secret(theirs) : Buffer.alloc(32);
  } catch {
    const isZero = theirs.every((octet) => octet === 0);
    const text = 'the key share of the server is no key, or leads to a secret of zero';
    rules.must(false, 'illegal_parameter', text, isZero ? 'accepts-zero-share' : 'accepts-off-curve-point');
    return Buffer.alloc(32);
  }
}

/** EncryptedExtensions to Finished; the server's CertificateRequest. */
async function readServerFlight(
  session: Session,
  cipher: Cipher,
  secrets: Secrets,
): Promise<CertificateRequest | null> {
  const { messages, rules } = session;
  const flight = new Flight13(session);
  for (let last = 0; ;) {
    const before = messages.hash(cipher.hash);
    const next = await messages.next();
    const { type } = next;
    const place = order.indexOf(type) + 1;
    // RFC 8446 §4.3.2: a CertificateRequest may be left out, and nothing else.
    const isNext = place > last && order.slice(last, place - 1).every((each) => each === message.certificateRequest);
    const text = `the server sent the message ${type} out of order`;
    rules.must(isNext, 'unexpected_message', text, 'accepts-any-order');
    if (place === 0) continue;
    last = Math.max(last, place);
    if (type === message.finished) {
      const isRight = next.body.equals(secrets.ofServer.verifyData(before));
      rules.must(isRight, 'decrypt_error', 'the Finished of the server is wrong', 'ignores-finished');
      messages.checkBoundary();
      await flight.judged();
      return flight.request;
    }
    await flight.take(next, before);
  }
}

const order: readonly number[] = [
  message.encryptedExtensions,
  message.certificateRequest,
  message.certificate,
  message.certificateVerify,
  message.finished,
];

class Flight13 {
  request: CertificateRequest | null = null;
  #chain: Buffer[] = [];
  #staple: Buffer | null = null;
  #isJudged = false;
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** `before`: hash of the messages before this one. */
  async take({ type, body }: HandshakeMessage, before: Buffer): Promise<void> {
    if (type === message.encryptedExtensions) return this.#checkExtensions(body);
    if (type === message.certificateRequest) return this.#takeRequest(body);
    if (type === message.certificateVerify) return this.#verify(body, before);
    const { rules } = this.#session;
    this.#chain = readChain(body, true, rules);
    this.#checkEntries(body);
    this.#staple = this.#chain.length > 0 ? readStapleOfLeaf(body) : null;
    await this.judged();
  }

  /** The identity of the server is judged as soon as it is known, and at the latest before the device goes on. */
  async judged(): Promise<void> {
    if (this.#isJudged) return;
    this.#isJudged = true;
    await judgeServer(this.#session, { chain: this.#chain, staple: this.#staple, request: this.request });
  }

  #checkExtensions(body: Buffer): void {
    const { offer, rules } = this.#session;
    const extensions = readExtensions(new Octets(body).vector(2), rules.has('accepts-malformed-messages'));
    checkAnswers(extensions, offer, rules, (type) => inEncryptedExtensions.includes(type));
  }

  #takeRequest(body: Buffer): void {
    try {
      this.request = readCertificateRequest(body, version.tls13);
    } catch {
      throw new Breach('decode_error', 'the CertificateRequest is malformed');
    }
  }

  /** RFC 8446 §4.4.2: what stands beside a certificate was asked for. */
  #checkEntries(body: Buffer): void {
    const { offer, rules } = this.#session;
    const octets = new Octets(body, rules.has('accepts-malformed-messages'));
    octets.vector(1);
    const entries = new Octets(octets.vector(3));
    while (!entries.isEmpty) {
      entries.vector(3);
      const beside = readExtensions(entries.vector(2), false);
      checkAnswers(beside, offer, rules, (type) => type === extension.statusRequest);
    }
  }

  /** RFC 8446 §4.4.3. */
  #verify(body: Buffer, before: Buffer): void {
    const { offer, rules } = this.#session;
    const octets = new Octets(body, rules.has('accepts-malformed-messages'));
    const [scheme, signature] = [octets.uint(2), octets.vector(2)];
    const key = keyOf(this.#chain);
    if (key === null || rules.has('ignores-certificate-verify')) return;
    const isOffered = offer.schemes.includes(scheme) && maySign(scheme, key);
    const text = `the server signed with the scheme 0x${scheme.toString(16)}, which was not offered for that`;
    rules.must(isOffered, 'illegal_parameter', text, 'accepts-unoffered-scheme');
    const content = signedContent('server', before);
    const isGood = isSigned(scheme, content, key, signature);
    rules.must(isGood, 'decrypt_error', 'the signature of the server is wrong');
  }
}

const signedContent = (side: 'server' | 'client', hash: Buffer): Buffer =>
  Buffer.concat([Buffer.alloc(64, 0x20), Buffer.from(`TLS 1.3, ${side} CertificateVerify\0`), hash]);

/** The device's certificate and its proof (RFC 8446 §4.4.2, §4.4.3); an empty list where it has none. */
export function sendCertificate(
  { messages, identity }: Session,
  cipher: Cipher,
  { schemes }: CertificateRequest,
  context: Buffer = Buffer.alloc(0),
): void {
  const entries = (identity?.chain ?? []).map((der) => Buffer.concat([vector(3, der), uint(0, 2)]));
  messages.send(message.certificate, Buffer.concat([vector(1, context), vector(3, Buffer.concat(entries))]));
  if (!identity) return;
  const content = signedContent('client', messages.hash(cipher.hash));
  const { scheme, signature } = signWith(schemes, content, identity.key, true);
  messages.send(message.certificateVerify, Buffer.concat([uint(scheme, 2), vector(2, signature)]));
}
