import { defineCases } from '../../harness/requirement.ts';
import './requirements.ts';

export const cases = defineCases({
  'PV-UNKNOWN': {
    title: 'full chain under an unknown root',
    requirement: 'PROV-02',
    serves: { certificate: 'unknown-authority' },
    expect: { M2: 'refuse' },
    alerts: [48],
    services: ['provisioning'],
  },
  'PV-SELF': {
    title: 'self-signed certificate that is not uploaded',
    requirement: 'PROV-02',
    serves: { certificate: 'self-signed' },
    expect: { M2: 'refuse' },
    alerts: [48, 42],
    services: ['provisioning'],
  },
  'PV-EXPIRED': {
    title: 'leaf expired yesterday',
    requirement: 'PROV-03',
    serves: { certificate: 'expired' },
    expect: { M2: 'refuse' },
    alerts: [45],
    services: ['provisioning'],
  },
  'PV-EARLY': {
    title: 'leaf valid from tomorrow',
    requirement: 'PROV-03',
    serves: { certificate: 'not-yet-valid' },
    expect: { M2: 'refuse' },
    alerts: [45, 42],
    services: ['provisioning'],
  },
  'PV-NAME': {
    title: 'certificate for another name',
    requirement: 'PROV-04',
    serves: { certificate: 'wrong-name' },
    expect: { M2: 'refuse' },
    alerts: [42, 46],
    services: ['provisioning'],
  },
  'PV-REDIRECT': {
    title: '302 to http on the same host',
    requirement: 'PROV-08',
    serves: { http: 'redirect-to-http' },
    expect: { M2: 'refuse' },
    services: ['provisioning'],
  },
  'PV-MUTUAL': {
    title: 'client certificate of the device authority required',
    requirement: 'PROV-10',
    serves: { clientCertificate: 'required' },
    expect: { M2: 'accept' },
    services: ['provisioning'],
  },
  'PV-CUT': {
    title: 'body cut before its Content-Length',
    requirement: 'PROV-13',
    serves: { http: 'truncated-body' },
    expect: { M2: 'refuse' },
    services: ['provisioning'],
  },
});

declare module '../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
