/** The handshake of TLS 1.2 behind the ServerHello (RFC 5246 §7.3). */
import { randomBytes } from 'node:crypto';
import { version } from '../messages.ts';
import { contentType } from '../records.ts';
import { readFlight12 } from './flight12.ts';
import { exchangeKeys } from './key-exchange.ts';
import { makeKeys, verifyData } from './key-schedule12.ts';
import { extension, message, renegotiationSignal, ssl3 } from './numbers.ts';
import { uint, vector } from './octets.ts';
import { helloAgain } from './renegotiation.ts';
import { resume12, resumedBy } from './resumption12.ts';
import { Breach } from './rules.ts';
import { dataOf, type ServerHello } from './server-hello.ts';
import { judgeServer, keyOf, mustBe, type LaterMessages, type Session } from './session.ts';
import { signWith } from './signature.ts';
import { cipherOf } from './suites.ts';
import type { Wire } from './wire.ts';

/** RFC 5246 §7.2.2: level warning, no_renegotiation. */
const noRenegotiation = Buffer.from([1, 100]);

/**
 * Rejects with Breach, or with what `judge` says.
 * @param before verify_data of the client and of the server in the handshake that this one renegotiates; empty at first.
 */
export async function handshake12(
  session: Session,
  hello: ServerHello,
  before: Buffer = Buffer.alloc(0),
): Promise<LaterMessages> {
  const { messages, rules, offer, identity } = session;
  checkExtensions(session, hello, before);
  const { wire } = messages;
  const kept = resumedBy(session, hello);
  if (kept) {
    await resume12(session, hello, kept);
    return ({ type }) => declineRenegotiation(wire, type);
  }
  const flight = await readFlight12(session, hello);
  const { suite } = hello;
  const randoms = Buffer.concat([offer.random, hello.random]);
  const key = keyOf(flight.chain);
  // RFC 5246 §6.2.3.3: a suite with AEAD is one of TLS 1.2, whatever version stands beside it.
  const isBefore12 = hello.legacyVersion >= ssl3 && hello.legacyVersion < version.tls12;
  const isOld = isBefore12 && cipherOf(suite) === null;
  const part = { suite, isOld, body: flight.keyExchange, randoms, key };
  const { answer, preMasterSecret } = exchangeKeys(part, offer, rules);
  const isKnown = before.length > 0 && rules.has('keeps-old-trust-on-renegotiation');
  if (!isKnown) await judgeServer(session, flight);

  // RFC 5246 §7.4.6: who is asked and has none shows an empty list.
  const shown = flight.request && identity;
  if (flight.request) messages.send(message.certificate, vector(3, certificateList(shown?.chain ?? [])));
  messages.send(message.clientKeyExchange, answer);
  const cipher = cipherOf(suite);
  if (!cipher) return goOnBlindly(session);
  const isExtended = dataOf(hello.extensions, extension.extendedMasterSecret) !== null;
  const sessionHash = isExtended ? messages.hash(cipher.hash) : null;
  const { random: clientRandom } = offer;
  const keys = makeKeys({ cipher, preMasterSecret, clientRandom, serverRandom: hello.random, sessionHash });
  if (shown) {
    const { scheme, signature } = signWith(
      flight.request!.schemes,
      Buffer.concat(messages.transcript),
      shown.key,
      false,
    );
    messages.send(message.certificateVerify, Buffer.concat([uint(scheme, 2), vector(2, signature)]));
  }
  wire.send(contentType.changeCipherSpec, Buffer.from([1]));
  wire.writing = keys.ofClient;
  const own = verifyData(cipher, keys.masterSecret, 'client', messages.hash(cipher.hash));
  messages.send(message.finished, own);

  const expected = verifyData(cipher, keys.masterSecret, 'server', messages.hash(cipher.hash));
  await messages.changeCipherSpec();
  wire.reading = keys.ofServer;
  const finished = await messages.next();
  const isRight = mustBe(rules, finished, 'finished') && finished.body.equals(expected);
  rules.must(isRight, 'decrypt_error', 'the Finished of the server is wrong', 'ignores-finished', 'accepts-any-order');
  const { masterSecret } = keys;
  if (hello.sessionId.length > 0) session.earlier?.keep({ id: hello.sessionId, suite, masterSecret, isExtended });
  return async ({ type }) => {
    if (!renegotiating.some((flaw) => rules.has(flaw))) return declineRenegotiation(wire, type);
    if (type !== message.helloRequest) throw unexpected(type);
    await handshake12(session, await helloAgain(session, own), Buffer.concat([own, expected]));
  };
}

const renegotiating = ['renegotiates-with-anybody', 'keeps-old-trust-on-renegotiation'] as const;

/** RFC 5246 §7.4.1.1. */
function declineRenegotiation(wire: Wire, type: number): void {
  if (type !== message.helloRequest) throw unexpected(type);
  wire.send(contentType.alert, noRenegotiation);
}

const unexpected = (type: number): Breach => new Breach('unexpected_message', `a message ${type} after the handshake`);

const certificateList = (chain: readonly Buffer[]): Buffer => Buffer.concat(chain.map((der) => vector(3, der)));

function checkExtensions({ offer, rules }: Session, { extensions }: ServerHello, before: Buffer): void {
  const signals = offer.suites.includes(renegotiationSignal);
  const renegotiation = dataOf(extensions, extension.renegotiationInfo);
  // RFC 9325 §3.5; RFC 5746 §3.4.
  const unsafe = 'the server does not support secure renegotiation';
  rules.must(!signals || renegotiation !== null, 'handshake_failure', unsafe, 'bears-without-renegotiation-info');
  // RFC 5746 §3.4, §3.5: empty at first, then what both Finished messages were.
  const isRight = renegotiation === null ? before.length === 0 : renegotiation.equals(vector(1, before));
  const text = 'the server does not show the handshake before this one';
  rules.must(isRight, 'handshake_failure', text, 'ignores-renegotiation-data', 'renegotiates-with-anybody');
  const extended = dataOf(extensions, extension.extendedMasterSecret);
  const isEmpty = [extended, dataOf(extensions, extension.serverName)].every((data) => !data?.length);
  rules.must(isEmpty, 'decode_error', 'an answer that has to be empty is not', 'accepts-malformed-messages');
  if (extended === null && rules.has('requires-extended-master-secret'))
    throw new Breach('handshake_failure', 'the server does not support extended_master_secret');
}

/** Without the cipher the device goes on as far as anybody can see who does not share the secret. */
function goOnBlindly({ messages }: Session): Promise<never> {
  const { wire } = messages;
  wire.send(contentType.changeCipherSpec, Buffer.from([1]));
  wire.send(contentType.handshake, randomBytes(40));
  return wire.drain();
}
