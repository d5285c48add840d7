/** Alerts, silence, and what is no TLS. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';

const refused = { M2: 'refuse' } as const;
const recorded = { M2: 'record' } as const;
const fatal = { requirement: 'TLSX-31', expect: refused } as const;

export const cases = defineCases({
  A01: {
    title: 'warning unrecognized_name, then the flight',
    requirement: 'TLSX-66',
    serves: { tls: 'warning-first' },
    expect: { M2: 'accept' },
  },
  A02: { ...fatal, title: 'fatal alert handshake_failure', serves: { tls: 'fatal-handshake-failure' } },
  'A02/10': { ...fatal, title: 'fatal alert unexpected_message', serves: { tls: 'fatal-unexpected-message' } },
  'A02/20': { ...fatal, title: 'fatal alert bad_record_mac', serves: { tls: 'fatal-bad-record-mac' } },
  'A02/22': { ...fatal, title: 'fatal alert record_overflow', serves: { tls: 'fatal-record-overflow' } },
  'A02/42': { ...fatal, title: 'fatal alert bad_certificate', serves: { tls: 'fatal-bad-certificate' } },
  'A02/47': { ...fatal, title: 'fatal alert illegal_parameter', serves: { tls: 'fatal-illegal-parameter' } },
  'A02/48': { ...fatal, title: 'fatal alert unknown_ca', serves: { tls: 'fatal-unknown-ca' } },
  'A02/49': { ...fatal, title: 'fatal alert access_denied', serves: { tls: 'fatal-access-denied' } },
  'A02/50': { ...fatal, title: 'fatal alert decode_error', serves: { tls: 'fatal-decode-error' } },
  'A02/51': { ...fatal, title: 'fatal alert decrypt_error', serves: { tls: 'fatal-decrypt-error' } },
  'A02/70': { ...fatal, title: 'fatal alert protocol_version', serves: { tls: 'fatal-protocol-version' } },
  'A02/71': { ...fatal, title: 'fatal alert insufficient_security', serves: { tls: 'fatal-insufficient-security' } },
  'A02/80': { ...fatal, title: 'fatal alert internal_error', serves: { tls: 'fatal-internal-error' } },
  'A02/86': { ...fatal, title: 'fatal alert inappropriate_fallback', serves: { tls: 'fatal-inappropriate-fallback' } },
  'A02/109': { ...fatal, title: 'fatal alert missing_extension', serves: { tls: 'fatal-missing-extension' } },
  'A02/110': { ...fatal, title: 'fatal alert unsupported_extension', serves: { tls: 'fatal-unsupported-extension' } },
  'A02/112': {
    title: 'fatal alert unrecognized_name',
    requirement: 'TLSX-03',
    serves: { tls: 'fatal-unrecognized-name' },
    expect: refused,
  },
  'A02/120': {
    ...fatal,
    title: 'fatal alert no_application_protocol',
    serves: { tls: 'fatal-no-application-protocol' },
  },
  A03: {
    title: 'fatal alert protocol_version: no retry with an older version',
    requirement: 'TLSV-11',
    serves: { tls: 'fatal-protocol-version' },
    expect: refused,
  },
  A04: {
    title: 'close_notify in answer to the ClientHello',
    requirement: 'TLSX-67',
    serves: { tls: 'close-notify-first' },
    expect: refused,
  },
  A05: {
    title: 'a hundred warnings unrecognized_name, then the flight',
    requirement: 'TLSX-69',
    serves: { tls: 'hundred-warnings-first' },
    expect: recorded,
  },
  A06: { ...fatal, title: 'fatal alert of the unknown code 199', serves: { tls: 'fatal-unknown-alert' } },
  A07: {
    title: '"HTTP/1.1 400 Bad Request" in clear in answer to the ClientHello',
    requirement: 'TLSX-35',
    serves: { tls: 'answers-in-clear' },
    expect: refused,
    alerts: [10],
  },
  'A07/FIRST': {
    title: '"SIP/2.0 200 OK" in clear before any ClientHello',
    requirement: 'TLSX-35',
    serves: { tls: 'speaks-first-in-clear' },
    expect: refused,
    alerts: [10],
  },
  A08: {
    title: 'end of the connection in answer to the ClientHello',
    requirement: 'TLSX-69',
    serves: { tls: 'ends-without-answer' },
    expect: recorded,
  },
  A09: {
    title: 'silence in answer to the ClientHello',
    requirement: 'TLSX-27',
    serves: { tls: 'silent-server' },
    expect: recorded,
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
