/** What servers ask of a device that has a certificate, and what comes of it. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';

export const cases = defineCases({
  'MT-01': {
    title: 'CertificateRequest naming the device authority, certificate required',
    requirement: 'MTLS-01',
    serves: { clientCertificate: 'required' },
    expect: { M2: 'accept' },
  },
  'MT-01/OPTIONAL': {
    title: 'CertificateRequest naming the device authority, certificate optional',
    requirement: 'MTLS-01',
    serves: { clientCertificate: 'optional' },
    expect: { M2: 'accept' },
  },
  'MT-01-PROOF': {
    title: 'CertificateRequest naming the device authority; CertificateVerify is checked',
    requirement: 'MTLS-02',
    serves: { clientCertificate: 'required' },
    expect: { M2: 'accept' },
  },
  'MT-01/INTERMEDIATES': {
    title: 'certificate required by a server that knows the root of the device authority alone',
    requirement: 'MTLS-03',
    serves: { clientCertificate: 'required' },
    expect: { M2: 'accept' },
  },
  'MT-01/UNASKED': {
    title: 'no CertificateRequest',
    requirement: 'MTLS-04',
    serves: {},
    expect: { M2: 'accept' },
  },
  'MT-02': {
    title: 'CertificateRequest naming another authority, certificate optional',
    requirement: 'MTLS-06',
    serves: { clientCertificate: 'optional', certificateRequest: 'other-authority' },
    expect: { M2: 'accept' },
  },
  'MT-03': {
    title: 'CertificateRequest naming no authority, certificate required',
    requirement: 'MTLS-01',
    serves: { clientCertificate: 'required', certificateRequest: 'any-authority' },
    expect: { M2: 'accept' },
    clause: 'RFC 5246 §7.4.4; RFC 8446 §4.3.2',
  },
  'MT-03/PRIVACY': {
    title: 'a trusted server that names no authority, over TLS 1.2',
    requirement: 'MTLS-25',
    serves: { clientCertificate: 'optional', certificateRequest: 'any-authority', version: 'TLS 1.2' },
    expect: { M2: 'record' },
  },
  'MT-04': {
    title: 'CertificateRequest for ECDSA alone, certificate optional',
    requirement: 'MTLS-07',
    serves: { certificate: 'ecdsa-chain', clientCertificate: 'optional', certificateRequest: 'ecdsa-only' },
    expect: { M2: 'accept' },
  },
  'MT-08/1.2': {
    title: 'CertificateRequest of a server under an unknown authority, over TLS 1.2',
    requirement: 'MTLS-25',
    serves: {
      certificate: 'unknown-authority',
      clientCertificate: 'optional',
      certificateRequest: 'device-authority',
      version: 'TLS 1.2',
    },
    expect: { M2: 'refuse' },
    alerts: [48],
  },
  'MT-08/1.3': {
    title: 'CertificateRequest of a server under an unknown authority, over TLS 1.3',
    requirement: 'MTLS-25',
    serves: {
      certificate: 'unknown-authority',
      clientCertificate: 'optional',
      certificateRequest: 'device-authority',
      version: 'TLS 1.3',
    },
    expect: { M2: 'refuse' },
    alerts: [48],
  },
  'MT-22': {
    title: 'certificate required, and a password asked for as well',
    requirement: 'MTLS-22',
    serves: { clientCertificate: 'required' },
    expect: { M2: 'accept' },
    services: ['sip'],
  },
  'MT-22/HTTPS': {
    title: 'certificate required, and a password asked for as well',
    requirement: 'MTLS-22',
    serves: { clientCertificate: 'required', http: 'digest' },
    expect: { M2: 'accept' },
    needs: ['digest'],
    services: ['provisioning'],
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
