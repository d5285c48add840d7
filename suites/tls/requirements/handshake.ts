/** The handshake up to TLS 1.2: extensions of ServerHello and the key exchange. */
import { handshakeOutcome } from '../../../harness/judge/tls/handshake-outcome.ts';
import { defineRequirements } from '../../../harness/requirement.ts';

export const { requirements } = defineRequirements({
  'TLSC-16': {
    level: 'MUST',
    clause: 'RFC 8446 §4.2.8.2 (RFC 9846 §4.3.8.2); RFC 8446 §7.4.2; RFC 8422 §5.11',
    sentence: 'Abort when the public key of the server is no point of the curve, or makes every secret zero.',
    risk: 'an attacker learns the key of the session, or of all that reuse the device side of the exchange',
    judge: handshakeOutcome,
  },
  'TLSC-17': {
    level: 'MUST',
    clause: 'RFC 8422 §5.4',
    sentence: 'Abort when the server spells its curve out instead of naming it.',
    risk: 'a curve made for the purpose gives the key of the session away',
    judge: handshakeOutcome,
  },
  'TLSC-19': {
    level: 'MUST',
    clause: 'RFC 9155 §4',
    sentence: 'Abort when the server signs the key exchange of TLS 1.2 with MD5 or SHA-1, offered or not.',
    risk: 'the signature of a server can be carried over to an exchange that it never made',
    judge: handshakeOutcome,
  },
  'TLSX-05': {
    level: 'SHOULD',
    clause: 'RFC 7627 §4, §5.2',
    sentence: 'Go on with no server of TLS 1.2 that lacks extended master secret.',
    risk: 'a client certificate shown there can be used towards another server',
    gain: 'help',
    judge: handshakeOutcome,
  },
  'TLSX-08': {
    level: 'MUST',
    clause: 'RFC 5746 §3.4',
    sentence: 'Abort a first handshake in which the server sends data of an earlier one in renegotiation_info.',
    risk: 'an attacker puts the session of the device behind requests of his own',
    judge: handshakeOutcome,
  },
  'TLSX-09': {
    level: 'MUST',
    clause: 'RFC 9325 §3.5 (MUST); RFC 5746 §3.4, §4.1 (MAY)',
    sentence:
      'Refuse a server of TLS 1.2 without secure renegotiation, as RFC 9325 demands; RFC 5746 leaves it to the device.',
    risk: 'with such a server an attacker puts the session of the device behind requests of his own',
    gain: 'help',
    judge: handshakeOutcome,
  },
  'TLSX-50': {
    level: 'SHOULD',
    clause: 'RFC 5246 §7.4.1.3, §7.4.1.4; RFC 7627 §5.1; RFC 6066 §3',
    sentence: 'Abort at extensions of a ServerHello that come twice or do not have their shape.',
    risk: 'two readers of one message take it for different things',
    judge: handshakeOutcome,
  },
  'TLSX-51': {
    level: 'MUST',
    clause: 'RFC 5246 §7.4.1.4, §7.2.2',
    sentence: 'Abort at a ServerHello with an extension that is longer than the message has room for.',
    risk: 'a device that reads on behind the end of a message hands out memory or breaks down',
    gain: 'robustness',
    judge: handshakeOutcome,
  },
  'TLSX-52': {
    level: 'policy',
    clause: 'RFC 8422 §5.4 (policy)',
    sentence: 'Abort when the server chooses a curve that was not offered.',
    risk: 'an attacker chooses the weakest curve that the device has, offered or not',
    gain: 'help',
    judge: handshakeOutcome,
  },
  'TLSX-53': {
    level: 'MUST',
    clause: 'RFC 5246 §7.4.3',
    sentence: 'Abort when the key exchange has no signature although the server has shown a certificate.',
    risk: 'anybody who has seen the certificate of the server can play it',
    gain: 'impersonation',
    judge: handshakeOutcome,
  },
  'TLSX-54': {
    level: 'SHOULD',
    clause: 'RFC 8422 §5.1.2',
    sentence: 'Abort when the public key of the server is a compressed point.',
    risk: 'code that nobody uses and nobody tests handles what an attacker sends',
    judge: handshakeOutcome,
  },
});
