/** ClientHello, HelloRetryRequest and ServerHello (RFC 8446 §4.1): up to the version, the suite and the group. */
import { createHash, randomBytes } from 'node:crypto';
import { retryRandom } from '../messages.ts';
import { contentType } from '../records.ts';
import { makeKeyShare, type KeyShare } from './key-share.ts';
import { extension, message } from './numbers.ts';
import { Octets, uint, vector } from './octets.ts';
import { clientHello, offersTls13, type Offer } from './offer.ts';
import { Breach } from './rules.ts';
import { checkAnswers, checkSuite, checkVersion, dataOf, readServerHello, type ServerHello } from './server-hello.ts';
import { mustBe, type Session } from './session.ts';
import { cipherOf } from './suites.ts';

/** RFC 8446 §4.2: the extensions that TLS 1.3 alone knows. */
const ofTls13: readonly number[] = [
  ...[extension.supportedVersions, extension.keyShare, extension.preSharedKey, extension.cookie],
  ...[extension.pskModes, extension.earlyData],
];
const inServerHello13: readonly number[] = [extension.supportedVersions, extension.keyShare, extension.preSharedKey];
const inRetry: readonly number[] = [extension.supportedVersions, extension.keyShare, extension.cookie];

/** `accepts`: the versions that the device goes on with. */
export async function greet(session: Session, accepts: (version: number) => boolean): Promise<ServerHello> {
  const { messages, offer, rules } = session;
  sendHello(session);
  if (offer.earlyData) messages.wire.sendClear(contentType.applicationData, offer.earlyData);
  for (let retries = 0; ; retries++) {
    const hello = await readHello(session);
    const isRetry = hello.random.equals(retryRandom) && offersTls13(offer);
    checkVersion(hello, offer, rules, accepts);
    if (!hello.isTls13) {
      checkSuite(hello, offer, rules);
      checkAnswers(hello.extensions, offer, rules, (type) => !ofTls13.includes(type));
      return hello;
    }
    messages.wire.isTls13 = true;
    const isEcho = hello.sessionId.equals(offer.sessionId);
    rules.must(isEcho, 'illegal_parameter', 'the server echoed another session id', 'accepts-changed-session-id');
    if (!isRetry) {
      checkSuite(hello, offer, rules);
      checkAnswers(hello.extensions, offer, rules, (type) => inServerHello13.includes(type));
      messages.checkBoundary();
      return hello;
    }
    const isFirst = retries === 0;
    rules.must(isFirst, 'unexpected_message', 'the server sent a second HelloRetryRequest', 'accepts-second-retry');
    retry(session, hello);
  }
}

async function readHello({ messages, rules }: Session): Promise<ServerHello> {
  for (;;) {
    const first = await messages.next();
    if (first.type === message.helloRequest && !rules.has('refuses-hello-request')) continue;
    if (mustBe(rules, first, 'serverHello')) return readServerHello(first.body, rules);
  }
}

function sendHello({ messages, offer }: Session): void {
  const body = clientHello(offer);
  if (offer.isOfSsl2) {
    messages.transcript.push(body);
    const length = uint(0x8000 | body.length, 2);
    return messages.wire.sendRaw(Buffer.concat([length, body]));
  }
  const whole = Buffer.concat([uint(message.clientHello, 1), vector(3, body)]);
  messages.transcript.push(whole);
  messages.wire.sendClear(contentType.handshake, whole, offer.recordVersion);
}

/** RFC 8446 §4.1.4. */
function retry(session: Session, hello: ServerHello): void {
  const { messages, offer, rules } = session;
  const bearing = ['accepts-any-retry'] as const;
  if (rules.has('refuses-retry')) throw new Breach('illegal_parameter', 'the server sent a HelloRetryRequest');
  const isSuite = offer.suites.includes(hello.suite) && cipherOf(hello.suite)?.tls13 === hello.suite;
  rules.must(isSuite, 'illegal_parameter', 'the server asks again with a suite that was not offered', ...bearing);
  const isKnown = hello.extensions.every(({ type }) => inRetry.includes(type));
  rules.must(isKnown, 'unsupported_extension', 'the server asks again for what was not offered', ...bearing);
  const [wanted, cookie] = [dataOf(hello.extensions, extension.keyShare), dataOf(hello.extensions, extension.cookie)];
  rules.must(wanted !== null || cookie !== null, 'illegal_parameter', 'the server asks for the same again', ...bearing);
  if (wanted) offer.shares = [shareFor(new Octets(wanted).uint(2), offer, session)];
  if (cookie) offer.further = [...offer.further, { type: extension.cookie, data: cookie }];
  // RFC 8446 §4.1.2: early data is not offered again.
  offer.leftOut = [...offer.leftOut, extension.earlyData];
  digestFirstHello(session, cipherOf(hello.suite)?.hash ?? 'sha256');
  messages.wire.sendClear(contentType.changeCipherSpec, Buffer.from([1]));
  sendSecondHello(session);
}

function sendSecondHello(session: Session): void {
  session.offer.recordVersion = 0x0303;
  sendHello(session);
}

function shareFor(group: number, offer: Offer, { rules }: Session): KeyShare {
  const isOffered = offer.groups.includes(group);
  rules.must(
    isOffered,
    'illegal_parameter',
    `the server asks for the group ${group}, which was not offered`,
    'accepts-any-retry',
  );
  const own = offer.shares.find((share) => share.group === group);
  rules.must(!own, 'illegal_parameter', 'the server asks for the key share that it has', 'accepts-any-retry');
  const unknown: KeyShare = { group, publicKey: randomBytes(65), secret: () => Buffer.alloc(32) };
  return own ?? makeKeyShare(group) ?? unknown;
}

/** RFC 8446 §4.4.1: message_hash in place of the first ClientHello. */
function digestFirstHello({ messages: { transcript } }: Session, hash: string): void {
  const first = transcript[0]!;
  // Behind a second HelloRetryRequest it stands there already.
  if (first[0] !== message.clientHello) return;
  const digest = createHash(hash).update(first).digest();
  transcript[0] = Buffer.concat([uint(254, 1), vector(3, digest)]);
}
