/** The first flight of a TLS 1.2 server: ServerHello to ServerHelloDone (RFC 5246 §7.4, RFC 8422 §5). */
import { type KeyObject, randomBytes } from 'node:crypto';
import { type ClientHello, extension } from './client-hello.ts';
import { extensionNumbers } from './extensions.ts';
import type { Choice } from './server-choice12.ts';
import { signBy } from './server-signature.ts';
import { versionNumbers } from './versions.ts';
import { handshakeMessage, numberList, uint, vector } from './writer.ts';

/** RFC 5246 §7.4.4. */
export interface RequestForCertificate {
  /** 1 rsa_sign, 64 ecdsa_sign. */
  types: readonly number[];
  signatureSchemes: readonly number[];
  /** DER of the distinguished names; empty leaves the choice to the client. */
  authorities: readonly Buffer[];
}

export interface FlightParts {
  hello: ClientHello;
  choice: Choice;
  random: Buffer;
  /** Certificates as they go out, leaf first; whatever bytes they are. */
  chain: readonly Buffer[];
  /** OCSP response that is stapled where the client asks for one. */
  staple: Buffer | null;
  /** Public half of the ephemeral key. */
  point: Buffer;
  key: KeyObject;
  request: RequestForCertificate | null;
}

/** RFC 5746 §3.3: stands for an empty renegotiation_info. */
const renegotiationScsv = 0x00ff;

/** The messages in order, each with its header. Throws Undeliverable where the key can not sign. */
export function serverFlight(parts: FlightParts): Buffer[] {
  const staple = parts.staple && extension(parts.hello, 'status_request') ? parts.staple : null;
  return [
    handshakeMessage(2, serverHello(parts, staple !== null)),
    handshakeMessage(11, vector(3, Buffer.concat(parts.chain.map((der) => vector(3, der))))),
    // RFC 6066 §8: status_type ocsp, then the response.
    ...(staple ? [handshakeMessage(22, Buffer.concat([uint(1, 1), vector(3, staple)]))] : []),
    handshakeMessage(12, serverKeyExchange(parts)),
    ...(parts.request ? [handshakeMessage(13, certificateRequest(parts.request))] : []),
    handshakeMessage(14, Buffer.alloc(0)),
  ];
}

/** RFC 8446 §4.1.3 ends a random that tells of a downgrade with "DOWNGRD"; the top bit keeps chance from spelling it. */
export function serverRandom(): Buffer {
  const random = randomBytes(32);
  random.writeUInt8(random.readUInt8(24) | 0x80, 24);
  return random;
}

/** RFC 5246 §7.4.1.3, with the extensions of an honest server: those that the client offered, and no other. */
function serverHello({ hello, choice, random }: FlightParts, stapled: boolean): Buffer {
  const extensions: Buffer[] = [];
  const add = (type: number, data: number[]): unknown =>
    extensions.push(Buffer.concat([uint(type, 2), vector(2, Buffer.from(data))]));
  if (extension(hello, 'renegotiation_info') || hello.suites.includes(renegotiationScsv)) {
    add(extensionNumbers.renegotiation_info, [0]);
  }
  if (extension(hello, 'extended_master_secret')) add(extensionNumbers.extended_master_secret, []);
  // One format: uncompressed (RFC 8422 §5.1.2).
  if (extension(hello, 'ec_point_formats')) add(extensionNumbers.ec_point_formats, [1, 0]);
  if (stapled) add(extensionNumbers.status_request, []);
  const block = extensions.length > 0 ? vector(2, Buffer.concat(extensions)) : Buffer.alloc(0);
  const version = uint(versionNumbers['TLS 1.2'], 2);
  return Buffer.concat([version, random, vector(1, Buffer.alloc(0)), uint(choice.suite, 2), uint(0, 1), block]);
}

/** RFC 8422 §5.4: a named curve, the public key, and a signature over both randoms and these parameters. */
function serverKeyExchange({ hello, choice, random, point, key }: FlightParts): Buffer {
  const namedCurve = 3;
  const parameters = Buffer.concat([uint(namedCurve, 1), uint(choice.group, 2), vector(1, point)]);
  const signature = signBy(choice.scheme, Buffer.concat([hello.random, random, parameters]), key);
  return Buffer.concat([parameters, uint(choice.scheme, 2), vector(2, signature)]);
}

function certificateRequest({ types, signatureSchemes, authorities }: RequestForCertificate): Buffer {
  return Buffer.concat([
    vector(1, Buffer.from(types)),
    numberList(2, signatureSchemes),
    vector(2, Buffer.concat(authorities.map((name) => vector(2, name)))),
  ]);
}
