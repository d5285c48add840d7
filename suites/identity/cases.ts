import { defineCases } from '../../harness/requirement.ts';
import './requirements.ts';

export const cases = defineCases({
  'MT-01': {
    title: 'CertificateRequest naming the device authority, certificate required',
    requirement: 'MTLS-01',
    serves: { clientCertificate: 'required' },
    expect: { M2: 'accept' },
  },
  'MT-01-PROOF': {
    title: 'CertificateRequest naming the device authority; CertificateVerify is checked',
    requirement: 'MTLS-02',
    serves: { clientCertificate: 'required' },
    expect: { M2: 'accept' },
  },
  'MT-05': {
    title: 'certificate required while the device has none',
    requirement: 'MTLS-05',
    serves: { clientCertificate: 'required' },
    expect: { M2: 'refuse' },
  },
});

declare module '../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
