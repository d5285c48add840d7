/** What is in the trust list, and what becomes of a server when it is taken out. */
import { defineCases } from '../../../harness/requirement.ts';
import '../../requirements.ts';

/** The good chain, then one under an authority that nobody uploaded. */
const keepsTheList = {
  requirement: 'CERT-40',
  serves: { certificate: 'good' },
  before: ['accept', 'accept'],
  expect: { M2: 'refuse' },
} as const;

export const cases = defineCases({
  'TS-08': {
    title: 'as many authorities as documented, then one more; the first, the last, one more and both again',
    requirement: 'CERT-39',
    serves: { certificate: 'unknown-authority' },
    before: ['accept', 'refuse', 'accept'],
    expect: { M2: 'accept' },
    services: ['sip'],
  },
  'TS-09/EMPTY': { ...keepsTheList, title: 'empty file uploaded', file: 'empty' },
  'TS-09/LARGE': { ...keepsTheList, title: 'five megabytes uploaded', file: 'five-megabytes' },
  'TS-09/RANDOM': { ...keepsTheList, title: 'random bytes uploaded', file: 'random-bytes' },
  'TS-09/TRUNCATED': { ...keepsTheList, title: 'half of a PEM uploaded', file: 'truncated-pem' },
  'TS-09/NAMES': {
    title: 'certificates uploaded under hostile file names',
    requirement: 'CERT-40',
    serves: { certificate: 'good' },
    before: ['accept'],
    expect: { M2: 'accept' },
  },
  'CTL-06': {
    title: 'good chain after every hostile file',
    requirement: 'CERT-40',
    serves: { certificate: 'good' },
    before: ['accept'],
    expect: { M2: 'accept' },
    hostile: ['empty', 'five-megabytes', 'random-bytes', 'truncated-pem', 'private-key'],
  },
  'TS-10': {
    title: 'private key uploaded as a trusted certificate',
    requirement: 'CERT-41',
    serves: { certificate: 'good' },
    expect: { M2: 'refuse' },
    services: ['sip'],
  },
  'TS-11': {
    title: 'leaf uploaded as an authority, and a leaf that it issued',
    requirement: 'CERT-10',
    serves: { certificate: 'issued-by-uploaded-leaf' },
    expect: { M2: 'refuse' },
    needs: ['trust-store'],
    alerts: [48, 42],
  },
  'TS-12/TWICE': {
    title: 'the same authority uploaded twice',
    requirement: 'CERT-38',
    serves: { certificate: 'unknown-authority' },
    before: ['refuse'],
    expect: { M2: 'accept' },
    first: 'pem-lf',
  },
  'TS-12/NAMESAKES': {
    title: 'two authorities of the same name and other keys uploaded',
    requirement: 'CERT-38',
    serves: { certificate: 'unknown-authority' },
    before: ['refuse'],
    expect: { M2: 'accept' },
    needs: ['trust-files'],
    first: 'namesake',
  },
  'TS-13': {
    title: 'self-signed certificate that was trusted and then deleted',
    requirement: 'CERT-02',
    serves: { certificate: 'self-signed' },
    before: ['accept'],
    expect: { M3: 'refuse' },
    alerts: [48],
  },
  'TS-13/AUTHORITY': {
    title: 'chain under an authority that was trusted and then deleted, whatever session the device has kept',
    requirement: { sip: 'CERT-01', provisioning: 'PROV-02' },
    serves: { certificate: 'good' },
    before: ['accept'],
    expect: { M2: 'refuse' },
    needs: ['trust-store'],
    alerts: [48],
  },
  'TS-14': {
    title: 'authority deleted while connected',
    requirement: 'CERT-44',
    serves: { certificate: 'good' },
    expect: { M2: 'record' },
    services: ['sip'],
  },
  'TS-15/REBOOT': {
    title: 'chain under the uploaded authority after a reboot',
    requirement: 'CERT-42',
    serves: { certificate: 'good' },
    before: ['accept'],
    expect: { M2: 'accept' },
    needs: ['reboot'],
  },
  'TS-15/FACTORY': {
    title: 'chain under the uploaded authority after a factory reset',
    requirement: 'CERT-42',
    serves: { certificate: 'good' },
    before: ['accept'],
    expect: { M2: 'refuse' },
    needs: ['factory-reset'],
    alerts: [48],
  },
  'TS-15/PRELOADED': {
    title: 'chain under an authority of the factory after a factory reset',
    requirement: 'CERT-29',
    serves: { certificate: 'factory-authority' },
    before: ['record'],
    expect: { M2: 'accept' },
    needs: ['factory-authority', 'factory-reset'],
  },
  'TS-16': {
    title: 'authority uploaded once, for the provisioning server and for SIP',
    requirement: 'CERT-43',
    serves: { certificate: 'unknown-authority' },
    before: ['refuse', 'record'],
    expect: { M2: 'record' },
    needs: ['provision'],
    services: ['sip'],
  },
  'TS-17': {
    title: 'chain under an unknown authority after validation was off and on again',
    requirement: { sip: 'CERT-01', provisioning: 'PROV-02' },
    serves: { certificate: 'unknown-authority' },
    before: ['refuse', 'record'],
    expect: { M2: 'refuse' },
    alerts: [48],
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
