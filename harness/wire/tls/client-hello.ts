/** ClientHello (RFC 8446 §4.1.2, RFC 5246 §7.4.1.2), and the one in the format of SSL 2.0 (RFC 5246 appendix E.2). */
import { extensionNumbers } from './extensions.ts';
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

/** A list of two-octet numbers in an extension; empty when the extension is absent or malformed. */
export function listed(
  hello: ClientHello,
  name: 'supported_groups' | 'signature_algorithms' | 'supported_versions',
): number[] {
  const data = extension(hello, name);
  return data ? lenient(() => new Reader(data).numbers(name === 'supported_versions' ? 1 : 2, 2), []) : [];
}

/** RFC 6066 §3: the host_name, or null. */
export function serverName(hello: ClientHello): string | null {
  const data = extension(hello, 'server_name');
  if (!data) return null;
  return lenient(() => {
    const list = new Reader(new Reader(data).vector(2));
    while (list.left > 0) {
      const [type, name] = [list.uint(1), list.vector(2)];
      if (type === 0) return name.toString('latin1');
    }
    return null;
  }, null);
}

/** RFC 7301 §3.1. */
export function alpn(hello: ClientHello): string[] {
  const data = extension(hello, 'application_layer_protocol_negotiation');
  if (!data) return [];
  return lenient(() => {
    const list = new Reader(new Reader(data).vector(2));
    const names = [];
    while (list.left > 0) names.push(list.vector(1).toString('latin1'));
    return names;
  }, []);
}

/** One extension that cannot be read must not hide the rest of the hello. */
function lenient<T>(parse: () => T, otherwise: T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof Malformed) return otherwise;
    throw error;
  }
}
