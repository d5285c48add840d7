/**
 * After the handshake: application data and messages beside it. What is bent is what the lab asks of a registered device,
 * and its challenge to whoever fetches a file: both draw something of the device that shows whether it was read.
 */
import { alertNumbers } from '../registries/alerts.ts';
import { extension } from '../messages/client-hello.ts';
import { extensionNumbers } from '../registries/extensions.ts';
import { NotOffered } from '../fatal-alert.ts';
import { keyUpdate, newSessionTicket } from '../server/post-handshake13.ts';
import { contentTypes } from '../messages/records.ts';
import type { Outgoing, TlsFault } from './tls-fault.ts';
import { handshakeMessage, uint, vector } from '../messages/writer.ts';

type Application = NonNullable<TlsFault['application']>;

const version = 'TLS 1.3';

/** Changes the record that carries a request to a registered device, or a challenge. */
const where =
  (change: (honest: Outgoing) => readonly Outgoing[]): Application =>
  (honest) =>
    /^(?:INVITE|OPTIONS|HTTP\/1\.1 401) /.test(honest.content.toString('latin1', 0, 16)) ? change(honest) : [honest];

const before = (...first: readonly Outgoing[]): Application => where((honest) => [...first, honest]);

const behind = (...last: readonly Outgoing[]): Application => where((honest) => [honest, ...last]);

const sealed = (type: number, content: Buffer, then?: Outgoing['then']): Outgoing => ({
  type,
  content,
  epoch: 'application',
  ...(then && { then }),
});

/** With AEAD the last octet is one of the tag, so that the text itself stays whole. */
const damaged = where((honest) => [{ ...honest, damage: flipped, then: 'silence' }]);

function flipped(whole: Buffer): Buffer {
  const other = Buffer.from(whole);
  other.writeUInt8(other.readUInt8(other.length - 1) ^ 1, other.length - 1);
  return other;
}

const octetByRecord: Application = (honest) =>
  Array.from(honest.content, (octet) => ({ ...honest, content: Buffer.of(octet) }));

/** RFC 5246 §6.2.3 allows 2^14 + 2048, RFC 8446 §5.2 2^14 + 256; line ends between messages weigh nothing in SIP. */
const longestRecord = 2 ** 14 + 2048;
const overlong = where((honest) => [
  { ...honest, content: Buffer.concat([honest.content, Buffer.from('\r\n'.repeat(longestRecord / 2 + 1))]) },
]);

/** Without its empty line at the end. */
const cut = where((honest) => [{ ...honest, content: honest.content.subarray(0, -4), then: 'fin' }]);

/** RFC 6520 §4: a request whose payload is said to be far longer than the record is. */
const greedyHeartbeat = sealed(
  contentTypes.heartbeat,
  Buffer.concat([uint(1, 1), uint(16_000, 2), Buffer.from('ringproof'), Buffer.alloc(16)]),
);

const updateKeys = (value: number): Outgoing =>
  sealed(contentTypes.handshake, handshakeMessage(24, Buffer.of(value)), 'new-keys');

const alert = (level: number, code: number): Outgoing => sealed(contentTypes.alert, Buffer.of(level, code));
const warning = 1;

const helloRequest = sealed(contentTypes.handshake, handshakeMessage(0, Buffer.alloc(0)));

/** RFC 5746 §3.5: the client's verify_data is right, and the server's is not. */
const otherFinished: NonNullable<TlsFault['hello']> = (honest) => ({
  ...honest,
  extensions: (honest.extensions ?? []).map(({ type, data }) => ({
    type,
    data: type === extensionNumbers.renegotiation_info ? flipped(data) : data,
  })),
});

const hour = 3600;
const mostEarlyData = 2 ** 14;

export const applicationFaults = {
  'damaged-record-tls12': {
    title: 'changes one bit of the record that carries its request or challenge, in TLS 1.2',
    application: damaged,
  },
  'damaged-record-tls13': {
    title: 'changes one bit of the record that carries its request or challenge, in TLS 1.3',
    version,
    application: damaged,
  },
  'octet-by-application-record-tls12': {
    title: 'sends each octet of application data in a record of its own, in TLS 1.2',
    application: octetByRecord,
  },
  'octet-by-application-record-tls13': {
    title: 'sends each octet of application data in a record of its own, in TLS 1.3',
    version,
    application: octetByRecord,
  },
  'overlong-application-record-tls12': {
    title: 'sends application data in a record of more than 2^14 + 2048 octets, in TLS 1.2',
    application: overlong,
  },
  'overlong-application-record-tls13': {
    title: 'sends application data in a record of more than 2^14 + 256 octets, in TLS 1.3',
    version,
    application: overlong,
  },
  'cut-message-tls12': {
    title: 'ends the stream within a message, without close_notify, in TLS 1.2',
    application: cut,
  },
  'cut-message-tls13': {
    title: 'ends the stream within a message, without close_notify, in TLS 1.3',
    version,
    application: cut,
  },
  'twenty-tickets': {
    title: 'gives out 20 session tickets in TLS 1.3',
    version,
    afterHandshake: (connection) =>
      connection.message(
        ...Array.from({ length: 20 }, () => newSessionTicket({ lifetime: 2 * hour, earlyData: null })),
      ),
  },
  'ticket-tls12': {
    title: 'gives out a session ticket in TLS 1.2',
    requires: (client) => {
      if (!extension(client, 'session_ticket')) throw new NotOffered('the client takes no tickets in TLS 1.2');
    },
    hello: (honest) => ({
      ...honest,
      extensions: [...(honest.extensions ?? []), { type: extensionNumbers.session_ticket, data: Buffer.alloc(0) }],
    }),
    // RFC 5077 §3.3: ticket_lifetime_hint, then the ticket.
    ticket: () => handshakeMessage(4, Buffer.concat([uint(0, 2), uint(2 * hour, 2), vector(2, Buffer.alloc(64, 7))])),
  },
  'ticket-for-early-data': {
    title: 'gives out a session ticket that allows early data',
    version,
    afterHandshake: (connection) =>
      connection.message(newSessionTicket({ lifetime: 2 * hour, earlyData: mostEarlyData })),
  },
  'key-update-requested': {
    title: 'changes its keys and asks for new ones of the client',
    version,
    application: before(sealed(contentTypes.handshake, keyUpdate(true), 'new-keys')),
  },
  'key-update-unrequested': {
    title: 'changes its keys and asks for nothing',
    version,
    application: before(sealed(contentTypes.handshake, keyUpdate(false), 'new-keys')),
  },
  'key-update-malformed': {
    title: 'changes its keys with a KeyUpdate of the value 2',
    version,
    application: before(updateKeys(2)),
  },
  'greedy-heartbeat-tls12': {
    title: 'asks by heartbeat for 16000 octets that it has not sent, in TLS 1.2',
    // RFC 6520 §2: whoever offers it may be asked.
    hello: (honest, client) =>
      extension(client, 'heartbeat')
        ? {
            ...honest,
            extensions: [...(honest.extensions ?? []), { type: extensionNumbers.heartbeat, data: Buffer.of(1) }],
          }
        : honest,
    application: before(greedyHeartbeat),
  },
  'greedy-heartbeat-tls13': {
    title: 'asks by heartbeat for 16000 octets that it has not sent, in TLS 1.3',
    version,
    application: before(greedyHeartbeat),
  },
  'hello-request': {
    title: 'sends HelloRequest over an established connection, and serves the renegotiation',
    application: behind(helloRequest),
    renegotiation: {},
  },
  'hello-request-and-certificate-request': {
    title: 'sends HelloRequest over an established connection, and asks for a certificate in the renegotiation',
    like: 'hello-request',
    application: behind(helloRequest),
    renegotiation: { asks: true },
  },
  'renegotiation-before-request': {
    title: 'sends HelloRequest over an established connection, and its request or challenge once that is settled',
    application: where((honest) => [{ ...helloRequest, then: 'renegotiation' }, honest]),
    renegotiation: {},
  },
  'renegotiation-without-proof': {
    title: 'sends HelloRequest over an established connection, and shows other Finished messages than there were',
    like: 'hello-request',
    application: behind(helloRequest),
    renegotiation: { hello: otherFinished },
  },
  'close-notify-tls12': {
    title: 'ends an established connection by close_notify, in TLS 1.2',
    application: where((honest) => [honest, { ...alert(warning, alertNumbers.close_notify), then: 'fin' }]),
  },
  'close-notify-tls13': {
    title: 'ends an established connection by close_notify, in TLS 1.3',
    version,
    application: where((honest) => [honest, { ...alert(warning, alertNumbers.close_notify), then: 'fin' }]),
  },
  'user-canceled': {
    title: 'ends an established connection by user_canceled and close_notify',
    version,
    application: where((honest) => [
      honest,
      alert(warning, alertNumbers.user_canceled),
      { ...alert(warning, alertNumbers.close_notify), then: 'fin' },
    ]),
  },
} as const satisfies Record<string, TlsFault>;
