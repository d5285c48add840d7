/** Certificates and their outcomes by trust mode, as data. Alerts: best first; only a grade. */
import { defineCases } from '../../harness/requirement.ts';
import './requirements.ts';

export const cases = defineCases({
  'CTL-01': {
    title: 'good chain under the lab authority, which is not uploaded',
    requirement: 'CERT-01',
    serves: { certificate: 'good' },
    expect: { M1: 'refuse' },
    alerts: [48],
  },
  'CH-01': {
    title: 'full chain under an unknown root',
    requirement: 'CERT-01',
    serves: { certificate: 'unknown-authority' },
    expect: { M2: 'refuse' },
    alerts: [48],
  },
  'CTL-03': {
    title: 'self-signed certificate for the host',
    requirement: 'CERT-02',
    serves: { certificate: 'self-signed' },
    expect: { M1: 'refuse', M2: 'refuse', M3: 'accept' },
    alerts: [48, 42],
  },
  'TS-13': {
    title: 'self-signed certificate that was trusted and then deleted',
    requirement: 'CERT-02',
    serves: { certificate: 'self-signed' },
    expect: { M3: 'refuse' },
    alerts: [48],
  },
  'DT-01': {
    title: 'leaf expired yesterday',
    requirement: 'CERT-03',
    serves: { certificate: 'expired' },
    expect: { M2: 'refuse' },
    alerts: [45],
  },
  'DT-03': {
    title: 'leaf valid from tomorrow',
    requirement: 'CERT-04',
    serves: { certificate: 'not-yet-valid' },
    expect: { M2: 'refuse' },
    alerts: [45, 42],
  },
  'EX-12': {
    title: 'intermediate with cA FALSE',
    requirement: 'CERT-09',
    serves: { certificate: 'intermediate-not-ca' },
    expect: { M2: 'refuse' },
    alerts: [42, 48],
  },
  'EX-01': {
    title: 'extended key usage clientAuth only',
    requirement: 'CERT-19',
    serves: { certificate: 'client-auth-only' },
    expect: { M2: 'refuse' },
    alerts: [43, 42],
  },
  'CH-05': {
    title: 'intermediate not sent',
    requirement: 'CERT-26',
    serves: { certificate: 'missing-intermediate' },
    expect: { M2: 'refuse' },
    alerts: [48, 46],
  },
  'NM-26': {
    title: 'SAN URI sip:domain',
    requirement: 'NAME-01',
    serves: { certificate: 'sip-uri-name' },
    expect: { M2: 'accept' },
    services: ['sip'],
  },
  'NM-04': {
    title: 'SAN dNSName equal to the domain, no CN',
    requirement: 'NAME-05',
    serves: { certificate: 'dns-name-only', control: 'sip-uri-name' },
    expect: { M2: 'accept' },
    services: ['sip'],
  },
  'NM-02': {
    title: 'CN equal to the host beside a foreign SAN',
    requirement: 'NAME-07',
    serves: { certificate: 'common-name-beside-foreign-san' },
    expect: { M2: 'refuse' },
    alerts: [42],
  },
  'NM-06': {
    title: 'wildcard of the parent domain',
    requirement: 'NAME-08',
    serves: { certificate: 'wildcard-name' },
    expect: { M2: 'refuse' },
    alerts: [42],
    services: ['sip'],
  },
  'NM-01': {
    title: 'certificate for another name',
    requirement: 'NAME-17',
    serves: { certificate: 'wrong-name' },
    expect: { M2: 'refuse' },
    alerts: [42, 46],
    services: ['sip'],
  },
});

declare module '../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
