/** Versions that the scripted server selects. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';
import { refuses } from './scripted-row.ts';

export const cases = defineCases({
  V01: refuses('selects-ssl3', 'TLSV-02', 'ServerHello selects SSL 3.0, with a suite of SSL 3.0', {
    alerts: [70],
    clause: 'RFC 7568 §3; RFC 9325 §3.1.1',
  }),
  'V01/FIELD': refuses('ssl3-by-version-field', 'TLSV-02', 'ServerHello selects SSL 3.0, with a suite of TLS 1.2', {
    alerts: [70],
    clause: 'RFC 7568 §3; RFC 9325 §3.1.1',
  }),
  Z02: refuses('selects-tls10', 'TLSV-03', 'ServerHello selects TLS 1.0, whatever was offered', {
    alerts: [70],
    clause: 'RFC 8996 §4; RFC 9325 §3.1.1',
  }),
  Z03: refuses('selects-tls11', 'TLSV-04', 'ServerHello selects TLS 1.1, whatever was offered', {
    alerts: [70],
    clause: 'RFC 8996 §5; RFC 9325 §3.1.1',
  }),
  Z04: refuses('tls11-with-sentinel', 'TLSV-21', 'ServerHello selects TLS 1.1 and its random ends in DOWNGRD 00', {
    alerts: [47, 70],
  }),
  V04: refuses(
    'tls13-by-legacy-version',
    'TLSV-15',
    'ServerHello selects TLS 1.3 in its old version field, without supported_versions',
    { alerts: [70, 47], clause: 'RFC 8446 §4.1.3 (RFC 9846 §4.2.3); RFC 5246 appendix E.1' },
  ),
  V05: refuses('selects-version-2', 'TLSV-15', 'ServerHello selects version 0.2, which is SSL 2.0', {
    alerts: [70],
    clause: 'RFC 6176 §3',
  }),
  V06: refuses('ssl2-server-hello', 'TLSV-20', 'SERVER-HELLO of SSL 2.0'),
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
