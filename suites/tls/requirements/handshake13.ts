/** The handshake of TLS 1.3, and how a device of TLS 1.3 notices that it was brought down. */
import { handshakeOutcome } from '../../../harness/judge/tls/handshake-outcome.ts';
import { lastFlightRefused } from '../../../harness/judge/tls/last-flight.ts';
import { retryRefused } from '../../../harness/judge/tls/retry-outcome.ts';
import { defineRequirements } from '../../../harness/requirement.ts';

export const { requirements } = defineRequirements({
  'TLSV-09': {
    level: 'MUST',
    clause: 'RFC 8446 §4.1.3 (RFC 9846 §4.2.3)',
    sentence: 'Refuse TLS 1.2 from a server whose random says that it could speak TLS 1.3.',
    risk: 'the device does not notice that an attacker has cut the versions down',
    judge: handshakeOutcome,
  },
  'TLSV-10': {
    level: 'MUST',
    clause: 'RFC 8446 §4.1.3 (RFC 9846 §4.2.3)',
    sentence: 'Refuse TLS 1.2 from a server whose random says that it was brought below TLS 1.2.',
    risk: 'the device does not notice that an attacker has cut the versions down',
    judge: handshakeOutcome,
  },
  'TLSV-22': {
    level: 'MAY',
    clause: 'RFC 8446 §4.2.1; RFC 9846 §4.2.3 against §4.3.1',
    sentence: 'Select TLS 1.3 by supported_versions whatever the old version field says, or refuse the server.',
    risk: 'none: the two clauses of the newer RFC contradict each other, so that it is only told',
    judge: handshakeOutcome,
  },
  'TLSC-12': {
    level: 'MUST',
    clause: 'RFC 8446 appendix B.4, §4.1.3 (RFC 9846 §4.2.3)',
    sentence: 'Abort when the server selects a cipher suite of another version than the one selected.',
    risk: 'a mixture that nobody has examined protects the calls',
    judge: handshakeOutcome,
  },
  'TLSC-20': {
    level: 'MUST',
    clause: 'RFC 8446 §4.4.3 (RFC 9846 §4.5.2), §6.2',
    sentence:
      'Abort when the server signs the handshake of TLS 1.3 by a scheme that was not offered or is not allowed there.',
    risk: 'the server is believed on the strength of a signature that can be forged',
    judge: handshakeOutcome,
  },
  'TLSX-12': {
    level: 'MUST',
    clause: 'RFC 8446 §4.4.4 (RFC 9846 §4.5.3); RFC 5246 §7.4.9',
    sentence: 'Abort when the Finished of the server does not check.',
    risk: 'an attacker changes what was agreed on, and neither side notices',
    judge: lastFlightRefused,
  },
  'TLSX-14': {
    level: 'MUST',
    clause: 'RFC 8446 §4.4.4 (RFC 9846 §4.5.3), §6.2; RFC 5246 §7.4.9',
    sentence: 'Abort when application data comes before the Finished of the server.',
    risk: 'what an attacker puts into an unproven handshake is taken for the words of the server',
    gain: 'impersonation',
    judge: lastFlightRefused,
  },
  'TLSX-19': {
    level: 'MUST',
    clause: 'RFC 8446 §4.1.4 (RFC 9846 §4.2.4)',
    sentence: 'Abort at a second HelloRetryRequest.',
    risk: 'a server keeps the device in handshakes for ever',
    gain: 'robustness',
    judge: retryRefused({ count: 2 }),
  },
  'TLSX-20': {
    level: 'MUST',
    clause: 'RFC 8446 §4.1.3 (RFC 9846 §4.2.3)',
    sentence: 'Abort when the server of TLS 1.3 does not echo the session id of the ClientHello.',
    risk: 'an answer that was made for another connection is taken for one to this',
    judge: handshakeOutcome,
  },
  'TLSX-40': {
    level: 'MUST',
    clause: 'RFC 8446 §4.1.4, §4.2.8 (RFC 9846 §4.2.4, §4.3.8)',
    sentence: 'Abort at a HelloRetryRequest that asks for no change, or for what was not offered.',
    risk: 'an attacker steers the key exchange, or keeps the device busy',
    judge: retryRefused({ count: 1 }),
  },
  'TLSX-41': {
    level: 'MUST',
    clause: 'RFC 8446 §4.1.4, §4.2.2 (RFC 9846 §4.2.4, §4.3.2)',
    sentence: 'Answer a HelloRetryRequest that brings a cookie or asks for a share of a group that was offered.',
    risk: 'the device cannot connect to servers behind a load balancer, or with other groups than it guesses',
    gain: 'interoperability',
    judge: handshakeOutcome,
  },
  'TLSX-42': {
    level: 'MUST',
    clause: 'RFC 8446 §4.2.8, §9.2 (RFC 9846 §4.3.8, §9.2)',
    sentence: 'Abort when the ServerHello of TLS 1.3 has no key share, or one of a group for which none was sent.',
    risk: 'the keys of the session rest on nothing that only the two sides know',
    judge: handshakeOutcome,
  },
  'TLSX-43': {
    level: 'MUST',
    clause: 'RFC 8446 §4.2 (RFC 9846 §4.3)',
    sentence:
      'Abort when a ServerHello of TLS 1.3 has an extension that does not belong into it, or that was not asked for.',
    risk: 'a server is believed without any certificate, as if a secret were shared with it',
    gain: 'impersonation',
    judge: handshakeOutcome,
  },
  'TLSX-44': {
    level: 'MUST',
    clause: 'RFC 8446 §2, §4, §4.4.2, §4.4.3 (RFC 9846 §2, §4, §4.5.1, §4.5.2)',
    sentence: 'Abort when a message of the server of TLS 1.3 is missing or out of place.',
    risk: 'a server that proves nothing takes registrations and calls',
    gain: 'impersonation',
    judge: handshakeOutcome,
  },
});
