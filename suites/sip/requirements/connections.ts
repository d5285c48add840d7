/** The connection to the server: kept, found again, shared (RFC 5626, RFC 5922 §7.3, RFC 5923). */
import { nothingInClear } from '../../../harness/judge/clear-text.ts';
import { byOutcome } from '../../../harness/judge/sip/connections/by-outcome.ts';
import { refusal } from '../../../harness/judge/refusal.ts';
import { backsOff } from '../../../harness/judge/sip/connections/back-off.ts';
import { comesBack, comesBackInTls } from '../../../harness/judge/sip/connections/comes-back.ts';
import { givesUpDeadFlow, sendsKeepAlives } from '../../../harness/judge/sip/connections/keep-alive.ts';
import { keepsConnection } from '../../../harness/judge/sip/connections/kept.ts';
import { lengths } from '../../../harness/judge/sip/connections/lengths.ts';
import { givesUpLostRequest } from '../../../harness/judge/sip/connections/lost-request.ts';
import { keepsInstance, registersWithOutbound } from '../../../harness/judge/sip/connections/outbound.ts';
import { callOutlivesConnection } from '../../../harness/judge/sip/connections/outlived.ts';
import { rings } from '../../../harness/judge/sip/connections/rings.ts';
import {
  keepsBothWays,
  reusesNoUnverifiedAlias,
  servesBesideSlowClients,
  takesNoOtherCalls,
} from '../../../harness/judge/sip/connections/visits.ts';
import { defineRequirements } from '../../../harness/requirement.ts';

export const { requirements } = defineRequirements({
  'CONN-01': {
    level: 'MUST',
    clause: 'RFC 5922 §7.3; RFC 3261 §26.3.2.1',
    sentence: 'Send no SIP before the server is verified.',
    risk: 'whoever answers in the place of the server reads who registers, and from where',
    gain: 'reading',
    judge: refusal({ of: 'server certificate, before any SIP,' }),
  },
  'CONN-02': {
    level: 'SHOULD',
    clause: 'RFC 3261 §26.3.2.1, §26.3.2.2, §18.1.1',
    sentence: 'Keep the connection of the registration and send later requests over it.',
    risk: 'calls do not reach a device behind a firewall, and each new connection is one more to get in by',
    judge: keepsConnection,
  },
  'CONN-03': {
    level: 'policy',
    clause: 'connection of the registration (policy); RFC 3261 §26.3.2.1',
    sentence: 'Take calls that come down the connection of the registration.',
    risk: 'nobody can call the device, which has no other way in that is safe',
    gain: 'interoperability',
    judge: rings,
  },
  'CONN-04': {
    level: 'policy',
    clause: 'no other way in (policy); RFC 3261 §26.2.2',
    sentence: 'Take no calls over UDP, TCP or from strangers while registered over TLS.',
    risk: 'anybody who reaches the device makes it ring, and answers in the name of whom he likes',
    gain: 'impersonation',
    needs: ['call', 'tls-listener'],
    judge: takesNoOtherCalls,
  },
  'CONN-05': {
    level: 'MUST',
    clause: 'RFC 5626 §4.2.1',
    sentence: 'Register with Supported: path, outbound, a reg-id and +sip.instance.',
    risk: 'the registrar cannot tell flows of one device from devices, and calls go to flows that are dead',
    gain: 'interoperability',
    needs: ['outbound'],
    judge: registersWithOutbound,
  },
  'CONN-06': {
    level: 'MUST',
    clause: 'RFC 5626 §4.1',
    sentence: 'Keep the same +sip.instance over power cycles.',
    risk: 'each restart leaves a dead registration behind, to which calls are forked',
    gain: 'interoperability',
    needs: ['outbound', 'reboot'],
    judge: keepsInstance,
  },
  'CONN-07': {
    level: 'MUST',
    clause: 'RFC 5626 §4.4.1',
    sentence: 'Send a keep-alive of two CRLFs within the interval.',
    risk: 'a connection that has died unnoticed takes no calls until the next registration',
    gain: 'robustness',
    needs: ['outbound', 'timings'],
    judge: sendsKeepAlives(),
  },
  'CONN-08': {
    level: 'MUST',
    clause: 'RFC 5626 §4.4, §4.4.1, §4.5',
    sentence: 'Give a flow up that answers no keep-alive within 10 s, and register over a new one.',
    risk: 'a connection that has died unnoticed takes no calls until the next registration',
    gain: 'robustness',
    needs: ['outbound', 'timings'],
    judge: givesUpDeadFlow,
  },
  'CONN-09': {
    level: 'MUST',
    clause: 'RFC 5626 §4.4',
    sentence: 'Send keep-alives as often as the Flow-Timer of the registrar asks for.',
    risk: 'the server takes the flow for dead, and calls do not arrive',
    gain: 'robustness',
    needs: ['outbound'],
    judge: sendsKeepAlives({ seconds: 3 }),
  },
  'CONN-10': {
    level: 'MUST',
    clause: 'RFC 5626 §4.5',
    sentence: 'Wait before each new attempt, and longer each time, where the server turns the device away.',
    risk: 'after an outage all devices together keep their server down',
    gain: 'robustness',
    needs: ['outbound', 'timings'],
    judge: backsOff,
  },
  'CONN-11': {
    level: 'MUST',
    clause: 'RFC 5922 §7.3; RFC 5626 §4.5',
    sentence: 'Come back after the server has closed the connection, and verify it as at the first time.',
    risk: 'whoever can end a connection takes the place of the server at the next one',
    gain: 'impersonation',
    needs: ['timings'],
    judge: byOutcome({ accept: comesBack, refuse: refusal({ of: 'server certificate after the loss' }) }),
  },
  'CONN-12': {
    level: 'policy',
    clause: 'loss of the connection in a call (policy); RFC 3261 §18.4; RFC 5922 §7.3',
    sentence: 'Go on with a call whose connection to the server is reset, and end it over a new one.',
    risk: 'a short break of signalling cuts the word off, or leaves the other side in a call with nobody',
    gain: 'robustness',
    needs: ['call', 'timings'],
    judge: callOutlivesConnection,
  },
  'CONN-13': {
    level: 'MUST',
    clause: 'RFC 5923 §8.1',
    sentence: 'Take requests over a connection that was offered by alias, and at the listening port as before.',
    risk: 'calls get lost on one of two ways',
    gain: 'interoperability',
    needs: ['tls-listener'],
    judge: keepsBothWays,
  },
  'CONN-14': {
    level: 'MUST',
    clause: 'RFC 5923 §8.2, §9.2',
    sentence: 'Send nothing over the connection of a peer that is not authenticated as the host which it claims to be.',
    risk: 'whoever says that he is the server gets registrations and calls, and no certificate is asked for',
    gain: 'impersonation',
    needs: ['tls-listener'],
    judge: reusesNoUnverifiedAlias,
  },
  'CONN-15': {
    level: 'MUST',
    clause: 'RFC 3261 §18.3, §20.14',
    sentence: 'Send Content-Length in every message over TLS, and lose no message behind one that has none.',
    risk: 'whoever can place text in a message places a message of his own behind it',
    gain: 'help',
    judge: lengths,
  },
  'CONN-16': {
    level: 'MUST',
    clause: 'RFC 3261 §18.1.1, §21.5.7',
    sentence: 'Handle messages as long as a datagram, 65,535 octets, and outlive longer ones.',
    risk: 'one long message ends the service of the device',
    gain: 'robustness',
    judge: lengths,
  },
  'CONN-17': {
    level: 'policy',
    clause: 'slow clients (policy)',
    sentence: 'Go on serving good clients while two hundred slow ones are connected.',
    risk: 'a single machine without a certificate keeps everybody else out',
    gain: 'robustness',
    needs: ['tls-listener'],
    judge: servesBesideSlowClients,
  },
  'CONN-18': {
    level: 'MUST',
    clause: 'RFC 3263 §4.3; RFC 5922 §7.3',
    sentence: 'Verify a server that stands in for one that does not answer as strictly as that one.',
    risk: 'whoever keeps the first server from answering takes its place',
    gain: 'impersonation',
    needs: ['srv'],
    judge: refusal({ of: 'certificate of the second server' }),
  },
  'CONN-19': {
    level: 'policy',
    clause: 'link cut and mended (policy)',
    sentence: 'Say nothing in clear while the link is cut, nor when it is mended.',
    risk: 'whoever can cut the link reads what the device says without TLS',
    gain: 'reading',
    needs: ['timings'],
    judge: byOutcome({ accept: comesBackInTls, refuse: nothingInClear({ of: 'SIP', seenFirst: 'an attempt' }) }),
  },
  'CONN-20': {
    level: 'MUST',
    clause: 'RFC 3261 §8.1.3.1, §17.1.4',
    sentence: 'Take the loss of the connection in a transaction for a 503, once, and send the request no more.',
    risk: 'a call that was given up is placed all the same when the connection is back',
    needs: ['call', 'timings'],
    judge: givesUpLostRequest,
  },
});
