/** ServerHello towards a device of TLS 1.3. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';
import { refuses, tells } from './scripted-row.ts';

export const cases = defineCases({
  V07: refuses('selects-unknown-version', 'TLSV-15', 'ServerHello selects version 0x0305 by supported_versions', {
    alerts: [47],
    clause: 'RFC 8446 §4.2.1 (RFC 9846 §4.3.1)',
  }),
  V08: refuses('selects-tls12-by-extension', 'TLSV-15', 'ServerHello selects TLS 1.2 by supported_versions', {
    alerts: [47],
    clause: 'RFC 8446 §4.2.1 (RFC 9846 §4.3.1)',
  }),
  V09: refuses('tls12-with-sentinel', 'TLSV-09', 'TLS 1.2 with the sign in the random that the server speaks TLS 1.3', {
    alerts: [47],
  }),
  V10: refuses(
    'tls12-with-lower-sentinel',
    'TLSV-10',
    'TLS 1.2 with the sign in the random of a server that was brought below TLS 1.2',
    { alerts: [47] },
  ),
  V12: tells('low-legacy-version', 'TLSV-22', 'TLS 1.3 with TLS 1.1 in the old version field'),
  S12: refuses('tls13-suite-in-tls12', 'TLSC-12', 'ServerHello of TLS 1.2 selects a cipher suite of TLS 1.3', {
    alerts: [47, 40],
  }),
  S13: refuses('tls12-suite-in-tls13', 'TLSC-12', 'ServerHello of TLS 1.3 selects a cipher suite of TLS 1.2', {
    alerts: [47],
  }),
  C03: refuses('compression-in-tls13', 'TLSC-23', 'ServerHello of TLS 1.3 selects DEFLATE', {
    alerts: [47],
    clause: 'RFC 8446 §4.1.3 (RFC 9846 §4.2.3)',
  }),
  X13: refuses('no-key-share', 'TLSX-42', 'ServerHello of TLS 1.3 without a key share', { alerts: [109, 47] }),
  X14: refuses('renegotiation-info-in-tls13', 'TLSX-43', 'ServerHello of TLS 1.3 with renegotiation_info', {
    alerts: [47, 110],
  }),
  X15: refuses('foreign-key-share', 'TLSX-42', 'key share of a group for which the device sent none', { alerts: [47] }),
  X16: refuses('changed-session-id', 'TLSX-20', 'another session id echoed', { alerts: [47] }),
  X17: refuses('zero-key-share', 'TLSC-16', 'X25519 share of zeros', { alerts: [47, 40], clause: 'RFC 8446 §7.4.2' }),
  X18: refuses('unsolicited-psk', 'TLSX-43', 'pre-shared key selected although none was offered', {
    alerts: [110, 47],
  }),
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
