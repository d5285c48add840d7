/** A client's hello, as far as the flaws of a listener look at it or alter it (RFC 8446 §4.1.2). */

export interface ClientHello {
  /** Octets of the message, header included. */
  length: number;
  legacyVersion: number;
  /** Of supported_versions; empty where there is none. */
  versions: number[];
  suites: number[];
  compression: number[];
  extensions: number[];
  /** Key share groups and the like are left out: enough of the lists is here to see a reserved value. */
  groups: number[];
}

export const extensionType = {
  supportedGroups: 10,
  heartbeat: 15,
  extendedMasterSecret: 23,
  supportedVersions: 43,
  renegotiationInfo: 0xff01,
} as const;

const handshakeRecord = 22;
const headerOctets = 5;
const mostOctets = 128 * 1024;

/** The message out of its records; null: not whole yet. Throws Error at what is no ClientHello in TLS records. */
export function helloIn(bytes: Buffer): Buffer | null {
  const parts: Buffer[] = [];
  for (let at = 0; at + headerOctets <= bytes.length;) {
    if (bytes[at] !== handshakeRecord) throw new Error('no handshake record');
    const end = at + headerOctets + bytes.readUInt16BE(at + 3);
    parts.push(bytes.subarray(at + headerOctets, end));
    at = end;
  }
  const message = Buffer.concat(parts);
  if (message.length > 0 && message[0] !== 1) throw new Error('no ClientHello');
  if (bytes.length > mostOctets) throw new Error('a ClientHello without an end');
  if (message.length < 4 || message.length < 4 + message.readUIntBE(1, 3)) return null;
  return message.subarray(0, 4 + message.readUIntBE(1, 3));
}

/** Throws RangeError where it is cut short. */
export function readClientHello(message: Buffer): ClientHello {
  const hello: ClientHello = {
    length: message.length,
    legacyVersion: message.readUInt16BE(4),
    versions: [],
    suites: [],
    compression: [],
    extensions: [],
    groups: [],
  };
  const suitesAt = 39 + message.readUInt8(38);
  hello.suites = numbers(message, suitesAt + 2, message.readUInt16BE(suitesAt));
  const methodsAt = suitesAt + 2 + message.readUInt16BE(suitesAt);
  const methods = message.readUInt8(methodsAt);
  hello.compression = [...message.subarray(methodsAt + 1, methodsAt + 1 + methods)];
  for (const { type, from, to } of extensionsFrom(message, methodsAt + 1 + methods)) {
    hello.extensions.push(type);
    if (type === extensionType.supportedVersions) hello.versions = numbers(message, from + 1, to - from - 1);
    if (type === extensionType.supportedGroups) hello.groups = numbers(message, from + 2, to - from - 2);
  }
  return hello;
}

/** The same record with other numbers in place of some extension types and suites. Only for a hello in one record. */
export function renumbered(record: Buffer, numbersOf: { extensions?: number[]; suites?: number[] }): Buffer {
  const altered = Buffer.from(record);
  const message = altered.subarray(headerOctets);
  const suitesAt = 39 + message.readUInt8(38);
  const methodsAt = suitesAt + 2 + message.readUInt16BE(suitesAt);
  for (let at = suitesAt + 2; at < methodsAt; at += 2)
    if (numbersOf.suites?.includes(message.readUInt16BE(at))) message.writeUInt16BE(unassigned, at);
  for (const { type, from } of extensionsFrom(message, methodsAt + 1 + message.readUInt8(methodsAt)))
    if (numbersOf.extensions?.includes(type)) message.writeUInt16BE(unassigned, from - 4);
  return altered;
}

/** RFC 8701 §2: nobody gives it a meaning. */
const unassigned = 0x6a6a;

export const isReserved = (number: number): boolean => (number & 0x0f0f) === 0x0a0a && number >> 8 === (number & 0xff);

function* extensionsFrom(message: Buffer, at: number): Generator<{ type: number; from: number; to: number }> {
  if (at >= message.length) return;
  for (let next = at + 2; next + 4 <= message.length;) {
    const from = next + 4;
    const to = from + message.readUInt16BE(next + 2);
    yield { type: message.readUInt16BE(next), from, to };
    next = to;
  }
}

const numbers = (message: Buffer, at: number, octets: number): number[] =>
  Array.from({ length: octets >> 1 }, (_, index) => message.readUInt16BE(at + 2 * index));
