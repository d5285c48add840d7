/** Handshake messages up to TLS 1.2: left out, out of order, malformed. */
import { createHash } from 'node:crypto';
import { contentTypes } from '../messages/records.ts';
import type { TlsFault } from './tls-fault.ts';
import { handshakeMessage, numberList, vector } from '../messages/writer.ts';

type Message = NonNullable<TlsFault['message']>;

const without =
  (left: string): Message =>
  (name, whole) =>
    name === left ? [] : [whole];

const before =
  (place: string, ...added: readonly Buffer[]): Message =>
  (name, whole) =>
    name === place ? [...added, whole] : [whole];

const behind =
  (place: string, ...added: readonly Buffer[]): Message =>
  (name, whole) =>
    name === place ? [whole, ...added] : [whole];

const helloDone = handshakeMessage(14, Buffer.alloc(0));
/** As long as the verify_data of an honest one (RFC 5246 §7.4.9). */
const finished = handshakeMessage(20, Buffer.alloc(12, 0x5a));
/** RFC 6066 §8: status_type ocsp and a response, here of five octets that are none. */
const certificateStatus = handshakeMessage(22, Buffer.from([1, 0, 0, 5, 1, 2, 3, 4, 5]));
/** RFC 5077 §3.3: a lifetime of an hour and a ticket. */
const newSessionTicket = handshakeMessage(
  4,
  Buffer.concat([Buffer.from([0, 0, 14, 16]), vector(2, Buffer.alloc(32, 7))]),
);

/** RFC 5246 §7.4.4, with no authority named. */
const certificateRequest = (types: readonly number[], schemes: readonly number[]): Buffer =>
  handshakeMessage(
    13,
    Buffer.concat([vector(1, Buffer.from(types)), numberList(2, schemes), vector(2, Buffer.alloc(0))]),
  );

/** rsa_sign and ecdsa_sign, with the schemes that every client knows. */
const usualRequest = certificateRequest([1, 64], [0x0403, 0x0804, 0x0401, 0x0503, 0x0501]);

/** The same in every connection, so that the certificate on the wire can be told from another one. */
const noise = createHash('shake256', { outputLength: 900 }).update('no certificate').digest();

export const messageFaults = {
  'empty-certificate-message': {
    title: 'sends a Certificate message without a certificate',
    chain: () => [],
  },
  'zero-length-certificate': {
    title: 'sends a Certificate message with a certificate of no octets',
    chain: () => [Buffer.alloc(0)],
  },
  'noise-for-certificate': {
    title: 'sends random octets in place of its certificate',
    chain: () => [noise],
  },
  'no-certificate-message': {
    title: 'leaves the Certificate message out',
    message: without('certificate'),
  },
  'no-server-key-exchange': {
    title: 'leaves the ServerKeyExchange out although the suite needs one',
    message: without('server_key_exchange'),
  },
  'no-server-hello-done': {
    title: 'never sends ServerHelloDone',
    message: without('server_hello_done'),
  },
  'server-hello-done-with-body': {
    title: 'sends a ServerHelloDone with a body',
    message: (name, whole) => [name === 'server_hello_done' ? handshakeMessage(14, Buffer.alloc(1)) : whole],
  },
  'second-server-hello': {
    title: 'sends its ServerHello twice',
    message: (name, whole) => (name === 'server_hello' ? [whole, whole] : [whole]),
  },
  'finished-first': {
    title: 'sends a Finished before ServerHello',
    message: before('server_hello', finished),
  },
  'server-hello-done-first': {
    title: 'sends a ServerHelloDone before ServerHello',
    message: before('server_hello', helloDone),
  },
  'unknown-message': {
    title: 'sends a handshake message of type 77 behind ServerHello',
    message: behind('server_hello', handshakeMessage(77, Buffer.alloc(4))),
  },
  'hello-request-first': {
    title: 'sends a HelloRequest before ServerHello',
    // RFC 5246 §7.4.1.1: it is not hashed, so it goes in as a record and not as a message.
    records: (flight, honest) =>
      flight === 'first'
        ? [{ type: contentTypes.handshake, content: handshakeMessage(0, Buffer.alloc(0)), epoch: 'clear' }, ...honest]
        : honest,
  },
  'certificate-request-unknown-kinds': {
    title: 'asks for a client certificate of types and algorithms that nobody knows',
    message: before('server_hello_done', certificateRequest([200, 201], [0xfe01, 0xfe02])),
  },
  'certificate-request': {
    title: 'asks for a client certificate and is content without one',
    message: before('server_hello_done', usualRequest),
  },
  'certificate-request-too-early': {
    title: 'asks for a client certificate before ServerKeyExchange',
    message: before('server_key_exchange', usualRequest),
  },
  'unsolicited-certificate-status': {
    title: 'sends a CertificateStatus that its ServerHello did not announce',
    message: behind('certificate', certificateStatus),
  },
  'early-session-ticket': {
    title: 'sends a NewSessionTicket behind ServerHello',
    message: behind('server_hello', newSessionTicket),
  },
} as const satisfies Record<string, TlsFault>;
