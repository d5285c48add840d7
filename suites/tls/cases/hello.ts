/**
 * The ClientHello, which is read: the first, that of a reconnect and that after a handshake that failed. What a device offers
 * after a failure beside what it offered before (CHL-37) is told by the rows of TLSV-11.
 */
import { defineCases, type Case } from '../../../harness/requirement.ts';
import '../requirements.ts';

/** A row that one rule decides, over both services. */
const read = <const H extends NonNullable<Case['hello']>, const R extends Case['requirement']>(
  what: string,
  requirement: R,
  hello: H,
) => ({ title: `ClientHello: ${what}`, requirement, serves: {}, hello, expect: { M2: 'accept' } }) as const;

/** The same where no clause draws a line. */
const tell = <const H extends NonNullable<Case['hello']>>(what: string, hello: H) =>
  ({ ...read(what, 'TLSX-79', hello), expect: { M2: 'record' } }) as const;

export const cases = defineCases({
  'CHL-01': read('is it in the format of SSL 2.0', 'TLSV-01', 'not-sslv2-format'),
  'CHL-02': read('is SSL 3.0 offered', 'TLSV-08', 'no-ssl3'),
  'CHL-03': read('is TLS 1.0 or 1.1 offered', 'TLSV-08', 'no-early-tls'),
  'CHL-04': read('is TLS 1.2 or 1.3 offered', 'TLSX-73', 'current-version'),
  'CHL-05': read('is TLS 1.3 offered', 'TLSX-74', 'tls13-offered'),
  'CHL-06': read('is TLS 1.3 preferred', 'TLSX-75', 'tls13-preferred'),
  'CHL-07': read('suites without encryption', 'TLSC-01', 'no-null-suites'),
  'CHL-08': read('anonymous suites', 'TLSC-02', 'no-anonymous-suites'),
  'CHL-09': read('suites with RC4', 'TLSC-04', 'no-rc4'),
  'CHL-10': read('suites of export grade, with single DES or RC2', 'TLSC-03', 'no-short-keys'),
  'CHL-11': read('suites with triple DES or IDEA', 'TLSC-06', 'no-short-blocks'),
  'CHL-12': read('suites with RSA key transport', 'TLSC-30', 'no-rsa-key-transport'),
  'CHL-12/FIRST': read('suites with forward secrecy, and first', 'TLSC-08', 'forward-secrecy-first'),
  'CHL-13': read('suites with static Diffie-Hellman', 'TLSC-31', 'no-static-diffie-hellman'),
  'CHL-14': read('suites with Diffie-Hellman over finite fields', 'TLSC-32', 'no-finite-field-diffie-hellman'),
  'CHL-15': read('CBC without encrypt_then_mac', 'TLSC-33', 'cbc-with-encrypt-then-mac'),
  'CHL-16': read('the four recommended suites', 'TLSC-09', 'recommended-suites'),
  'CHL-17': read('the suite that TLS 1.3 demands', 'TLSC-34', 'mandatory-suite'),
  'CHL-18': read('secp256r1 with TLS 1.3', 'TLSC-35', 'secp256r1-with-tls13'),
  'CHL-18/BEFORE': read('secp256r1 without TLS 1.3', 'TLSC-36', 'secp256r1-without-tls13'),
  'CHL-19': read('groups of less than 224 bits', 'TLSC-37', 'no-short-groups'),
  'CHL-20': tell('groups over finite fields', 'finite-field-groups'),
  'CHL-21': read('is signature_algorithms sent', 'TLSC-18', 'signature-algorithms-sent'),
  'CHL-22': read('signatures with MD5', 'TLSC-18', 'no-md5-signatures'),
  'CHL-23': read('signatures with SHA-1', 'TLSC-18', 'no-sha1-signatures'),
  'CHL-23/CERTIFICATES': read('signatures on certificates with SHA-1', 'TLSC-38', 'no-sha1-in-certificates'),
  'CHL-24': read('RSA-PSS with TLS 1.3', 'TLSC-39', 'rsa-pss'),
  'CHL-25': read('DSA', 'TLSC-40', 'no-dsa'),
  'CHL-26': read('the signal of secure renegotiation', 'TLSX-07', 'renegotiation-signal'),
  'CHL-27': read('is extended_master_secret sent', 'TLSX-04', 'extended-master-secret'),
  'CHL-28': read('is a server named', { sip: 'TLSX-71', provisioning: 'TLSX-70' }, 'server-name-sent'),
  'CHL-29': read('which server is named', 'TLSX-72', 'server-name-right'),
  'CHL-30': read('compression with TLS 1.3', 'TLSC-23', 'no-compression-with-tls13'),
  'CHL-30/BEFORE': read('compression without TLS 1.3', 'TLSC-41', 'no-compression-without-tls13'),
  'CHL-31': read('is truncated_hmac sent', 'TLSC-24', 'no-truncated-hmac'),
  'CHL-32': read('is heartbeat sent', 'TLSX-76', 'no-heartbeat'),
  'CHL-33': read('point formats beside the uncompressed one', 'TLSC-48', 'uncompressed-points'),
  'CHL-34': tell('protocols by ALPN', 'protocols'),
  'CHL-34/OWN': read('the protocol of the service by ALPN', 'TLSX-29', 'own-protocol'),
  'CHL-35': read('is early_data sent', { sip: 'TLSX-34', provisioning: 'TLSX-77' }, 'no-early-data'),
  'CHL-35/PSK': read('pre-shared keys without Diffie-Hellman', 'TLSX-78', 'no-psk-without-dhe'),
  'CHL-36': read('is TLS_FALLBACK_SCSV sent', 'TLSC-43', 'no-fallback-signal'),
  'CHL-38': tell('is a stapled response asked for', 'status-request'),
  'CHL-39': read('form and order of extensions and key shares', 'TLSC-45', 'well-formed'),
  'CHL-40': read('the extensions that TLS 1.3 demands', 'TLSC-46', 'mandatory-extensions'),
  'CHL-41': read('the version of the record around it', 'TLSC-47', 'record-version'),
  'CHL-42': read('is the random new each time', 'TLSC-44', 'fresh-random'),
  'CHL-42/TIME': tell('does the random begin with the time', 'time-in-random'),
  'CHL-43': tell('groups against quantum computers', 'post-quantum-groups'),
  'CHL-44': tell('is GREASE sent', 'grease'),
  'CHL-45': tell('size and padding', 'size'),
  'CHL-46': tell('the fingerprint JA4', 'ja4'),
});

/** Whom the device is told to reach decides: each is one attempt of its own. */
export const located = defineCases({
  'CHL-28/SRV': {
    title: 'ClientHello: which server is named where an SRV record leads to it',
    requirement: 'TLSX-01',
    serves: { target: 'srv', controlTarget: 'host' },
    hello: 'server-name-of-domain',
    expect: { M2: 'accept' },
    services: ['sip'],
    needs: ['srv'],
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases | keyof typeof located, true> {}
}
