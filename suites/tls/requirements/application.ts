/** After the handshake: records, renegotiation, key updates, ends. */
import { sendsNoEarlyData } from '../../../harness/judge/tls/early-data.ts';
import {
  breaksOff,
  discardsCutMessage,
  goesOn,
  tellsWhatFollows,
  updatesItsKeys,
} from '../../../harness/judge/tls/established.ts';
import { closesInOrder } from '../../../harness/judge/tls/orderly-close.ts';
import { refusesUnprovenRenegotiation } from '../../../harness/judge/tls/renegotiation.ts';
import { defineRequirements } from '../../../harness/requirement.ts';

export const { requirements } = defineRequirements({
  'TLSC-26': {
    level: 'MUST',
    clause: 'RFC 8446 §4.6.3 (RFC 9846 §4.7.3)',
    sentence: 'Answer a KeyUpdate that asks for one, and go on under the new keys.',
    risk: 'long connections break off in the middle of a call when the server renews its keys',
    gain: 'interoperability',
    judge: updatesItsKeys,
  },
  'TLSX-10': {
    level: 'MUST',
    clause: 'RFC 5746 §3.5',
    sentence: 'End a renegotiation whose server does not show the Finished messages before it.',
    risk: 'an attacker puts the device through to a server of his choice in the middle of a connection',
    gain: 'impersonation',
    judge: refusesUnprovenRenegotiation,
  },
  'TLSX-15': {
    level: 'MUST',
    clause: 'RFC 8446 §6.1; RFC 5246 §7.2.1',
    sentence: 'Send close_notify before closing a connection.',
    risk: 'the server cannot tell an end from an attacker who cuts the connection off',
    judge: closesInOrder,
  },
  'TLSX-16': {
    level: 'policy',
    clause: 'policy (RFC 8446 §6.1; RFC 3261 §18.3)',
    sentence: 'Do not act on a message whose connection ended before the message did.',
    risk: 'an attacker who cuts a connection off decides what the rest of a message was',
    gain: 'help',
    judge: discardsCutMessage,
  },
  'TLSX-17': {
    level: 'MUST',
    clause: 'RFC 8446 appendix E.5 (RFC 9846 appendix F.5); RFC 9325 §3.10',
    sentence: 'Send no request as early data, whatever a ticket allows.',
    risk: 'whoever recorded a request plays it to the server again',
    judge: sendsNoEarlyData,
  },
  // RFC 8446 appendix E.5 wants a profile of the application, and HTTP has one.
  'TLSX-98': {
    level: 'policy',
    clause: 'RFC 8470 §4 (policy)',
    sentence: 'Ask for no configuration by early data, whatever a ticket allows.',
    risk: 'whoever recorded the request, and the password in it, plays it to the server again',
    judge: sendsNoEarlyData,
  },
  'TLSX-24': {
    level: 'MUST',
    clause: 'RFC 8446 §5.2; RFC 5246 §7.2.2',
    sentence: 'End the connection at a record that does not authenticate, and do nothing of what it says.',
    risk: 'an attacker rewrites requests and answers on their way',
    gain: 'reading',
    judge: breaksOff,
  },
  'TLSX-25': {
    level: 'MUST',
    clause: 'RFC 8446 §4.6.1 (RFC 9846 §4.7.1)',
    sentence: 'Go on whatever number of session tickets the server gives out.',
    risk: 'a server that is generous with tickets cannot be used',
    gain: 'interoperability',
    judge: goesOn(),
  },
  'TLSX-92': {
    level: 'MUST',
    clause: 'RFC 8446 §5.1; RFC 5246 §6.2.1; RFC 9112 §2.2',
    sentence: 'Read an HTTP answer whatever records it is cut into.',
    risk: 'the device stays without configuration because of how its server writes',
    gain: 'interoperability',
    needs: ['provision'],
    judge: goesOn(),
  },
  'TLSX-93': {
    level: 'MUST',
    clause: 'RFC 8446 §4.6.3 (RFC 9846 §4.7.3)',
    sentence: 'Go on under the new keys of the server after a KeyUpdate that asks for nothing.',
    risk: 'long connections break off in the middle of a call when the server renews its keys',
    gain: 'interoperability',
    judge: goesOn(),
  },
  'TLSX-94': {
    level: 'MUST',
    clause: 'RFC 8446 §4.6.3 (RFC 9846 §4.7.3)',
    sentence: 'End the connection at a KeyUpdate of another value than 0 and 1.',
    risk: 'what the two sides take for their keys comes apart',
    judge: breaksOff,
  },
  'TLSX-95': {
    level: 'MAY',
    clause: 'RFC 8446 §6.1; RFC 5246 §7.2.1; RFC 5626 §4.5',
    sentence: 'Bear with a server that ends an established connection in good order.',
    risk: 'none: whether the device comes back by itself is told',
    judge: tellsWhatFollows,
  },
  'TLSX-96': {
    level: 'MAY',
    clause: 'RFC 5077 §3.3',
    sentence: 'Take a session ticket of TLS 1.2 that was offered to be taken.',
    risk: 'none: what the device makes of it is told',
    judge: tellsWhatFollows,
  },
  'TLSX-97': {
    level: 'MAY',
    clause: 'RFC 5246 §7.4.1.1, §7.2.2; RFC 5746 §3.5',
    sentence: 'Answer a HelloRequest by a renegotiation, decline it by no_renegotiation, or ignore it.',
    risk: 'none where it is declined or ignored; what a renegotiation leads to is told',
    judge: tellsWhatFollows,
  },
});
