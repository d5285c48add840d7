/** Servers that do not take the device's certificate, or want one that it does not have. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';

/** The device shows its certificate, and the handshake ends with the alert. */
const rejected = (alert: number, words: string) =>
  ({
    title: `certificate rejected: ${words} (alert ${alert})`,
    requirement: 'MTLS-08',
    serves: { clientCertificate: 'required', rejectsClient: alert },
    expect: { M2: 'refuse' },
  }) as const;

export const cases = defineCases({
  'MT-05': {
    title: 'certificate required while the device has none',
    requirement: 'MTLS-05',
    serves: { clientCertificate: 'required' },
    expect: { M2: 'refuse' },
  },
  'MT-05/OPTIONAL': {
    title: 'certificate optional while the device has none',
    requirement: 'MTLS-05',
    serves: { clientCertificate: 'optional' },
    expect: { M2: 'accept' },
  },
  'MT-06/40': rejected(40, 'handshake_failure'),
  'MT-06/42': rejected(42, 'bad_certificate'),
  'MT-06/44': rejected(44, 'certificate_revoked'),
  'MT-06/45': rejected(45, 'certificate_expired'),
  'MT-06/46': rejected(46, 'certificate_unknown'),
  'MT-06/48': rejected(48, 'unknown_ca'),
  'MT-07': {
    title: 'certificate_required over TLS 1.3, after the device has finished its handshake',
    requirement: 'MTLS-05',
    serves: { clientCertificate: 'required', certificateRequest: 'device-authority', version: 'TLS 1.3' },
    expect: { M2: 'refuse' },
    clause: 'RFC 8446 §4.4.2.4',
  },
  'MT-07/400': {
    title: 'certificate required by nginx, which completes the handshake and answers 400',
    requirement: 'MTLS-05',
    serves: { clientCertificate: 'required', version: 'TLS 1.3' },
    expect: { M2: 'refuse' },
    services: ['provisioning'],
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
