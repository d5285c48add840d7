/** Cipher suites and compression that the scripted server selects. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';

export const cases = defineCases({
  'S-UNOFFERED': {
    title: 'ServerHello selects a suite of the same family that was not offered',
    requirement: 'TLSC-11',
    serves: { tls: 'unoffered-suite' },
    expect: { M2: 'refuse' },
    alerts: [47, 40],
  },
  S01: {
    title: 'ServerHello selects TLS_RSA_WITH_NULL_SHA256',
    requirement: 'TLSC-01',
    serves: { tls: 'null-sha256' },
    expect: { M2: 'refuse' },
    alerts: [47, 40],
  },
  S02: {
    title: 'ServerHello selects TLS_RSA_WITH_RC4_128_SHA',
    requirement: 'TLSC-04',
    serves: { tls: 'rsa-rc4' },
    expect: { M2: 'refuse' },
    alerts: [47, 40],
  },
  S03: {
    title: 'ServerHello selects TLS_ECDHE_RSA_WITH_RC4_128_SHA',
    requirement: 'TLSC-04',
    serves: { tls: 'ecdhe-rc4' },
    expect: { M2: 'refuse' },
    alerts: [47, 40],
  },
  S04: {
    title: 'ServerHello selects TLS_RSA_EXPORT_WITH_RC4_40_MD5',
    requirement: 'TLSC-03',
    serves: { tls: 'export-rc4' },
    expect: { M2: 'refuse' },
    alerts: [47, 40],
  },
  S05: {
    title: 'ServerHello selects TLS_DHE_RSA_EXPORT_WITH_DES40_CBC_SHA',
    requirement: 'TLSC-03',
    serves: { tls: 'export-dhe' },
    expect: { M2: 'refuse' },
    alerts: [47, 40],
  },
  S06: {
    title: 'ServerHello selects TLS_DH_anon_WITH_AES_128_CBC_SHA, and no certificate follows',
    requirement: 'TLSC-02',
    serves: { tls: 'dh-anon' },
    expect: { M2: 'refuse' },
    alerts: [47, 40],
  },
  S07: {
    title: 'ServerHello selects TLS_ECDH_anon_WITH_AES_128_CBC_SHA, and no certificate follows',
    requirement: 'TLSC-02',
    serves: { tls: 'ecdh-anon' },
    expect: { M2: 'refuse' },
    alerts: [47, 40],
  },
  S08: {
    title: 'ServerHello selects TLS_NULL_WITH_NULL_NULL',
    requirement: 'TLSC-13',
    serves: { tls: 'null-with-null-null' },
    expect: { M2: 'refuse' },
    alerts: [47, 40],
  },
  S09: {
    title: 'ServerHello selects TLS_RSA_WITH_3DES_EDE_CBC_SHA',
    requirement: 'TLSC-06',
    serves: { tls: 'rsa-3des' },
    expect: { M2: 'refuse' },
    alerts: [47, 40],
  },
  S10: {
    title: 'ServerHello selects TLS_RSA_WITH_DES_CBC_SHA',
    requirement: 'TLSC-03',
    serves: { tls: 'rsa-des' },
    expect: { M2: 'refuse' },
    alerts: [47, 40],
  },
  S11: {
    title: 'ServerHello selects a GREASE value as its cipher suite',
    requirement: 'TLSC-11',
    serves: { tls: 'grease-suite' },
    expect: { M2: 'refuse' },
    alerts: [47, 40],
    clause: 'RFC 8701 §3.1',
  },
  S14: {
    title: 'ServerHello selects TLS_EMPTY_RENEGOTIATION_INFO_SCSV',
    requirement: 'TLSC-11',
    serves: { tls: 'signalling-suite' },
    expect: { M2: 'refuse' },
    alerts: [47, 40],
    clause: 'RFC 5746 §3.3',
  },
  S15: {
    title: 'ServerHello selects TLS_FALLBACK_SCSV',
    requirement: 'TLSC-11',
    serves: { tls: 'fallback-suite' },
    expect: { M2: 'refuse' },
    alerts: [47, 40],
    clause: 'RFC 7507 §2',
  },
  C01: {
    title: 'ServerHello selects the compression DEFLATE',
    requirement: 'TLSC-23',
    serves: { tls: 'deflate' },
    expect: { M2: 'refuse' },
    alerts: [47],
  },
  C02: {
    title: 'ServerHello selects the compression LZS',
    requirement: 'TLSC-23',
    serves: { tls: 'lzs' },
    expect: { M2: 'refuse' },
    alerts: [47],
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
