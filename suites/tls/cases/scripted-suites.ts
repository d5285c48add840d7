/** Cipher suites and compression that the scripted server selects. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';
import { refuses } from './scripted-row.ts';

export const cases = defineCases({
  'S-UNOFFERED': refuses(
    'unoffered-suite',
    'TLSC-11',
    'ServerHello selects a suite of the same family that was not offered',
    { alerts: [47, 40] },
  ),
  S01: refuses('null-sha256', 'TLSC-01', 'ServerHello selects TLS_RSA_WITH_NULL_SHA256', { alerts: [47, 40] }),
  S02: refuses('rsa-rc4', 'TLSC-04', 'ServerHello selects TLS_RSA_WITH_RC4_128_SHA', { alerts: [47, 40] }),
  S03: refuses('ecdhe-rc4', 'TLSC-04', 'ServerHello selects TLS_ECDHE_RSA_WITH_RC4_128_SHA', { alerts: [47, 40] }),
  S04: refuses('export-rc4', 'TLSC-03', 'ServerHello selects TLS_RSA_EXPORT_WITH_RC4_40_MD5', { alerts: [47, 40] }),
  S05: refuses('export-dhe', 'TLSC-03', 'ServerHello selects TLS_DHE_RSA_EXPORT_WITH_DES40_CBC_SHA', {
    alerts: [47, 40],
  }),
  S06: refuses(
    'dh-anon',
    'TLSC-02',
    'ServerHello selects TLS_DH_anon_WITH_AES_128_CBC_SHA, and no certificate follows',
    { alerts: [47, 40] },
  ),
  S07: refuses(
    'ecdh-anon',
    'TLSC-02',
    'ServerHello selects TLS_ECDH_anon_WITH_AES_128_CBC_SHA, and no certificate follows',
    { alerts: [47, 40] },
  ),
  S08: refuses('null-with-null-null', 'TLSC-13', 'ServerHello selects TLS_NULL_WITH_NULL_NULL', { alerts: [47, 40] }),
  S09: refuses('rsa-3des', 'TLSC-06', 'ServerHello selects TLS_RSA_WITH_3DES_EDE_CBC_SHA', { alerts: [47, 40] }),
  S10: refuses('rsa-des', 'TLSC-03', 'ServerHello selects TLS_RSA_WITH_DES_CBC_SHA', { alerts: [47, 40] }),
  S11: refuses('grease-suite', 'TLSC-11', 'ServerHello selects a GREASE value as its cipher suite', {
    alerts: [47, 40],
    clause: 'RFC 8701 §3.1',
  }),
  S14: refuses('signalling-suite', 'TLSC-11', 'ServerHello selects TLS_EMPTY_RENEGOTIATION_INFO_SCSV', {
    alerts: [47, 40],
    clause: 'RFC 5746 §3.3',
  }),
  S15: refuses('fallback-suite', 'TLSC-11', 'ServerHello selects TLS_FALLBACK_SCSV', {
    alerts: [47, 40],
    clause: 'RFC 7507 §2',
  }),
  C01: refuses('deflate', 'TLSC-23', 'ServerHello selects the compression DEFLATE', { alerts: [47] }),
  C02: refuses('lzs', 'TLSC-23', 'ServerHello selects the compression LZS', { alerts: [47] }),
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
