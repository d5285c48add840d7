/**
 * Where the flaws of a listener are acted out: it looks at a client's first words before OpenSSL does. What OpenSSL can be
 * made to do wrongly it is told to do; what it cannot is answered here, as far as the ServerHello goes.
 */
import { constants, randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { SecureContextOptions } from 'node:tls';
import type { FlawName, Flaws } from '../flaws.ts';
import { extensionType, helloIn, isReserved, readClientHello, renumbered, type ClientHello } from './client-hello.ts';
import { listenerFlaws } from './listener-flaws.ts';
import { version } from './messages.ts';
import { contentType, handshakeType, makeRecord } from './records.ts';

/** A client says its first words by then, or is forgotten. */
const PATIENCE_MS = 10_000;
const names = Object.keys(listenerFlaws) as FlawName[];

/** Whether any of them is on. */
export const isFlawed = (flaws: Flaws): boolean => names.some((name) => flaws.has(name));

/**
 * Resolves to what OpenSSL is to do otherwise, once the first words can be read from the socket again; null where the
 * client was answered here, or went away.
 *
 * @param inClear what is answered to a request in clear
 */
export async function meet(socket: Socket, flaws: Flaws, inClear: string): Promise<SecureContextOptions | null> {
  socket.on('error', () => socket.destroy());
  const words = await firstWords(socket);
  if (words === null) return null;
  let hello: ClientHello | null = null;
  try {
    const message = helloIn(words);
    hello = message && readClientHello(message);
  } catch {
    // No hello in TLS records: OpenSSL says what is wrong with it.
  }
  if (hello === null) {
    const isText = /^[A-Z]{3}/.test(words.toString('latin1', 0, 3));
    if (isText && flaws.has('listener-answers-clear-text')) return finish(socket, Buffer.from(inClear));
    socket.unshift(words);
    return {};
  }
  const answer = ownAnswer(hello, flaws);
  if (answer) {
    if (flaws.has('listener-answers-heartbeat')) socket.on('data', (bytes: Buffer) => bleed(socket, bytes));
    return answer.stays ? stay(socket, answer.bytes) : finish(socket, answer.bytes);
  }
  socket.unshift(altered(words, hello, flaws));
  return contextFor(hello, flaws);
}

function stay(socket: Socket, bytes: Buffer): null {
  socket.resume().write(bytes);
  socket.on('end', () => socket.end());
  socket.setTimeout(PATIENCE_MS, () => socket.destroy());
  return null;
}

function finish(socket: Socket, bytes: Buffer): null {
  socket.resume().end(bytes);
  return null;
}

/** As much as is needed to know the hello, or that it is none; null: it went away. */
function firstWords(socket: Socket): Promise<Buffer | null> {
  return new Promise((resolve) => {
    let words = Buffer.alloc(0);
    const end = (said: Buffer | null): void => {
      clearTimeout(overdue);
      socket.off('data', hear).off('end', leave).off('close', leave).pause();
      resolve(said);
    };
    const hear = (bytes: Buffer): void => {
      words = Buffer.concat([words, bytes]);
      try {
        if (helloIn(words) !== null) end(words);
      } catch {
        end(words);
      }
    };
    const leave = (): void => {
      socket.destroy();
      end(null);
    };
    const overdue = setTimeout(leave, PATIENCE_MS);
    socket.on('data', hear).on('end', leave).on('close', leave);
  });
}

const alert = (code: number): { bytes: Buffer; stays: boolean } => ({
  bytes: makeRecord(contentType.alert, Buffer.from([2, code])),
  stays: false,
});
const [handshakeFailure, illegalParameter, protocolVersion] = [40, 47, 70];
const rc4 = [0x0004, 0x0005, 0x0018, 0xc002, 0xc007, 0xc00c, 0xc011, 0xc016];
const tripleDes = [0x000a, 0x0016, 0x0013, 0xc008, 0xc012];
/** AES-128-GCM with ECDHE, for either kind of certificate: every client of today offers both. */
const sound = [0xc02b, 0xc02f];
const rsaWithAes128Cbc = 0x002f;
const rsaWithAes128Gcm = 0x009c;
const [fallbackSignal, renegotiationSignal] = [0x5600, 0x00ff];

const offersTls13 = ({ versions }: ClientHello): boolean => versions.includes(version.tls13);

/** What is answered here; null: OpenSSL answers. */
function ownAnswer(hello: ClientHello, flaws: Flaws): { bytes: Buffer; stays: boolean } | null {
  const { suites, versions, compression, extensions, groups, legacyVersion, length } = hello;
  const has = (flaw: FlawName): boolean => flaws.has(flaw);
  const selects = (
    suite: number | undefined,
    more: Partial<Selection> = {},
  ): { bytes: Buffer; stays: boolean } | null =>
    suite === undefined ? null : { bytes: serverHello({ version: legacyVersion, suite, ...more }), stays: true };

  if (has('listener-trips-over-grease') && [...suites, ...versions, ...extensions, ...groups].some(isReserved))
    return alert(illegalParameter);
  if (has('listener-refuses-large-hellos') && length > 1500) return { bytes: Buffer.alloc(0), stays: false };
  const isUnknown = (one: number): boolean => one > version.tls13 && !isReserved(one);
  if (has('listener-refuses-unknown-versions') && [legacyVersion, ...versions].some(isUnknown))
    return alert(protocolVersion);
  if (offersTls13(hello) || legacyVersion !== version.tls12) return null;
  if (has('listener-accepts-rc4') && !suites.includes(rsaWithAes128Cbc))
    return selects(suites.find((one) => rc4.includes(one)));
  if (has('listener-accepts-3des') && !sound.every((one) => suites.includes(one)))
    return selects(suites.find((one) => tripleDes.includes(one)));
  if (has('listener-lacks-forward-secrecy'))
    return selects(suites.find((one) => one === rsaWithAes128Gcm)) ?? alert(handshakeFailure);
  if (has('listener-compresses') && compression.includes(1)) return selects(suites[0], { compression: 1 });
  if (has('listener-answers-heartbeat') && extensions.includes(extensionType.heartbeat))
    return selects(suites[0], { heartbeat: true });
  return null;
}

interface Selection {
  version: number;
  suite: number;
  compression: number;
  heartbeat: boolean;
}

/** ServerHello and ServerHelloDone (RFC 5246 §7.4.1.3, §7.4.5). */
function serverHello({ version, suite, compression = 0, heartbeat = false }: Partial<Selection>): Buffer {
  const numbers = Buffer.from([0, 0, 0, 0, compression]);
  numbers.writeUInt16BE(version ?? 0, 0);
  numbers.writeUInt16BE(suite ?? 0, 2);
  // RFC 6520 §2: peer_allowed_to_send.
  const extensions = heartbeat ? Buffer.from([0, 5, 0, extensionType.heartbeat, 0, 1, 1]) : Buffer.alloc(0);
  const body = Buffer.concat([
    ...[numbers.subarray(0, 2), randomBytes(32), Buffer.from([0])],
    ...[numbers.subarray(2), extensions],
  ]);
  const message = (type: number, content: Buffer): Buffer => {
    const head = Buffer.from([type, 0, 0, 0]);
    head.writeUIntBE(content.length, 1, 3);
    return Buffer.concat([head, content]);
  };
  const done = message(handshakeType.serverHelloDone, Buffer.alloc(0));
  return makeRecord(contentType.handshake, Buffer.concat([message(handshakeType.serverHello, body), done]));
}

const heartbeatRecord = 24;

/** RFC 6520 §4 the wrong way: the payload is as long as it is said to be, wherever it comes from. */
function bleed(socket: Socket, bytes: Buffer): void {
  if (bytes[0] !== heartbeatRecord || bytes.length < 8) return;
  const length = bytes.readUInt16BE(6);
  const answer = Buffer.concat([Buffer.from([2, length >> 8, length & 0xff]), randomBytes(Math.min(length, 16_000))]);
  socket.write(makeRecord(heartbeatRecord, answer));
}

/** TLS 1.3 has none of them, and its clients would miss what is missing. */
function altered(words: Buffer, hello: ClientHello, flaws: Flaws): Buffer {
  if (offersTls13(hello)) return words;
  const { extendedMasterSecret, renegotiationInfo } = extensionType;
  if (flaws.has('listener-ignores-fallback')) return renumbered(words, { suites: [fallbackSignal] });
  if (flaws.has('listener-lacks-extended-master-secret'))
    return renumbered(words, { extensions: [extendedMasterSecret] });
  if (flaws.has('listener-lacks-secure-renegotiation'))
    return renumbered(words, { extensions: [renegotiationInfo], suites: [renegotiationSignal] });
  return words;
}

const soundSuites = 'ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256';
/** OpenSSL 3 signs with MD5 and SHA-1, as TLS 1.0 and 1.1 do, at security level 0 only. */
const legacy: SecureContextOptions = { ciphers: 'DEFAULT:@SECLEVEL=0', sigalgs: undefined };

function contextFor(hello: ClientHello, flaws: Flaws): SecureContextOptions {
  if (flaws.has('listener-speaks-tls10')) return { ...legacy, minVersion: 'TLSv1' };
  if (flaws.has('listener-speaks-tls11')) return { ...legacy, minVersion: 'TLSv1.1' };
  if (flaws.has('listener-refuses-tls12')) return { minVersion: 'TLSv1.3' };
  const both = hello.versions.includes(version.tls12) && offersTls13(hello);
  if (flaws.has('listener-refuses-tls13') || (both && flaws.has('listener-prefers-tls12')))
    return { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' };
  if (flaws.has('listener-prefers-weak-suites')) {
    const ciphers = `ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA:${soundSuites}`;
    return { ciphers, honorCipherOrder: true };
  }
  if (flaws.has('listener-accepts-null-suites'))
    return { ciphers: `${soundSuites}:eNULL:@SECLEVEL=0`, sigalgs: undefined };
  if (flaws.has('listener-renegotiates-insecurely'))
    return { secureOptions: constants.SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION };
  return {};
}
