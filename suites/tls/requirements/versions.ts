/** Versions: which the device speaks, and that it does not fall back. */
import { acceptance } from '../../../harness/judge/acceptance.ts';
import { nothingInClear } from '../../../harness/judge/clear-text.ts';
import { versionRefused } from '../../../harness/judge/version-refused.ts';
import { retriesNoWeaker } from '../../../harness/judge/weaker-retry.ts';
import { defineRequirements } from '../../../harness/requirement.ts';

export const { requirements } = defineRequirements({
  'TLSV-03': {
    level: 'MUST',
    clause: 'RFC 8996 §4',
    sentence: 'Refuse a server that negotiates TLS 1.0.',
    risk: 'an attacker on the path can choose a version whose protection is broken',
    judge: versionRefused({ version: 'TLS 1.0' }),
  },
  'TLSV-04': {
    level: 'MUST',
    clause: 'RFC 8996 §5',
    sentence: 'Refuse a server that negotiates TLS 1.1.',
    risk: 'an attacker on the path can choose a version whose protection is broken',
    judge: versionRefused({ version: 'TLS 1.1' }),
  },
  'TLSV-05': {
    level: 'MUST',
    clause: 'RFC 9325 §3.1.1',
    sentence: 'Connect to a server that speaks TLS 1.2 only.',
    risk: 'the device cannot work with servers of the last decade',
    judge: acceptance({ of: 'TLS 1.2 server' }),
  },
  'TLSV-06': {
    level: 'SHOULD',
    clause: 'RFC 9325 §3.1.1',
    sentence: 'Connect to a server that speaks TLS 1.3 only.',
    risk: 'the device shows its certificate in clear and cannot work with modern servers',
    judge: acceptance({ of: 'TLS 1.3 server' }),
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
    needs: ['register'],
    judge: nothingInClear({ of: 'SIP', seenFirst: 'an attempt' }),
  },
});
