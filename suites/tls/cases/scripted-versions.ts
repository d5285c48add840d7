/** Versions that the scripted server selects. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';

export const cases = defineCases({
  V01: {
    title: 'ServerHello selects SSL 3.0, with a suite of SSL 3.0',
    requirement: 'TLSV-02',
    serves: { tls: 'selects-ssl3' },
    expect: { M2: 'refuse' },
    alerts: [70],
    clause: 'RFC 7568 §3; RFC 9325 §3.1.1',
  },
  'V01/FIELD': {
    title: 'ServerHello selects SSL 3.0, with a suite of TLS 1.2',
    requirement: 'TLSV-02',
    serves: { tls: 'ssl3-by-version-field' },
    expect: { M2: 'refuse' },
    alerts: [70],
    clause: 'RFC 7568 §3; RFC 9325 §3.1.1',
  },
  Z02: {
    title: 'ServerHello selects TLS 1.0, whatever was offered',
    requirement: 'TLSV-03',
    serves: { tls: 'selects-tls10' },
    expect: { M2: 'refuse' },
    alerts: [70],
    clause: 'RFC 8996 §4; RFC 9325 §3.1.1',
  },
  Z03: {
    title: 'ServerHello selects TLS 1.1, whatever was offered',
    requirement: 'TLSV-04',
    serves: { tls: 'selects-tls11' },
    expect: { M2: 'refuse' },
    alerts: [70],
    clause: 'RFC 8996 §5; RFC 9325 §3.1.1',
  },
  Z04: {
    title: 'ServerHello selects TLS 1.1 and its random ends in DOWNGRD 00',
    requirement: 'TLSV-21',
    serves: { tls: 'tls11-with-sentinel' },
    expect: { M2: 'refuse' },
    alerts: [47, 70],
  },
  V04: {
    title: 'ServerHello selects TLS 1.3 in its old version field, without supported_versions',
    requirement: 'TLSV-15',
    serves: { tls: 'tls13-by-legacy-version' },
    expect: { M2: 'refuse' },
    alerts: [70, 47],
    clause: 'RFC 8446 §4.1.3 (RFC 9846 §4.2.3); RFC 5246 appendix E.1',
  },
  V05: {
    title: 'ServerHello selects version 0.2, which is SSL 2.0',
    requirement: 'TLSV-15',
    serves: { tls: 'selects-version-2' },
    expect: { M2: 'refuse' },
    alerts: [70],
    clause: 'RFC 6176 §3',
  },
  V06: {
    title: 'SERVER-HELLO of SSL 2.0',
    requirement: 'TLSV-20',
    serves: { tls: 'ssl2-server-hello' },
    expect: { M2: 'refuse' },
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
