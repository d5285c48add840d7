/** Servers of one suite, one group. Real ones; for SIP over TLS 1.3 and for groups the registrar of the harness. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';

const accept = { M2: 'accept' } as const;
const refuse = { M2: 'refuse' } as const;
const [tls12, tls13] = ['TLS 1.2', 'TLS 1.3'] as const;

export const cases = defineCases({
  'SUITE/1.3/AES128-GCM': {
    title: 'server of TLS 1.3 with TLS_AES_128_GCM_SHA256 alone',
    requirement: 'TLSC-10',
    serves: { version: tls13, suite: 'TLS_AES_128_GCM_SHA256' },
    expect: accept,
  },
  'SUITE/1.3/AES256-GCM': {
    title: 'server of TLS 1.3 with TLS_AES_256_GCM_SHA384 alone',
    requirement: 'TLSC-50',
    serves: { version: tls13, suite: 'TLS_AES_256_GCM_SHA384' },
    expect: accept,
  },
  'SUITE/1.3/CHACHA20': {
    title: 'server of TLS 1.3 with TLS_CHACHA20_POLY1305_SHA256 alone',
    requirement: 'TLSC-50',
    serves: { version: tls13, suite: 'TLS_CHACHA20_POLY1305_SHA256' },
    expect: accept,
  },
  'SUITE/ECDHE-RSA-AES128-GCM': {
    title: 'server with TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 alone',
    requirement: 'TLSC-50',
    serves: { version: tls12, suite: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256' },
    expect: accept,
  },
  'SUITE/ECDHE-RSA-AES256-GCM': {
    title: 'server with TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 alone',
    requirement: 'TLSC-50',
    serves: { version: tls12, suite: 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384' },
    expect: accept,
  },
  'SUITE/ECDHE-RSA-CHACHA20': {
    title: 'server with TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256 alone',
    requirement: 'TLSC-50',
    serves: { version: tls12, suite: 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256' },
    expect: accept,
  },
  'SUITE/ECDHE-RSA-AES128-SHA': {
    title: 'server with TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA alone',
    requirement: 'TLSC-50',
    serves: { version: tls12, suite: 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA' },
    expect: accept,
  },
  'SUITE/ECDHE-RSA-AES128-SHA256': {
    title: 'server with TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256 alone',
    requirement: 'TLSC-50',
    serves: { version: tls12, suite: 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256' },
    expect: accept,
  },
  'SUITE/ECDHE-ECDSA-AES128-GCM': {
    title: 'server with an ECDSA certificate and TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 alone',
    requirement: 'TLSC-50',
    serves: {
      certificate: 'ecdsa-chain',
      control: 'ecdsa-chain',
      version: tls12,
      suite: 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
    },
    expect: accept,
  },
  'SUITE/ECDHE-ECDSA-AES256-GCM': {
    title: 'server with an ECDSA certificate and TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 alone',
    requirement: 'TLSC-50',
    serves: {
      certificate: 'ecdsa-chain',
      control: 'ecdsa-chain',
      version: tls12,
      suite: 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
    },
    expect: accept,
  },
  'SUITE/ECDHE-ECDSA-CHACHA20': {
    title: 'server with an ECDSA certificate and TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256 alone',
    requirement: 'TLSC-50',
    serves: {
      certificate: 'ecdsa-chain',
      control: 'ecdsa-chain',
      version: tls12,
      suite: 'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
    },
    expect: accept,
  },
  'SUITE/DHE-RSA-AES128-GCM': {
    title: 'server with TLS_DHE_RSA_WITH_AES_128_GCM_SHA256 alone, in a group of 2048 bits',
    requirement: 'TLSC-50',
    serves: { version: tls12, suite: 'TLS_DHE_RSA_WITH_AES_128_GCM_SHA256' },
    expect: accept,
  },
  'SUITE/RSA-AES128-GCM': {
    title: 'server with TLS_RSA_WITH_AES_128_GCM_SHA256 alone',
    requirement: 'TLSC-07',
    serves: { version: tls12, suite: 'TLS_RSA_WITH_AES_128_GCM_SHA256' },
    expect: refuse,
  },
  'SUITE/RSA-AES128-SHA': {
    title: 'server with TLS_RSA_WITH_AES_128_CBC_SHA alone',
    requirement: 'TLSC-25',
    serves: { version: tls12, suite: 'TLS_RSA_WITH_AES_128_CBC_SHA' },
    expect: { M2: 'record' },
  },
  'SUITE/NULL-SHA256': {
    title: 'server with TLS_RSA_WITH_NULL_SHA256 alone, which encrypts nothing',
    requirement: 'TLSC-51',
    serves: { version: tls12, suite: 'TLS_RSA_WITH_NULL_SHA256' },
    expect: refuse,
  },
  'SUITE/AECDH': {
    title: 'server with TLS_ECDH_anon_WITH_AES_128_CBC_SHA alone, which shows no certificate',
    requirement: 'TLSC-51',
    serves: { version: tls12, suite: 'TLS_ECDH_anon_WITH_AES_128_CBC_SHA' },
    expect: refuse,
  },
  'SUITE/ADH': {
    title: 'server with TLS_DH_anon_WITH_AES_128_GCM_SHA256 alone, which shows no certificate',
    requirement: 'TLSC-51',
    serves: { version: tls12, suite: 'TLS_DH_anon_WITH_AES_128_GCM_SHA256' },
    expect: refuse,
  },
  'GROUP/secp256r1': {
    title: 'server with the group secp256r1 alone',
    requirement: 'TLSC-15',
    serves: { group: 'secp256r1' },
    expect: accept,
  },
  'GROUP/x25519': {
    title: 'server with the group x25519 alone',
    requirement: 'TLSC-52',
    serves: { group: 'x25519' },
    expect: accept,
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
