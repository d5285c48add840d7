/** What the device certificate is like, and how it is replaced. Servers ask for any, so that an odd one is shown as well. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';

const asksForAny = { clientCertificate: 'optional', certificateRequest: 'any-authority' } as const;

export const cases = defineCases({
  'MT-09': {
    title: 'device certificate that has expired',
    requirement: 'MTLS-14',
    serves: asksForAny,
    expect: { M2: 'record' },
  },
  'MT-09/VALIDITY': {
    title: 'validity of the device certificate',
    requirement: 'MTLS-14',
    serves: asksForAny,
    expect: { M2: 'record' },
    services: ['sip'],
  },
  'MT-09/MAC': {
    title: 'MAC in the device certificate against the MAC in the provisioning path',
    requirement: 'MTLS-09',
    serves: { ...asksForAny, target: 'folder' },
    expect: { M2: 'accept' },
    services: ['provisioning'],
  },
  'MT-09/KEY': {
    title: 'keys of two units',
    requirement: 'MTLS-10',
    serves: asksForAny,
    expect: { M2: 'accept' },
    services: ['provisioning'],
  },
  'MT-09/USAGE': {
    title: 'extended key usage of the device certificate',
    requirement: 'MTLS-11',
    serves: asksForAny,
    expect: { M2: 'accept' },
    services: ['sip'],
  },
  'MT-09/AUTHORITY': {
    title: 'basic constraints of the device certificate',
    requirement: 'MTLS-12',
    serves: asksForAny,
    expect: { M2: 'accept' },
    services: ['sip'],
  },
  'MT-09/STRENGTH': {
    title: 'keys and signatures of the device certificate and its issuers',
    requirement: 'MTLS-13',
    serves: asksForAny,
    expect: { M2: 'accept' },
    services: ['sip'],
  },
  'MT-15': {
    title: 'device certificate replaced by another good one',
    requirement: 'MTLS-15',
    serves: asksForAny,
    expect: { M2: 'accept' },
  },
  'MT-16/BROKEN': {
    title: 'upload of a certificate cut in the middle',
    requirement: 'MTLS-16',
    serves: asksForAny,
    expect: { M2: 'accept' },
    services: ['sip'],
  },
  'MT-16/MISMATCH': {
    title: 'upload of a certificate with the key of another',
    requirement: 'MTLS-16',
    serves: asksForAny,
    expect: { M2: 'accept' },
    services: ['sip'],
  },
  'MT-16/FALLBACK': {
    title: 'uploaded certificate taken away again',
    requirement: 'MTLS-16',
    serves: asksForAny,
    expect: { M2: 'accept' },
    services: ['sip'],
  },
  'MT-23': {
    title: 'everything that can be downloaded from the device',
    requirement: 'MTLS-23',
    serves: {},
    expect: { M2: 'accept' },
    services: ['sip'],
  },
  'GW/CLIENT/OWN': {
    title: 'the device has a self-signed certificate and connects',
    requirement: 'MTLS-14',
    serves: asksForAny,
    expect: { M2: 'record' },
    services: ['sip'],
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
