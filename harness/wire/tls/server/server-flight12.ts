/** The first flight of a server of SSL 3.0 to TLS 1.2: ServerHello to ServerHelloDone (RFC 5246 §7.4, RFC 8422 §5). */
import { type KeyObject, randomBytes } from 'node:crypto';
import { type ClientHello, extension } from '../messages/client-hello.ts';
import { extensionNumbers } from '../registries/extensions.ts';
import { exchangeKind } from '../key-exchange/key-exchange12.ts';
import type { Choice } from './server-choice12.ts';
import { signExchange } from '../key-exchange/server-signature.ts';
import type { Handle } from './sessions12.ts';
import type { HelloExtension, KeyExchange, ServerHelloParts, TlsFault } from '../faults/tls-fault.ts';
import { versionNumbers } from '../registries/versions.ts';
import { handshakeMessage, numberList, uint, vector } from '../messages/writer.ts';

/** RFC 5246 §7.4.4. */
export interface RequestForCertificate {
  /** 1 rsa_sign, 64 ecdsa_sign. */
  types: readonly number[];
  signatureSchemes: readonly number[];
  /** DER of the distinguished names; empty leaves the choice to the client. */
  authorities: readonly Buffer[];
}

export interface FlightParts {
  version: number;
  hello: ClientHello;
  choice: Choice;
  random: Buffer;
  /** Certificates as they go out, leaf first; whatever bytes they are. */
  chain: readonly Buffer[];
  /** OCSP response that is stapled where the client asks for one. */
  staple: Buffer | null;
  /** What ServerKeyExchange carries; null where none is sent. */
  parameters: Buffer | null;
  key: KeyObject;
  request: RequestForCertificate | null;
  /** Under what the session is given out; null where none is. */
  handle: Handle | null;
  fault: TlsFault;
}

/** RFC 5746 §3.3: stands for an empty renegotiation_info. */
const renegotiationScsv = 0x00ff;

export interface Flight {
  messages: Buffer[];
  /** As it went out. */
  selected: ServerHelloParts;
}

/** The messages in order, each with its header. Throws Undeliverable where the key can not sign. */
export function serverFlight(parts: FlightParts): Flight {
  const { fault, hello, version } = parts;
  const { kind, anonymous } = exchangeKind(parts.choice.suite);
  const staple = parts.staple && extension(hello, 'status_request') ? parts.staple : null;
  const selected = serverHello(parts, kind === 'ecdhe', staple !== null);
  const chain = fault.chain?.(parts.chain) ?? parts.chain;
  const flight: [name: string, whole: Buffer][] = [['server_hello', handshakeMessage(2, encodeHello(selected))]];
  if (!anonymous) {
    const list = Buffer.concat(chain.map((der) => vector(3, der)));
    flight.push(['certificate', handshakeMessage(11, vector(3, list))]);
  }
  // RFC 6066 §8: status_type ocsp, then the response.
  if (staple) flight.push(['certificate_status', handshakeMessage(22, Buffer.concat([uint(1, 1), vector(3, staple)]))]);
  if (parts.parameters) {
    const exchange = serverKeyExchange(parts, parts.parameters, selected.random, anonymous);
    flight.push(['server_key_exchange', handshakeMessage(12, exchange)]);
  }
  if (parts.request) {
    flight.push(['certificate_request', handshakeMessage(13, certificateRequest(parts.request, version))]);
  }
  flight.push(['server_hello_done', handshakeMessage(14, Buffer.alloc(0))]);
  return { messages: flight.flatMap(([name, whole]) => fault.message?.(name, whole, hello) ?? [whole]), selected };
}

/** RFC 8446 §4.1.3 ends a random that tells of a downgrade with "DOWNGRD"; the top bit keeps chance from spelling it. */
export function serverRandom(): Buffer {
  const random = randomBytes(32);
  random.writeUInt8(random.readUInt8(24) | 0x80, 24);
  return random;
}

/** RFC 5246 §7.4.1.3, with the extensions of an honest server: those that the client offered, and no other. */
function serverHello(parts: FlightParts, curves: boolean, stapled: boolean): ServerHelloParts {
  const { version, hello, choice, random, handle, fault } = parts;
  const extensions = usualAnswers(hello, version);
  const add = (type: number, data: number[]): unknown => extensions.push({ type, data: Buffer.from(data) });
  // One format: uncompressed (RFC 8422 §5.1.2).
  if (extension(hello, 'ec_point_formats') && curves) add(extensionNumbers.ec_point_formats, [1, 0]);
  if (stapled) add(extensionNumbers.status_request, []);
  // RFC 5077 §3.2: a NewSessionTicket will follow.
  if (handle?.kind === 'ticket') add(extensionNumbers.session_ticket, []);
  const honest: ServerHelloParts = {
    version,
    random,
    sessionId: handle?.kind === 'id' ? handle.value : Buffer.alloc(0),
    suite: choice.suite,
    compression: 0,
    extensions: extensions.length > 0 ? extensions : null,
  };
  return fault.hello?.(honest, hello) ?? honest;
}

/** What is answered in every handshake, also where a session goes on. */
function usualAnswers(hello: ClientHello, version: number): HelloExtension[] {
  const extensions: HelloExtension[] = [];
  if (extension(hello, 'renegotiation_info') || hello.suites.includes(renegotiationScsv)) {
    extensions.push({ type: extensionNumbers.renegotiation_info, data: Buffer.alloc(1) });
  }
  // RFC 7627 §4 is about TLS.
  if (extension(hello, 'extended_master_secret') && version > versionNumbers['SSL 3.0']) {
    extensions.push({ type: extensionNumbers.extended_master_secret, data: Buffer.alloc(0) });
  }
  return extensions;
}

/** ServerHello that goes on with a session: by the client's own session id (RFC 5246 §7.4.1.3, RFC 5077 §3.4). */
export function resumingHello(hello: ClientHello, suite: number, version: number, fault: TlsFault): ServerHelloParts {
  const extensions = usualAnswers(hello, version);
  const honest: ServerHelloParts = {
    version,
    random: serverRandom(),
    sessionId: hello.sessionId,
    suite,
    compression: 0,
    extensions: extensions.length > 0 ? extensions : null,
  };
  return fault.hello?.(honest, hello) ?? honest;
}

/** The body of a ServerHello or HelloRetryRequest. */
export function encodeHello(parts: ServerHelloParts): Buffer {
  const { version, random, sessionId, suite, compression, extensions, lengthError = 0, trailing } = parts;
  const block = Buffer.concat(
    (extensions ?? []).map(({ type, data }) => Buffer.concat([uint(type, 2), vector(2, data)])),
  );
  return Buffer.concat([
    ...[uint(version, 2), random, vector(1, sessionId), uint(suite, 2), uint(compression, 1)],
    ...(extensions ? [uint(block.length + lengthError, 2), block] : []),
    ...(trailing ? [trailing] : []),
  ]);
}

/** RFC 5246 §7.4.3, RFC 8422 §5.4: the parameters, and a signature over both randoms and them. */
function serverKeyExchange(parts: FlightParts, offered: Buffer, random: Buffer, anonymous: boolean): Buffer {
  const { version, hello, choice, key, fault } = parts;
  const honest: KeyExchange = { parameters: offered, scheme: choice.scheme };
  const { parameters, scheme, signature } = fault.keyExchange?.(honest, hello) ?? honest;
  if (anonymous) return parameters;
  const sign = (): Buffer => signExchange(version, scheme, Buffer.concat([hello.random, random, parameters]), key);
  const signed = vector(2, signature ? signature(sign) : sign());
  return Buffer.concat([parameters, ...(version >= versionNumbers['TLS 1.2'] ? [uint(scheme, 2)] : []), signed]);
}

/** RFC 2246 §7.4.4: before TLS 1.2 no signature schemes. */
function certificateRequest(request: RequestForCertificate, version: number): Buffer {
  const { types, signatureSchemes, authorities } = request;
  return Buffer.concat([
    vector(1, Buffer.from(types)),
    ...(version >= versionNumbers['TLS 1.2'] ? [numberList(2, signatureSchemes)] : []),
    vector(2, Buffer.concat(authorities.map((name) => vector(2, name)))),
  ]);
}
