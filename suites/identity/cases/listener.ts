/** Clients of the device's own listener. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';
import '../../certificates/requirements.ts';

const elsewhere = 'elsewhere.test';
const served = { serves: {}, services: ['sip'] } as const;
const required = 'required' as const;
const optional = 'optional' as const;

export const cases = defineCases({
  'MT-18/1.2': {
    ...served,
    title: 'client without a certificate over TLS 1.2, certificates required',
    requirement: 'MTLS-18',
    visitor: { listener: required, certificate: null, version: 'TLS 1.2' },
    expect: { M2: 'refuse' },
    alerts: [40],
  },
  'MT-18/1.3': {
    ...served,
    title: 'client without a certificate over TLS 1.3, certificates required',
    requirement: 'MTLS-18',
    visitor: { listener: required, certificate: null, version: 'TLS 1.3' },
    expect: { M2: 'refuse' },
    alerts: [116],
  },
  'MT-19/GOOD': {
    ...served,
    title: 'client with a good certificate',
    requirement: 'MTLS-19',
    visitor: { listener: required, certificate: 'good' },
    expect: { M2: 'accept' },
  },
  'MT-19/CHAIN': {
    ...served,
    title: 'client under an unknown authority',
    requirement: 'MTLS-19',
    visitor: { listener: required, certificate: 'unknown-authority' },
    expect: { M2: 'refuse' },
    alerts: [48],
  },
  'MT-19/OPTIONAL': {
    ...served,
    title: 'client under an unknown authority, certificates optional',
    requirement: 'MTLS-19',
    visitor: { listener: optional, certificate: 'unknown-authority' },
    expect: { M2: 'refuse' },
    alerts: [48],
  },
  'MT-19/EXPIRED': {
    ...served,
    title: 'client whose certificate expired yesterday',
    requirement: 'MTLS-19',
    visitor: { listener: required, certificate: 'expired' },
    expect: { M2: 'refuse' },
    alerts: [45],
  },
  'MT-19/EARLY': {
    ...served,
    title: 'client whose certificate is valid from tomorrow',
    requirement: 'MTLS-19',
    visitor: { listener: required, certificate: 'not-yet-valid' },
    expect: { M2: 'refuse' },
    alerts: [42, 45],
  },
  'MT-19/USAGE': {
    ...served,
    title: 'client whose certificate is for servers only',
    requirement: 'MTLS-19',
    visitor: { listener: required, certificate: 'server-usage-only' },
    expect: { M2: 'refuse' },
    alerts: [43, 42],
    clause: 'RFC 5280 §4.2.1.12',
  },
  'GW/SERVER/PEER': {
    ...served,
    title: 'client with a self-signed certificate that is not in the trust list',
    requirement: 'MTLS-19',
    visitor: { listener: required, certificate: 'self-signed' },
    expect: { M2: 'refuse' },
    alerts: [48, 42],
  },
  'GW/SERVER/PEER-LISTED': {
    ...served,
    title: 'client with a self-signed certificate that is in the trust list',
    requirement: 'MTLS-19',
    visitor: { listener: required, certificate: 'self-signed', listed: true },
    expect: { M2: 'accept' },
    needs: ['trust-store'],
  },
  'GW/SERVER/OWN': {
    ...served,
    title: 'the device has a self-signed certificate, and a good client comes',
    requirement: 'MTLS-19',
    visitor: { listener: required, certificate: 'good' },
    expect: { M2: 'record' },
  },
  'MT-20': {
    ...served,
    title: 'client without a certificate, certificates optional',
    requirement: 'MTLS-20',
    visitor: { listener: optional, certificate: null, method: 'MESSAGE' },
    expect: { M2: 'refuse' },
  },
  'MT-21': {
    ...served,
    title: 'client whose certificate names another domain than From',
    requirement: 'MTLS-21',
    visitor: { listener: required, certificate: 'other-domain' },
    expect: { M2: 'refuse' },
  },
  'MT-21/FROM': {
    ...served,
    title: 'client with a good certificate whose From names a foreign domain',
    requirement: 'MTLS-21',
    visitor: { listener: required, certificate: 'good', fromDomain: elsewhere },
    expect: { M2: 'refuse' },
  },
  'MT-24': {
    ...served,
    title: 'client whose certificate is for servers only, as public authorities issue them',
    requirement: 'MTLS-24',
    visitor: { listener: required, certificate: 'server-usage-only' },
    expect: { M2: 'record' },
  },
  'MT-19/REVOKED': {
    ...served,
    title: 'client whose certificate is revoked',
    requirement: 'REVO-10',
    visitor: { listener: required, certificate: 'revoked' },
    expect: { M2: 'refuse' },
    alerts: [44],
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
