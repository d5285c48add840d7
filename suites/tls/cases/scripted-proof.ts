/** What proves the server and the handshake. */
import { defineCases } from '../../../harness/requirement.ts';
import '../../requirements.ts';

export const cases = defineCases({
  'T12-01': {
    title: 'Finished of TLS 1.2 that does not check',
    requirement: 'TLSX-12',
    serves: { tls: 'damaged-finished-tls12' },
    expect: { M2: 'refuse' },
    alerts: [51],
  },
  'T12-02': {
    title: 'application data before the Finished of TLS 1.2',
    requirement: 'TLSX-14',
    serves: { tls: 'data-before-finished-tls12' },
    expect: { M2: 'refuse' },
    alerts: [10],
  },
  'T13-02': {
    title: 'Finished of TLS 1.3 that does not check',
    requirement: 'TLSX-12',
    serves: { tls: 'damaged-finished-tls13' },
    expect: { M2: 'refuse' },
    alerts: [51],
  },
  'T13-03': {
    title: 'application data before the Finished of TLS 1.3',
    requirement: 'TLSX-14',
    serves: { tls: 'data-before-finished-tls13' },
    expect: { M2: 'refuse' },
    alerts: [10],
  },
  'T13-04': {
    title: 'CertificateVerify that does not check',
    requirement: 'TLSX-13',
    serves: { tls: 'damaged-certificate-verify' },
    expect: { M2: 'refuse' },
    alerts: [51],
  },
  'T13-05': {
    title: 'CertificateVerify by another key than that of the certificate',
    requirement: 'TLSX-13',
    serves: { tls: 'other-key-in-tls13' },
    expect: { M2: 'refuse' },
    alerts: [51],
  },
  'T13-06': {
    title: 'CertificateVerify left out',
    requirement: 'TLSX-13',
    serves: { tls: 'no-certificate-verify' },
    expect: { M2: 'refuse' },
    alerts: [10],
  },
  'T13-07': {
    title: 'CertificateVerify by a scheme that was not offered',
    requirement: 'TLSC-20',
    serves: { tls: 'unoffered-scheme' },
    expect: { M2: 'refuse' },
    alerts: [47],
  },
  'T13-08': {
    title: 'CertificateVerify by RSASSA-PKCS1-v1_5',
    requirement: 'TLSC-20',
    serves: { tls: 'pkcs1-in-certificate-verify' },
    expect: { M2: 'refuse' },
    alerts: [47],
  },
  'T13-09': {
    title: 'answer in EncryptedExtensions to an extension that was not sent',
    requirement: 'TLSV-16',
    serves: { tls: 'unsolicited-encrypted-extension' },
    expect: { M2: 'refuse' },
    alerts: [110],
    clause: 'RFC 8446 §4.2 (RFC 9846 §4.3)',
  },
  'T13-10': {
    title: 'EncryptedExtensions left out',
    requirement: 'TLSX-44',
    serves: { tls: 'no-encrypted-extensions' },
    expect: { M2: 'refuse' },
    alerts: [10],
  },
  'T13-11': {
    title: 'Certificate and CertificateVerify left out',
    requirement: 'TLSX-44',
    serves: { tls: 'no-certificate-in-tls13' },
    expect: { M2: 'refuse' },
    alerts: [10],
  },
  'T13-12': {
    title: 'Certificate left out before CertificateVerify',
    requirement: 'TLSX-44',
    serves: { tls: 'certificate-left-out' },
    expect: { M2: 'refuse' },
    alerts: [10],
  },
  'T13-13': {
    title: 'Finished before CertificateVerify',
    requirement: 'TLSX-44',
    serves: { tls: 'finished-before-certificate-verify' },
    expect: { M2: 'refuse' },
    alerts: [10],
  },
  'T13-14': {
    title: 'Certificate message of TLS 1.3 without a certificate',
    requirement: 'TLSX-33',
    serves: { tls: 'empty-certificate-in-tls13' },
    expect: { M2: 'refuse' },
    alerts: [50],
  },
  'T13-15': {
    title: 'CertificateRequest after the handshake, for which the device did not offer itself',
    requirement: 'MTLS-17',
    serves: { tls: 'late-certificate-request' },
    expect: { M2: 'refuse' },
    alerts: [10],
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
