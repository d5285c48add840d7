/** Versions: which the device speaks, and that it does not fall back. */
import { acceptance } from '../../../harness/judge/acceptance.ts';
import { nothingInClear } from '../../../harness/judge/clear-text.ts';
import { handshakeOutcome } from '../../../harness/judge/tls/handshake-outcome.ts';
import { scriptedOr } from '../../../harness/judge/tls/scripted-row.ts';
import { versionRefused } from '../../../harness/judge/tls/version-refused.ts';
import { retriesNoWeaker } from '../../../harness/judge/tls/weaker-retry.ts';
import { defineRequirements } from '../../../harness/requirement.ts';

export const { requirements } = defineRequirements({
  'TLSV-02': {
    level: 'MUST',
    clause: 'RFC 7568 §3',
    sentence: 'Refuse a server that selects SSL 3.0.',
    risk: 'an attacker on the path reads passwords out of a protection that was broken long ago',
    gain: 'reading',
    judge: handshakeOutcome,
  },
  'TLSV-03': {
    level: 'MUST',
    clause: 'RFC 8996 §4',
    sentence: 'Refuse a server that negotiates TLS 1.0.',
    risk: 'an attacker on the path can choose a version whose protection is broken',
    judge: scriptedOr(versionRefused({ version: 'TLS 1.0' })),
  },
  'TLSV-04': {
    level: 'MUST',
    clause: 'RFC 8996 §5',
    sentence: 'Refuse a server that negotiates TLS 1.1.',
    risk: 'an attacker on the path can choose a version whose protection is broken',
    judge: scriptedOr(versionRefused({ version: 'TLS 1.1' })),
  },
  'TLSV-05': {
    level: 'MUST',
    clause: 'RFC 9325 §3.1.1',
    sentence: 'Connect to a server that speaks TLS 1.2 only.',
    risk: 'the device cannot work with servers of the last decade',
    gain: 'interoperability',
    judge: scriptedOr(acceptance({ of: 'TLS 1.2 server' })),
  },
  'TLSV-06': {
    level: 'SHOULD',
    clause: 'RFC 9325 §3.1.1',
    sentence: 'Connect to a server that speaks TLS 1.3 only.',
    risk: 'the device shows its certificate in clear and cannot work with modern servers',
    gain: 'interoperability',
    judge: scriptedOr(acceptance({ of: 'TLS 1.3 server' })),
  },
  'TLSV-11': {
    level: 'MUST',
    clause: 'RFC 9325 §3.1.3; RFC 8996 §4, §5',
    sentence: 'Do not fall back to an older version or weaker suites after a failed handshake.',
    risk: 'whoever breaks one handshake chooses the protection of the next',
    judge: retriesNoWeaker,
  },
  'TLSV-14': {
    level: 'MUST',
    clause: 'RFC 3261 §8.1.2, §26.2.2; RFC 3263 §4.1 (policy for sip: URIs)',
    sentence: 'Send no SIP in clear, by UDP or TCP, when TLS is impossible.',
    risk: 'whoever blocks one port reads registrations and calls',
    gain: 'reading',
    needs: ['register'],
    judge: nothingInClear({ of: 'SIP', seenFirst: 'an attempt' }),
  },
  'TLSV-15': {
    level: 'MUST',
    clause: 'RFC 8446 §4.2.1 (RFC 9846 §4.3.1); RFC 5246 appendix E.1',
    sentence: 'Refuse a server that selects a version that was not offered.',
    risk: 'an attacker chooses the rules by which the device protects itself',
    judge: handshakeOutcome,
  },
  'TLSV-16': {
    level: 'MUST',
    clause: 'RFC 8446 §4.2 (RFC 9846 §4.3); RFC 5246 §7.4.1.4',
    sentence: 'Abort when the server sends an extension that was not asked for.',
    risk: 'a server switches things on that the device never wanted, and may handle badly',
    judge: handshakeOutcome,
  },
  'TLSV-20': {
    level: 'MUST',
    clause: 'RFC 6176 §3',
    sentence: 'Refuse a server that answers by SSL 2.0.',
    risk: 'a protocol without any protection of its handshake lets everybody in',
    gain: 'reading',
    judge: handshakeOutcome,
  },
  'TLSV-21': {
    level: 'SHOULD',
    clause: 'RFC 8446 §4.1.3 (RFC 9846 §4.2.3)',
    sentence: 'Refuse a server that selects TLS 1.1 while its random says that it could speak TLS 1.2.',
    risk: 'the device does not notice that an attacker has cut the versions down',
    gain: 'help',
    judge: handshakeOutcome,
  },
});
