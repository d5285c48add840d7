import { defineCases } from '../../harness/requirement.ts';
import './requirements.ts';

export const cases = defineCases({
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
