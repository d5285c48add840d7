/** Extensions of ServerHello up to TLS 1.2. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';

export const cases = defineCases({
  X01: {
    title: 'renegotiation_info twice in ServerHello',
    requirement: 'TLSX-50',
    serves: { tls: 'renegotiation-info-twice' },
    expect: { M2: 'record' },
    clause: 'RFC 5246 §7.4.1.4',
  },
  X02: {
    title: 'heartbeat in ServerHello, not asked for',
    requirement: 'TLSV-16',
    serves: { tls: 'unsolicited-heartbeat' },
    expect: { M2: 'record' },
    clause: 'RFC 5246 §7.4.1.4',
  },
  X03: {
    title: 'an extension of a GREASE value in ServerHello, not asked for',
    requirement: 'TLSV-16',
    serves: { tls: 'unsolicited-grease' },
    expect: { M2: 'record' },
    clause: 'RFC 5246 §7.4.1.4; RFC 8701 §3.1',
  },
  X04: {
    title: 'a protocol chosen by ALPN in ServerHello, not asked for',
    requirement: 'TLSV-16',
    serves: { tls: 'unsolicited-alpn' },
    expect: { M2: 'refuse' },
    alerts: [110],
    clause: 'RFC 7301 §3.1; RFC 5246 §7.4.1.4',
  },
  X12: {
    title: 'max_fragment_length in ServerHello, not asked for',
    requirement: 'TLSV-16',
    serves: { tls: 'unsolicited-fragment-length' },
    expect: { M2: 'refuse' },
    alerts: [110, 47],
    clause: 'RFC 6066 §4; RFC 5246 §7.4.1.4',
  },
  X05: {
    title: 'renegotiation_info with data in a first handshake',
    requirement: 'TLSX-08',
    serves: { tls: 'renegotiation-info-filled' },
    expect: { M2: 'refuse' },
    alerts: [40],
  },
  X06: {
    title: 'no renegotiation_info in ServerHello',
    requirement: 'TLSX-09',
    serves: { tls: 'no-renegotiation-info' },
    expect: { M2: 'refuse' },
    alerts: [40],
  },
  X07: {
    title: 'no extended_master_secret in ServerHello',
    requirement: 'TLSX-05',
    serves: { tls: 'no-extended-master-secret' },
    expect: { M2: 'record' },
  },
  X08: {
    title: 'extended_master_secret with a body',
    requirement: 'TLSX-50',
    serves: { tls: 'extended-master-secret-filled' },
    expect: { M2: 'record' },
    clause: 'RFC 7627 §5.1',
  },
  X09: {
    title: 'an extension that is longer than the block of extensions',
    requirement: 'TLSX-51',
    serves: { tls: 'extension-overruns' },
    expect: { M2: 'refuse' },
    alerts: [50],
  },
  X10: {
    title: 'two octets behind the block of extensions',
    requirement: 'TLSX-50',
    serves: { tls: 'bytes-behind-extensions' },
    expect: { M2: 'record' },
    clause: 'RFC 5246 §7.4.1.3',
  },
  X11: {
    title: 'answer to server_name with a body',
    requirement: 'TLSX-50',
    serves: { tls: 'server-name-filled' },
    expect: { M2: 'record' },
    clause: 'RFC 6066 §3',
  },
});

declare module '../../../harness/requirement.ts' {
  interface KnownCases extends Record<keyof typeof cases, true> {}
}
