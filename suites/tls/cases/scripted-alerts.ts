/** Alerts, silence, and what is no TLS. */
import { defineCases } from '../../../harness/requirement.ts';
import type { TlsFaultName } from '../../../harness/wire/tls/tls-faults.ts';
import '../requirements.ts';
import { accepts, refuses, tells } from './scripted-row.ts';

const fatal = (tls: TlsFaultName, title: string) => refuses(tls, 'TLSX-31', title);

export const cases = defineCases({
  A01: accepts('warning-first', 'TLSX-66', 'warning unrecognized_name, then the flight'),
  A02: fatal('fatal-handshake-failure', 'fatal alert handshake_failure'),
  'A02/10': fatal('fatal-unexpected-message', 'fatal alert unexpected_message'),
  'A02/20': fatal('fatal-bad-record-mac', 'fatal alert bad_record_mac'),
  'A02/22': fatal('fatal-record-overflow', 'fatal alert record_overflow'),
  'A02/42': fatal('fatal-bad-certificate', 'fatal alert bad_certificate'),
  'A02/47': fatal('fatal-illegal-parameter', 'fatal alert illegal_parameter'),
  'A02/48': fatal('fatal-unknown-ca', 'fatal alert unknown_ca'),
  'A02/49': fatal('fatal-access-denied', 'fatal alert access_denied'),
  'A02/50': fatal('fatal-decode-error', 'fatal alert decode_error'),
  'A02/51': fatal('fatal-decrypt-error', 'fatal alert decrypt_error'),
  'A02/70': fatal('fatal-protocol-version', 'fatal alert protocol_version'),
  'A02/71': fatal('fatal-insufficient-security', 'fatal alert insufficient_security'),
  'A02/80': fatal('fatal-internal-error', 'fatal alert internal_error'),
  'A02/86': fatal('fatal-inappropriate-fallback', 'fatal alert inappropriate_fallback'),
  'A02/109': fatal('fatal-missing-extension', 'fatal alert missing_extension'),
  'A02/110': fatal('fatal-unsupported-extension', 'fatal alert unsupported_extension'),
  'A02/112': refuses('fatal-unrecognized-name', 'TLSX-03', 'fatal alert unrecognized_name'),
  'A02/120': fatal('fatal-no-application-protocol', 'fatal alert no_application_protocol'),
  A03: refuses('fatal-protocol-version', 'TLSV-11', 'fatal alert protocol_version: no retry with an older version'),
  A04: refuses('close-notify-first', 'TLSX-67', 'close_notify in answer to the ClientHello'),
  A05: tells('hundred-warnings-first', 'TLSX-69', 'a hundred warnings unrecognized_name, then the flight'),
  A06: fatal('fatal-unknown-alert', 'fatal alert of the unknown code 199'),
  A07: refuses('answers-in-clear', 'TLSX-35', '"HTTP/1.1 400 Bad Request" in clear in answer to the ClientHello', {
    alerts: [10],
  }),
  'A07/FIRST': refuses('speaks-first-in-clear', 'TLSX-35', '"SIP/2.0 200 OK" in clear before any ClientHello', {
    alerts: [10],
  }),
  A08: tells('ends-without-answer', 'TLSX-69', 'end of the connection in answer to the ClientHello'),
  A09: tells('silent-server', 'TLSX-27', 'silence in answer to the ClientHello'),
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
