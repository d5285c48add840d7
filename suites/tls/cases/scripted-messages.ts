/** Handshake messages up to TLS 1.2: left out, out of order, malformed. */
import { defineCases } from '../../../harness/requirement.ts';
import type { TlsFaultName } from '../../../harness/wire/tls/tls-faults.ts';
import '../requirements.ts';
import { accepts, refuses, tells } from './scripted-row.ts';

/** Met with unexpected_message. */
const disordered = (tls: TlsFaultName, title: string, more: { clause?: string } = {}) =>
  refuses(tls, 'TLSX-60', title, { alerts: [10], ...more });

export const cases = defineCases({
  M01: refuses('empty-certificate-message', 'TLSX-33', 'Certificate message without a certificate', {
    alerts: [50, 42, 47],
  }),
  M02: refuses('zero-length-certificate', 'TLSX-61', 'Certificate message with a certificate of no octets', {
    alerts: [50, 42],
  }),
  M03: refuses('noise-for-certificate', 'TLSX-61', 'random octets in place of the certificate', { alerts: [42, 50] }),
  M04: disordered('no-certificate-message', 'Certificate message left out'),
  M05: disordered('no-server-key-exchange', 'ServerKeyExchange left out'),
  M06: tells('no-server-hello-done', 'TLSX-27', 'ServerHelloDone never sent'),
  M07: refuses('server-hello-done-with-body', 'TLSX-61', 'ServerHelloDone with a body', { alerts: [50, 47] }),
  M16: disordered('second-server-hello', 'ServerHello sent twice'),
  M17: disordered('finished-first', 'Finished before ServerHello'),
  M18: disordered('server-hello-done-first', 'ServerHelloDone before ServerHello'),
  M19: disordered('unknown-message', 'handshake message of type 77'),
  // A client that is negotiating ignores it (RFC 5246 §7.4.1.1); one that speaks TLS 1.3 knows no such message (RFC 8446 §4).
  M20: tells('hello-request-first', 'TLSX-60', 'HelloRequest before ServerHello', {
    clause: 'RFC 5246 §7.4.1.1; RFC 8446 §4',
  }),
  M21: tells(
    'certificate-request-unknown-kinds',
    'TLSX-64',
    'request for a certificate of unknown types and algorithms',
  ),
  M22: accepts('certificate-request', 'TLSX-64', 'request for a certificate that the server does not insist on'),
  M23: disordered('certificate-request-too-early', 'request for a certificate before ServerKeyExchange'),
  M24: disordered('unsolicited-certificate-status', 'CertificateStatus that ServerHello did not announce', {
    clause: 'RFC 6066 §8; RFC 5246 §7.4',
  }),
  M25: disordered('early-session-ticket', 'NewSessionTicket behind ServerHello', {
    clause: 'RFC 5077 §3.3; RFC 5246 §7.4',
  }),
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
