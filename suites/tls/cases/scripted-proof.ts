/** What proves the server and the handshake. */
import { defineCases } from '../../../harness/requirement.ts';
import '../../requirements.ts';
import { refuses } from './scripted-row.ts';

export const cases = defineCases({
  'T12-01': refuses('damaged-finished-tls12', 'TLSX-12', 'Finished of TLS 1.2 that does not check', { alerts: [51] }),
  'T12-02': refuses('data-before-finished-tls12', 'TLSX-14', 'application data before the Finished of TLS 1.2', {
    alerts: [10],
  }),
  'T13-02': refuses('damaged-finished-tls13', 'TLSX-12', 'Finished of TLS 1.3 that does not check', { alerts: [51] }),
  'T13-03': refuses('data-before-finished-tls13', 'TLSX-14', 'application data before the Finished of TLS 1.3', {
    alerts: [10],
  }),
  'T13-04': refuses('damaged-certificate-verify', 'TLSX-13', 'CertificateVerify that does not check', { alerts: [51] }),
  'T13-05': refuses('other-key-in-tls13', 'TLSX-13', 'CertificateVerify by another key than that of the certificate', {
    alerts: [51],
  }),
  'T13-06': refuses('no-certificate-verify', 'TLSX-13', 'CertificateVerify left out', { alerts: [10] }),
  'T13-07': refuses('unoffered-scheme', 'TLSC-20', 'CertificateVerify by a scheme that was not offered', {
    alerts: [47],
  }),
  'T13-08': refuses('pkcs1-in-certificate-verify', 'TLSC-20', 'CertificateVerify by RSASSA-PKCS1-v1_5', {
    alerts: [47],
  }),
  'T13-09': refuses(
    'unsolicited-encrypted-extension',
    'TLSV-16',
    'answer in EncryptedExtensions to an extension that was not sent',
    { alerts: [110], clause: 'RFC 8446 §4.2 (RFC 9846 §4.3)' },
  ),
  'T13-10': refuses('no-encrypted-extensions', 'TLSX-44', 'EncryptedExtensions left out', { alerts: [10] }),
  'T13-11': refuses('no-certificate-in-tls13', 'TLSX-44', 'Certificate and CertificateVerify left out', {
    alerts: [10],
  }),
  'T13-12': refuses('certificate-left-out', 'TLSX-44', 'Certificate left out before CertificateVerify', {
    alerts: [10],
  }),
  'T13-13': refuses('finished-before-certificate-verify', 'TLSX-44', 'Finished before CertificateVerify', {
    alerts: [10],
  }),
  'T13-14': refuses('empty-certificate-in-tls13', 'TLSX-33', 'Certificate message of TLS 1.3 without a certificate', {
    alerts: [50],
  }),
  'T13-15': refuses(
    'late-certificate-request',
    'MTLS-17',
    'CertificateRequest after the handshake, for which the device did not offer itself',
    { alerts: [10] },
  ),
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
