/** ServerHello towards a device of TLS 1.3. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';

export const cases = defineCases({
  V07: {
    title: 'ServerHello selects version 0x0305 by supported_versions',
    requirement: 'TLSV-15',
    serves: { tls: 'selects-unknown-version' },
    expect: { M2: 'refuse' },
    alerts: [47],
    clause: 'RFC 8446 §4.2.1 (RFC 9846 §4.3.1)',
  },
  V08: {
    title: 'ServerHello selects TLS 1.2 by supported_versions',
    requirement: 'TLSV-15',
    serves: { tls: 'selects-tls12-by-extension' },
    expect: { M2: 'refuse' },
    alerts: [47],
    clause: 'RFC 8446 §4.2.1 (RFC 9846 §4.3.1)',
  },
  V09: {
    title: 'TLS 1.2 with the sign in the random that the server speaks TLS 1.3',
    requirement: 'TLSV-09',
    serves: { tls: 'tls12-with-sentinel' },
    expect: { M2: 'refuse' },
    alerts: [47],
  },
  V10: {
    title: 'TLS 1.2 with the sign in the random of a server that was brought below TLS 1.2',
    requirement: 'TLSV-10',
    serves: { tls: 'tls12-with-lower-sentinel' },
    expect: { M2: 'refuse' },
    alerts: [47],
  },
  V12: {
    title: 'TLS 1.3 with TLS 1.1 in the old version field',
    requirement: 'TLSV-22',
    serves: { tls: 'low-legacy-version' },
    expect: { M2: 'record' },
  },
  S12: {
    title: 'ServerHello of TLS 1.2 selects a cipher suite of TLS 1.3',
    requirement: 'TLSC-12',
    serves: { tls: 'tls13-suite-in-tls12' },
    expect: { M2: 'refuse' },
    alerts: [47, 40],
  },
  S13: {
    title: 'ServerHello of TLS 1.3 selects a cipher suite of TLS 1.2',
    requirement: 'TLSC-12',
    serves: { tls: 'tls12-suite-in-tls13' },
    expect: { M2: 'refuse' },
    alerts: [47],
  },
  C03: {
    title: 'ServerHello of TLS 1.3 selects DEFLATE',
    requirement: 'TLSC-23',
    serves: { tls: 'compression-in-tls13' },
    expect: { M2: 'refuse' },
    alerts: [47],
    clause: 'RFC 8446 §4.1.3 (RFC 9846 §4.2.3)',
  },
  X13: {
    title: 'ServerHello of TLS 1.3 without a key share',
    requirement: 'TLSX-42',
    serves: { tls: 'no-key-share' },
    expect: { M2: 'refuse' },
    alerts: [109, 47],
  },
  X14: {
    title: 'ServerHello of TLS 1.3 with renegotiation_info',
    requirement: 'TLSX-43',
    serves: { tls: 'renegotiation-info-in-tls13' },
    expect: { M2: 'refuse' },
    alerts: [47, 110],
  },
  X15: {
    title: 'key share of a group for which the device sent none',
    requirement: 'TLSX-42',
    serves: { tls: 'foreign-key-share' },
    expect: { M2: 'refuse' },
    alerts: [47],
  },
  X16: {
    title: 'another session id echoed',
    requirement: 'TLSX-20',
    serves: { tls: 'changed-session-id' },
    expect: { M2: 'refuse' },
    alerts: [47],
  },
  X17: {
    title: 'X25519 share of zeros',
    requirement: 'TLSC-16',
    serves: { tls: 'zero-key-share' },
    expect: { M2: 'refuse' },
    alerts: [47, 40],
    clause: 'RFC 8446 §7.4.2',
  },
  X18: {
    title: 'pre-shared key selected although none was offered',
    requirement: 'TLSX-43',
    serves: { tls: 'unsolicited-psk' },
    expect: { M2: 'refuse' },
    alerts: [110, 47],
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
