/** Extensions of ServerHello up to TLS 1.2. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';
import { refuses, tells } from './scripted-row.ts';

export const cases = defineCases({
  X01: tells('renegotiation-info-twice', 'TLSX-50', 'renegotiation_info twice in ServerHello', {
    clause: 'RFC 5246 §7.4.1.4',
  }),
  X02: tells('unsolicited-heartbeat', 'TLSV-16', 'heartbeat in ServerHello, not asked for', {
    clause: 'RFC 5246 §7.4.1.4',
  }),
  X03: tells('unsolicited-grease', 'TLSV-16', 'an extension of a GREASE value in ServerHello, not asked for', {
    clause: 'RFC 5246 §7.4.1.4; RFC 8701 §3.1',
  }),
  X04: refuses('unsolicited-alpn', 'TLSV-16', 'a protocol chosen by ALPN in ServerHello, not asked for', {
    alerts: [110],
    clause: 'RFC 7301 §3.1; RFC 5246 §7.4.1.4',
  }),
  X12: refuses('unsolicited-fragment-length', 'TLSV-16', 'max_fragment_length in ServerHello, not asked for', {
    alerts: [110, 47],
    clause: 'RFC 6066 §4; RFC 5246 §7.4.1.4',
  }),
  X05: refuses('renegotiation-info-filled', 'TLSX-08', 'renegotiation_info with data in a first handshake', {
    alerts: [40],
  }),
  X06: refuses('no-renegotiation-info', 'TLSX-09', 'no renegotiation_info in ServerHello', { alerts: [40] }),
  X07: tells('no-extended-master-secret', 'TLSX-05', 'no extended_master_secret in ServerHello'),
  X08: tells('extended-master-secret-filled', 'TLSX-50', 'extended_master_secret with a body', {
    clause: 'RFC 7627 §5.1',
  }),
  X09: refuses('extension-overruns', 'TLSX-51', 'an extension that is longer than the block of extensions', {
    alerts: [50],
  }),
  X10: tells('bytes-behind-extensions', 'TLSX-50', 'two octets behind the block of extensions', {
    clause: 'RFC 5246 §7.4.1.3',
  }),
  X11: tells('server-name-filled', 'TLSX-50', 'answer to server_name with a body', { clause: 'RFC 6066 §3' }),
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
