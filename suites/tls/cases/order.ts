/** The order of messages in good handshakes: with ephemeral keys and key transport, with and without client certificate. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';

const accept = { M2: 'accept' } as const;
const record = { M2: 'record' } as const;
const ephemeral = { version: 'TLS 1.2' } as const;
const transport = { version: 'TLS 1.2', suite: 'TLS_RSA_WITH_AES_128_GCM_SHA256' } as const;
const tls13 = { version: 'TLS 1.3' } as const;
const asked = { clientCertificate: 'optional' } as const;

export const cases = defineCases({
  'ORDER/1.2': {
    title: 'TLS 1.2 with ephemeral keys',
    requirement: 'TLSX-37',
    serves: ephemeral,
    expect: accept,
  },
  'ORDER/1.2/CERTIFICATE': {
    title: 'TLS 1.2 with ephemeral keys, a client certificate is asked for',
    requirement: 'TLSX-37',
    serves: { ...ephemeral, ...asked },
    expect: accept,
  },
  'ORDER/RSA': {
    title: 'TLS 1.2 with key transport by RSA',
    requirement: 'TLSX-37',
    serves: transport,
    expect: accept,
  },
  'ORDER/RSA/CERTIFICATE': {
    title: 'TLS 1.2 with key transport by RSA, a client certificate is asked for',
    requirement: 'TLSX-37',
    serves: { ...transport, ...asked },
    expect: accept,
  },
  'ORDER/1.3': {
    title: 'TLS 1.3',
    requirement: 'TLSX-38',
    serves: tls13,
    expect: accept,
  },
  'ORDER/1.3/CERTIFICATE': {
    title: 'TLS 1.3, a client certificate is asked for',
    requirement: 'TLSX-38',
    serves: { ...tls13, ...asked },
    expect: accept,
  },
  'STEPS-15/1.2': {
    title: 'TLS 1.2 with ephemeral keys',
    requirement: 'TLSX-39',
    serves: ephemeral,
    expect: record,
  },
  'STEPS-15/1.2/CERTIFICATE': {
    title: 'TLS 1.2 with ephemeral keys, a client certificate is asked for',
    requirement: 'TLSX-39',
    serves: { ...ephemeral, ...asked },
    expect: record,
  },
  'STEPS-15/RSA': {
    title: 'TLS 1.2 with key transport by RSA',
    requirement: 'TLSX-39',
    serves: transport,
    expect: record,
  },
  'STEPS-15/1.3': {
    title: 'TLS 1.3',
    requirement: 'TLSX-39',
    serves: tls13,
    expect: record,
  },
  'STEPS-4/1.2': {
    title: 'TLS 1.2 with ephemeral keys',
    requirement: 'TLSX-46',
    serves: ephemeral,
    expect: record,
  },
  'STEPS-4/RSA': {
    title: 'TLS 1.2 with key transport by RSA',
    requirement: 'TLSX-46',
    serves: transport,
    expect: record,
  },
  'STEPS-4/1.3': {
    title: 'TLS 1.3',
    requirement: 'TLSX-46',
    serves: tls13,
    expect: record,
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
