/** ClientHello (RFC 8446 §4.1.2, RFC 5246 §7.4.1.2), and the one in the format of SSL 2.0 (RFC 5246 appendix E.2). */
import { extensionNumbers } from '../registries/extensions.ts';
import { Malformed, numbersIn, Reader } from './reader.ts';

export interface ClientHello {
  legacyVersion: number;
  /** 32 octets. */
  random: Buffer;
  sessionId: Buffer;
  /** Suite numbers; in an SSLv2-format hello cipher kinds of three octets. */
  suites: number[];
  compression: number[];
  /** In the order sent, duplicates kept. */
  extensions: { type: number; data: Buffer }[];
  format: 'tls' | 'sslv2';
}

/** Throws Malformed. `body` is the message without its handshake header. */
export function parseClientHello(body: Buffer): ClientHello {
  const reader = new Reader(body);
  const legacyVersion = reader.uint(2);
  const random = reader.take(32);
  const sessionId = reader.vector(1);
  const suites = reader.numbers(2, 2);
  const compression = reader.numbers(1, 1);
  const extensions = reader.left > 0 ? parseExtensions(reader) : [];
  return { legacyVersion, random, sessionId, suites, compression, extensions, format: 'tls' };
}

/** Throws Malformed. `body` begins with the message type. */
export function parseSslv2Hello(body: Buffer): ClientHello {
  const reader = new Reader(body);
  reader.uint(1);
  const legacyVersion = reader.uint(2);
  const [kinds, session, challenge] = [reader.uint(2), reader.uint(2), reader.uint(2)];
  const suites = numbersIn(reader.take(kinds), 3);
  const sessionId = reader.take(session);
  // RFC 5246 appendix E.2: the challenge is the random, filled with zeros on the left.
  const random = Buffer.alloc(32);
  const given = reader.take(challenge).subarray(-32);
  given.copy(random, 32 - given.length);
  return { legacyVersion, random, sessionId, suites, compression: [0], extensions: [], format: 'sslv2' };
}

export function parseExtensions(reader: Reader): { type: number; data: Buffer }[] {
  const list = new Reader(reader.vector(2));
  const extensions = [];
  while (list.left > 0) extensions.push({ type: list.uint(2), data: list.vector(2) });
  return extensions;
}

export const extension = (
  hello: Pick<ClientHello, 'extensions'>,
  name: keyof typeof extensionNumbers,
): Buffer | undefined => hello.extensions.find(({ type }) => type === extensionNumbers[name])?.data;

type Extended = Pick<ClientHello, 'extensions'>;

/** A list with a length of so many octets before it, and entries of so many. */
const numbers =
  (length: 1 | 2, octets: 1 | 2) =>
  (reader: Reader): number[] =>
    reader.numbers(length, octets);

/** What a list of two octets of length is made of. */
function entries<T>(reader: Reader, entry: (list: Reader) => T): T[] {
  const list = new Reader(reader.vector(2));
  const found: T[] = [];
  while (list.left > 0) found.push(entry(list));
  return found;
}

const readers = {
  /** RFC 6066 §3. */
  server_name: (reader: Reader) => entries(reader, (list) => ({ type: list.uint(1), name: list.vector(2) })),
  supported_groups: numbers(2, 2),
  ec_point_formats: numbers(1, 1),
  signature_algorithms: numbers(2, 2),
  /** RFC 7301 §3.1. */
  application_layer_protocol_negotiation: (reader: Reader) =>
    entries(reader, (list) => list.vector(1).toString('latin1')),
  supported_versions: numbers(1, 2),
  psk_key_exchange_modes: numbers(1, 1),
  signature_algorithms_cert: numbers(2, 2),
  /** RFC 8446 §4.2.8. */
  key_share: (reader: Reader) => entries(reader, (list) => ({ group: list.uint(2), octets: list.vector(2).length })),
};

type Readable = keyof typeof readers;
type Read<N extends Readable> = ReturnType<(typeof readers)[N]>;

/** Numbers in an extension; empty when the extension is absent or malformed. */
export const listed = (
  hello: Extended,
  name: { [N in Readable]: Read<N> extends number[] ? N : never }[Readable],
): number[] => read(hello, name)?.content ?? [];

/** The host_name, or null. */
export const serverName = (hello: Extended): string | null =>
  read(hello, 'server_name')
    ?.content?.find(({ type }) => type === 0)
    ?.name.toString('latin1') ?? null;

export const alpn = (hello: Extended): string[] => read(hello, 'application_layer_protocol_negotiation')?.content ?? [];

/** The groups that a share was sent for. */
export const keyShares = (hello: Extended): number[] =>
  read(hello, 'key_share')?.content?.map(({ group }) => group) ?? [];

/** The extensions among those above whose content does not have its shape, or goes on behind it. */
export const unreadable = (hello: Extended): string[] =>
  (Object.keys(readers) as Readable[]).filter((name) => read(hello, name)?.isWhole === false);

/** Undefined when the extension is absent. One that cannot be read must not hide the rest of the hello. */
function read<N extends Readable>(
  hello: Extended,
  name: N,
): { content: Read<N> | undefined; isWhole: boolean } | undefined {
  const data = extension(hello, name);
  if (!data) return undefined;
  const reader = new Reader(data);
  try {
    const content = readers[name](reader) as Read<N>;
    return { content, isWhole: reader.left === 0 };
  } catch (error) {
    if (error instanceof Malformed) return { content: undefined, isWhole: false };
    throw error;
  }
}
