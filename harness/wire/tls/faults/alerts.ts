/** Alerts, silence, and what is no TLS. After a fatal alert the lab waits, so that it is the device that closes. */
import { alertNumbers } from '../registries/alerts.ts';
import { contentTypes } from '../messages/records.ts';
import type { Instead, TlsFault } from './tls-fault.ts';
import { versionNumbers } from '../registries/versions.ts';
import { uint, vector } from '../messages/writer.ts';

const warning = 1;
const fatal = 2;

const alertRecord = (level: number, code: number): Buffer =>
  Buffer.concat([
    ...[uint(contentTypes.alert, 1), uint(versionNumbers['TLS 1.2'], 2)],
    vector(2, Buffer.of(level, code)),
  ]);

const waitsBehind = (bytes: Buffer): Instead => ({ bytes, then: 'wait' });

const answersFatal = (name: keyof typeof alertNumbers) => ({
  title: `answers the ClientHello with the fatal alert ${name}`,
  instead: () => waitsBehind(alertRecord(fatal, alertNumbers[name])),
});

/**
 * A reader of records takes the fourth and fifth octet of a text for a length, and may wait for all of that before it minds the
 * first one. No text is longer than 20 KiB by its own letters, so a body of that size leaves nothing to wait for.
 */
const inClear = (firstLine: string): Buffer => {
  const body = Buffer.alloc(24 * 1024, '\r\n');
  return Buffer.concat([Buffer.from(`${firstLine}\r\nContent-Length: ${body.length}\r\n\r\n`), body]);
};

/** The flight behind so many warnings of unrecognized_name. */
const behindWarnings = (count: number): NonNullable<TlsFault['records']> => {
  const content = Buffer.of(warning, alertNumbers.unrecognized_name);
  const warnings = Array.from({ length: count }, () => ({
    type: contentTypes.alert,
    content,
    epoch: 'clear' as const,
  }));
  return (flight, honest) => (flight === 'first' ? [...warnings, ...honest] : honest);
};

export const alertFaults = {
  'fatal-unexpected-message': answersFatal('unexpected_message'),
  'fatal-bad-record-mac': answersFatal('bad_record_mac'),
  'fatal-record-overflow': answersFatal('record_overflow'),
  'fatal-handshake-failure': answersFatal('handshake_failure'),
  'fatal-bad-certificate': answersFatal('bad_certificate'),
  'fatal-illegal-parameter': answersFatal('illegal_parameter'),
  'fatal-unknown-ca': answersFatal('unknown_ca'),
  'fatal-access-denied': answersFatal('access_denied'),
  'fatal-decode-error': answersFatal('decode_error'),
  'fatal-decrypt-error': answersFatal('decrypt_error'),
  'fatal-protocol-version': answersFatal('protocol_version'),
  'fatal-insufficient-security': answersFatal('insufficient_security'),
  'fatal-internal-error': answersFatal('internal_error'),
  'fatal-inappropriate-fallback': answersFatal('inappropriate_fallback'),
  'fatal-missing-extension': answersFatal('missing_extension'),
  'fatal-unsupported-extension': answersFatal('unsupported_extension'),
  'fatal-unrecognized-name': answersFatal('unrecognized_name'),
  'fatal-no-application-protocol': answersFatal('no_application_protocol'),
  'fatal-unknown-alert': {
    title: 'answers the ClientHello with a fatal alert of the unknown code 199',
    instead: () => waitsBehind(alertRecord(fatal, 199)),
  },
  'close-notify-first': {
    title: 'answers the ClientHello with close_notify',
    instead: () => waitsBehind(alertRecord(warning, alertNumbers.close_notify)),
  },
  'warning-first': {
    title: 'sends the warning unrecognized_name, then its flight',
    records: behindWarnings(1),
  },
  'hundred-warnings-first': {
    title: 'sends the warning unrecognized_name a hundred times, then its flight',
    records: behindWarnings(100),
  },
  'answers-in-clear': {
    title: 'answers the ClientHello with "HTTP/1.1 400 Bad Request" in clear',
    instead: () => waitsBehind(inClear('HTTP/1.1 400 Bad Request')),
  },
  'speaks-first-in-clear': {
    title: 'sends "SIP/2.0 200 OK" in clear before any ClientHello, and nothing after it',
    greeting: inClear('SIP/2.0 200 OK'),
    instead: () => waitsBehind(Buffer.alloc(0)),
  },
  'ends-without-answer': {
    title: 'ends the connection in answer to the ClientHello',
    instead: () => ({ bytes: Buffer.alloc(0), then: 'fin' }),
  },
  'silent-server': {
    title: 'takes the ClientHello and stays silent',
    instead: () => waitsBehind(Buffer.alloc(0)),
  },
} as const satisfies Record<string, TlsFault>;
