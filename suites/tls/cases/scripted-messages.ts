/** Handshake messages up to TLS 1.2: left out, out of order, malformed. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';

const refused = { M2: 'refuse' } as const;
/** unexpected_message. */
const order = { requirement: 'TLSX-60', expect: refused, alerts: [10] } as const;
const shape = { requirement: 'TLSX-61', expect: refused } as const;

export const cases = defineCases({
  M01: {
    title: 'Certificate message without a certificate',
    requirement: 'TLSX-33',
    serves: { tls: 'empty-certificate-message' },
    expect: refused,
    alerts: [50, 42, 47],
  },
  M02: {
    ...shape,
    title: 'Certificate message with a certificate of no octets',
    serves: { tls: 'zero-length-certificate' },
    alerts: [50, 42],
  },
  M03: {
    ...shape,
    title: 'random octets in place of the certificate',
    serves: { tls: 'noise-for-certificate' },
    alerts: [42, 50],
  },
  M04: { ...order, title: 'Certificate message left out', serves: { tls: 'no-certificate-message' } },
  M05: { ...order, title: 'ServerKeyExchange left out', serves: { tls: 'no-server-key-exchange' } },
  M06: {
    title: 'ServerHelloDone never sent',
    requirement: 'TLSX-27',
    serves: { tls: 'no-server-hello-done' },
    expect: { M2: 'record' },
  },
  M07: {
    ...shape,
    title: 'ServerHelloDone with a body',
    serves: { tls: 'server-hello-done-with-body' },
    alerts: [50, 47],
  },
  M16: { ...order, title: 'ServerHello sent twice', serves: { tls: 'second-server-hello' } },
  M17: { ...order, title: 'Finished before ServerHello', serves: { tls: 'finished-first' } },
  M18: { ...order, title: 'ServerHelloDone before ServerHello', serves: { tls: 'server-hello-done-first' } },
  M19: { ...order, title: 'handshake message of type 77', serves: { tls: 'unknown-message' } },
  // A client that is negotiating ignores it (RFC 5246 §7.4.1.1); one that speaks TLS 1.3 knows no such message (RFC 8446 §4).
  M20: {
    title: 'HelloRequest before ServerHello',
    requirement: 'TLSX-60',
    serves: { tls: 'hello-request-first' },
    expect: { M2: 'record' },
    clause: 'RFC 5246 §7.4.1.1; RFC 8446 §4',
  },
  M21: {
    title: 'request for a certificate of unknown types and algorithms',
    requirement: 'TLSX-64',
    serves: { tls: 'certificate-request-unknown-kinds' },
    expect: { M2: 'record' },
  },
  M22: {
    title: 'request for a certificate that the server does not insist on',
    requirement: 'TLSX-64',
    serves: { tls: 'certificate-request' },
    expect: { M2: 'accept' },
  },
  M23: {
    ...order,
    title: 'request for a certificate before ServerKeyExchange',
    serves: { tls: 'certificate-request-too-early' },
  },
  M24: {
    ...order,
    title: 'CertificateStatus that ServerHello did not announce',
    serves: { tls: 'unsolicited-certificate-status' },
    clause: 'RFC 6066 §8; RFC 5246 §7.4',
  },
  M25: {
    ...order,
    title: 'NewSessionTicket behind ServerHello',
    serves: { tls: 'early-session-ticket' },
    clause: 'RFC 5077 §3.3; RFC 5246 §7.4',
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
