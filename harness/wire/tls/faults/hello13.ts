/** ServerHello towards a client of TLS 1.3: its own fields and extensions, and the sign of a downgrade. */
import { randomBytes } from 'node:crypto';
import { type ClientHello, extension, listed } from '../messages/client-hello.ts';
import { extensionNumbers } from '../registries/extensions.ts';
import { NotOffered } from '../fatal-alert.ts';
import { offersTls13, sharesOf } from '../server/server-choice13.ts';
import { keyShare } from '../server/server-flight13.ts';
import { suiteName } from '../registries/suites.ts';
import type { HelloExtension, ServerHelloParts, TlsFault } from './tls-fault.ts';
import { versionNumbers } from '../registries/versions.ts';
import { uint } from '../messages/writer.ts';

const version = 'TLS 1.3';
const x25519 = 29;
/** Of TLS 1.2 and of TLS 1.3: AES-128-GCM with SHA-256 both, so that whoever goes on arrives at keys. */
const suitesOfTls12 = [0xc02f, 0xc02b, 0x009e, 0x009c];
const suiteOfTls13 = 0x1301;
/** x448, secp256k1, x25519: what a client rarely lists comes first. */
const foreignGroups = [
  { group: 30, octets: 56 },
  { group: 22, octets: 65 },
  { group: x25519, octets: 32 },
];

/** RFC 8446 §4.1.3: how the random ends of a server that could have spoken TLS 1.3. */
const sentinel = (last: number): Pick<TlsFault, 'requires' | 'hello'> => ({
  requires: (hello) => {
    if (!offersTls13(hello)) throw new NotOffered('the client does not offer TLS 1.3');
  },
  hello: (honest) => {
    const random = Buffer.from(honest.random);
    Buffer.from([...Buffer.from('DOWNGRD'), last]).copy(random, random.length - 8);
    return { ...honest, random };
  },
});

const selecting = (selected: number): Pick<TlsFault, 'requires' | 'hello'> => ({
  requires: (hello) => {
    if (selected !== versionNumbers['TLS 1.2'] && listed(hello, 'supported_versions').includes(selected)) {
      throw new NotOffered('the client offers that version');
    }
  },
  hello: (honest) => replaced(honest, { type: extensionNumbers.supported_versions, data: uint(selected, 2) }),
});

const replaced = (hello: ServerHelloParts, by: HelloExtension): ServerHelloParts => ({
  ...hello,
  extensions: (hello.extensions ?? []).map((each) => (each.type === by.type ? by : each)),
});

const added = (hello: ServerHelloParts, more: HelloExtension): ServerHelloParts => ({
  ...hello,
  extensions: [...(hello.extensions ?? []), more],
});

/** Another session id than that of the client. */
function changed(sessionId: Buffer): Buffer {
  if (sessionId.length === 0) return randomBytes(32);
  const other = Buffer.from(sessionId);
  other.writeUInt8(other.readUInt8(0) ^ 1, 0);
  return other;
}

/** A share of a group for which the client sent none. */
function foreignShare(client: ClientHello): HelloExtension {
  const [offered, shared] = [listed(client, 'supported_groups'), sharesOf(client)];
  const unshared = foreignGroups.filter(({ group }) => !shared.has(group));
  const foreign = unshared.find(({ group }) => !offered.includes(group)) ?? unshared[0];
  const { group, octets } = foreign ?? fail('the client sends shares of all groups that could be strange to it');
  return keyShare(group, randomBytes(octets));
}

function fail(what: string): never {
  throw new NotOffered(what);
}

export const hello13Faults = {
  'selects-unknown-version': { title: 'selects version 0x0305 by supported_versions', version, ...selecting(0x0305) },
  'selects-tls12-by-extension': {
    title: 'selects TLS 1.2 by supported_versions',
    version,
    ...selecting(versionNumbers['TLS 1.2']),
  },
  'low-legacy-version': {
    title: 'selects TLS 1.3 with TLS 1.1 in the old version field',
    version,
    hello: (honest) => ({ ...honest, version: versionNumbers['TLS 1.1'] }),
  },
  'tls12-with-sentinel': {
    title: 'selects TLS 1.2, and its random says that it could speak TLS 1.3',
    ...sentinel(1),
  },
  'tls12-with-lower-sentinel': {
    title: 'selects TLS 1.2, and its random says that it was brought below that',
    ...sentinel(0),
  },
  'tls13-suite-in-tls12': {
    title: 'selects a cipher suite of TLS 1.3 in TLS 1.2',
    hello: (honest, client) =>
      client.suites.includes(suiteOfTls13)
        ? { ...honest, suite: suiteOfTls13 }
        : fail(`the client does not offer ${suiteName(suiteOfTls13)}`),
  },
  'tls12-suite-in-tls13': {
    title: 'selects a cipher suite of TLS 1.2 in TLS 1.3',
    version,
    hello: (honest, client) => {
      const suite = suitesOfTls12.find((each) => client.suites.includes(each));
      return { ...honest, suite: suite ?? fail('the client offers no suite of TLS 1.2 with AES-128-GCM') };
    },
  },
  'compression-in-tls13': {
    title: 'selects DEFLATE in TLS 1.3',
    version,
    hello: (honest) => ({ ...honest, compression: 1 }),
  },
  'no-key-share': {
    title: 'sends no key share',
    version,
    hello: (honest) => ({
      ...honest,
      extensions: honest.extensions?.filter(({ type }) => type !== extensionNumbers.key_share) ?? [],
    }),
  },
  'renegotiation-info-in-tls13': {
    title: 'sends renegotiation_info in a ServerHello of TLS 1.3',
    version,
    hello: (honest) => added(honest, { type: extensionNumbers.renegotiation_info, data: Buffer.from([0]) }),
  },
  'foreign-key-share': {
    title: 'sends a key share of a group for which the client sent none',
    version,
    hello: (honest, client) => replaced(honest, foreignShare(client)),
  },
  'changed-session-id': {
    title: 'echoes another session id than that of the client',
    version,
    hello: (honest) => ({ ...honest, sessionId: changed(honest.sessionId) }),
  },
  'zero-key-share': {
    title: 'sends an X25519 share of zeros, with which every shared secret is zero',
    version,
    select: (choice, hello) =>
      sharesOf(hello).has(x25519) ? { ...choice, group: x25519 } : fail('the client sends no share of X25519'),
    hello: (honest) => replaced(honest, keyShare(x25519, Buffer.alloc(32))),
  },
  'unsolicited-psk': {
    title: 'selects a pre-shared key although none was offered',
    version,
    requires: (hello) => {
      if (extension(hello, 'pre_shared_key')) fail('the client offers a pre-shared key');
    },
    hello: (honest) => added(honest, { type: extensionNumbers.pre_shared_key, data: uint(0, 2) }),
  },
} as const satisfies Record<string, TlsFault>;
