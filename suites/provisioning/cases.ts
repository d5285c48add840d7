import { defineCases } from '../../harness/requirement.ts';
import './requirements.ts';

export const cases = defineCases({
  'DG-03': {
    title: '302 to http on the same host',
    requirement: 'PROV-08',
    serves: { http: 'redirect-to-http' },
    expect: { M2: 'refuse' },
    services: ['provisioning'],
  },
  'NM-39': {
    title: '302 to https on another host, whose certificate does not name it',
    requirement: 'PROV-09',
    serves: { http: 'redirect-to-other-host' },
    expect: { M2: 'refuse' },
    alerts: [42],
    services: ['provisioning'],
  },
  'DG-04': {
    title: 'https port closed, then reset; http listens',
    requirement: 'PROV-36',
    serves: { port: 'reset' },
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
