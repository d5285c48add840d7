/** Extensions of ServerHello up to TLS 1.2. */
import { type ClientHello, extension } from '../messages/client-hello.ts';
import { extensionNumbers } from '../registries/extensions.ts';
import { NotOffered } from '../fatal-alert.ts';
import type { ServerHelloParts, TlsFault } from './tls-fault.ts';
import { uint, vector } from '../messages/writer.ts';

type Name = keyof typeof extensionNumbers;
type Hello = NonNullable<TlsFault['hello']>;

const isOffered = (hello: ClientHello, type: number): boolean => hello.extensions.some((each) => each.type === type);

/** What the client did not ask for: also what it may not, where it means nothing (RFC 8701). */
const unsolicited = (type: number, data: Buffer): Pick<TlsFault, 'requires' | 'hello'> => ({
  requires: (hello) => {
    if (isOffered(hello, type)) throw new NotOffered(`the client sends extension ${type} itself`);
  },
  hello: (honest) => ({ ...honest, extensions: [...(honest.extensions ?? []), { type, data }] }),
});

/** An honest answer that the client must have asked for, in its extension or by a signalling suite. */
function answered({ extensions }: ServerHelloParts, name: Name): { type: number; data: Buffer } {
  const found = extensions?.find(({ type }) => type === extensionNumbers[name]);
  if (!found) throw new NotOffered(`the client does not ask for ${name}`);
  return found;
}

export const without =
  (name: Name): Hello =>
  (honest) => {
    const left = answered(honest, name);
    const extensions = honest.extensions?.filter((each) => each !== left) ?? [];
    // Without any extension there is no block either.
    return { ...honest, extensions: extensions.length > 0 ? extensions : null };
  };

const withData =
  (name: Name, data: Buffer): Hello =>
  (honest) => {
    const changed = answered(honest, name);
    return {
      ...honest,
      extensions: (honest.extensions ?? []).map((each) => (each === changed ? { ...each, data } : each)),
    };
  };

const greaseExtension = 0x3a3a;

export const extensionFaults = {
  'renegotiation-info-twice': {
    title: 'sends renegotiation_info twice',
    hello: (honest) => ({
      ...honest,
      extensions: [...(honest.extensions ?? []), answered(honest, 'renegotiation_info')],
    }),
  },
  'unsolicited-heartbeat': {
    title: 'sends heartbeat, which was not asked for',
    ...unsolicited(extensionNumbers.heartbeat, Buffer.from([1])),
  },
  'unsolicited-grease': {
    title: 'sends an extension that does not exist',
    ...unsolicited(greaseExtension, Buffer.alloc(0)),
  },
  'unsolicited-alpn': {
    title: 'chooses a protocol by ALPN, which was not asked for',
    ...unsolicited(
      extensionNumbers.application_layer_protocol_negotiation,
      vector(2, vector(1, Buffer.from('http/1.1'))),
    ),
  },
  'unsolicited-fragment-length': {
    title: 'sends max_fragment_length, which was not asked for',
    ...unsolicited(extensionNumbers.max_fragment_length, Buffer.from([1])),
  },
  'renegotiation-info-filled': {
    title: 'sends verify_data of an earlier handshake in renegotiation_info, and there was none',
    hello: withData('renegotiation_info', vector(1, Buffer.alloc(24, 0x5a))),
  },
  'no-renegotiation-info': {
    title: 'sends no renegotiation_info',
    // A client that does not ask for it has no less to refuse the server for: to it the honest one is such a server.
    hello: (honest, client) =>
      honest.extensions?.some(({ type }) => type === extensionNumbers.renegotiation_info)
        ? without('renegotiation_info')(honest, client)
        : honest,
  },
  'no-extended-master-secret': {
    title: 'sends no extended_master_secret',
    hello: without('extended_master_secret'),
  },
  'extended-master-secret-filled': {
    title: 'sends extended_master_secret with a body',
    hello: withData('extended_master_secret', Buffer.from([0])),
  },
  'extension-overruns': {
    title: 'sends an extension that is longer than the block of extensions',
    hello: (honest) => {
      const overrun = Buffer.concat([uint(extensionNumbers.renegotiation_info, 2), uint(64, 2), Buffer.alloc(1)]);
      const extensions = honest.extensions?.filter(({ type }) => type !== extensionNumbers.renegotiation_info) ?? [];
      return { ...honest, extensions, lengthError: overrun.length, trailing: overrun };
    },
  },
  'bytes-behind-extensions': {
    title: 'sends two octets behind the block of extensions',
    hello: (honest) => ({ ...honest, extensions: honest.extensions ?? [], trailing: Buffer.alloc(2) }),
  },
  'server-name-filled': {
    title: 'answers server_name with a body',
    requires: (hello) => {
      if (!extension(hello, 'server_name')) throw new NotOffered('the client names no server');
    },
    hello: (honest) => ({
      ...honest,
      extensions: [
        ...(honest.extensions ?? []),
        { type: extensionNumbers.server_name, data: vector(2, vector(1, Buffer.from('lab'))) },
      ],
    }),
  },
} as const satisfies Record<string, TlsFault>;
