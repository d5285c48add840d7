/** Messages, records and alerts of the handshake up to TLS 1.2: order, shape, limits, ends. */
import { answersCertificateRequest } from '../../../harness/judge/tls/certificate-answer.ts';
import { refusesEarlyChange } from '../../../harness/judge/tls/early-change.ts';
import { breaksOff, establishedOr } from '../../../harness/judge/tls/established.ts';
import { handshakeOutcome } from '../../../harness/judge/tls/handshake-outcome.ts';
import { handshakeTimeout } from '../../../harness/judge/tls/handshake-timeout.ts';
import { recovers } from '../../../harness/judge/tls/recovery.ts';
import { defineRequirements } from '../../../harness/requirement.ts';

export const { requirements } = defineRequirements({
  'TLSX-03': {
    level: 'MUST',
    clause: 'RFC 6066 §3; RFC 8446 §6.2 (the retry: policy)',
    sentence: 'Close where the server does not know the name, and do not try again in clear.',
    risk: 'a server that knows no such name makes the device give up its protection',
    judge: recovers({ mustClose: true }),
  },
  'TLSX-21': {
    level: 'MUST',
    clause: 'RFC 8446 §5.1; RFC 5246 §6.2.1',
    sentence: 'Put handshake messages together however records and TCP segments divide them.',
    risk: 'the device cannot connect to servers, or over networks, that divide their bytes otherwise',
    gain: 'interoperability',
    judge: handshakeOutcome,
  },
  'TLSX-23': {
    level: 'MUST',
    clause: 'RFC 8446 §5.2; RFC 5246 §6.2.3',
    sentence: 'Refuse a record that is longer than a record may be.',
    risk: 'a buffer that was made for the longest record is written over',
    gain: 'robustness',
    judge: establishedOr(breaksOff, handshakeOutcome),
  },
  'TLSX-27': {
    level: 'policy',
    clause: 'policy (RFC 3261 §17.1.1.2, timer B: 32 s)',
    sentence: 'Give up a handshake in which the server falls silent.',
    risk: 'one silent server keeps the device without service, and its memory and sockets taken',
    judge: handshakeTimeout,
  },
  'TLSX-31': {
    level: 'MUST',
    clause: 'RFC 8446 §6, §6.2; RFC 5246 §7.2.2',
    sentence: 'Close at a fatal alert, known or not, and be ready for the next connection.',
    risk: 'the device stays without service after one bad answer of a server',
    gain: 'robustness',
    judge: recovers({ mustClose: true }),
  },
  'TLSX-35': {
    level: 'MUST',
    clause: 'RFC 8446 §5; RFC 5246 §6; RFC 3261 §26.2.2',
    sentence: 'Never go on with a server that speaks in clear where TLS is to be.',
    risk: 'whoever answers first in clear takes the place of the server',
    gain: 'impersonation',
    judge: handshakeOutcome,
  },
  'TLSX-60': {
    level: 'MUST',
    clause: 'RFC 5246 §7.3, §7.4; RFC 8446 §4',
    sentence: 'Refuse handshake messages that are missing, sent twice, out of order or unknown.',
    risk: 'a server that leaves out a message leaves out what it proves',
    gain: 'impersonation',
    judge: handshakeOutcome,
  },
  'TLSX-61': {
    level: 'MUST',
    clause: 'RFC 5246 §7.2.2, §7.4.2, §7.4.5; RFC 8446 §6, §6.2',
    sentence: 'Refuse handshake messages that do not have the shape of the message.',
    risk: 'what is read beyond the end of a message is whatever lies behind it in memory',
    gain: 'robustness',
    judge: handshakeOutcome,
  },
  'TLSX-62': {
    level: 'MUST',
    clause: 'RFC 5246 §7.1, §7.3; RFC 8446 §5',
    sentence: 'Refuse ChangeCipherSpec before the keys are agreed upon.',
    risk: 'somebody on the path has both sides compute keys out of nothing, and reads along (CVE-2014-0224)',
    gain: 'reading',
    judge: refusesEarlyChange,
  },
  'TLSX-63': {
    level: 'MUST',
    clause: 'RFC 5246 §6; RFC 8446 §5',
    sentence: 'Refuse records of a type that does not exist.',
    risk: 'bytes that nobody checks get into the device',
    gain: 'robustness',
    judge: handshakeOutcome,
  },
  'TLSX-64': {
    level: 'MUST',
    clause: 'RFC 5246 §7.4.4, §7.4.6',
    sentence: 'Answer a request for a certificate with a Certificate message, if need be with an empty one.',
    risk: 'the device cannot connect to servers that ask and do not insist',
    gain: 'interoperability',
    judge: answersCertificateRequest,
  },
  'TLSX-65': {
    level: 'policy',
    clause: 'policy (RFC 8446 §6.2, decode_error and illegal_parameter)',
    sentence: 'End a handshake in which the server announces a message that no device could keep.',
    risk: 'a server takes as much memory of the device as it likes, for as long as it likes',
    judge: recovers({ mustClose: true }),
  },
  'TLSX-66': {
    level: 'policy',
    clause: 'RFC 5246 §7.2.2; RFC 6066 §3 (policy)',
    sentence: 'Bear with a warning that the server does not know the name.',
    risk: 'the device cannot connect to servers that warn and go on',
    gain: 'interoperability',
    judge: handshakeOutcome,
  },
  'TLSX-67': {
    level: 'MUST',
    clause: 'RFC 5246 §7.2.1',
    sentence: 'Close where the server closes.',
    risk: 'the device waits for a server that has gone',
    gain: 'robustness',
    judge: recovers({ mustClose: true }),
  },
  'TLSX-68': {
    level: 'policy',
    clause: 'RFC 5246 appendix E.1; RFC 8446 §5.1',
    sentence: 'What the device makes of another version in the headers of records.',
    risk: 'the device cannot connect to servers that write an old version there',
    gain: 'interoperability',
    judge: handshakeOutcome,
  },
  'TLSX-69': {
    level: 'policy',
    clause: 'policy (RFC 8446 §6.2)',
    sentence: 'Be ready for the next connection after a server that sends too much, or ends without an answer.',
    risk: 'one bad server takes the device out of service',
    judge: recovers({ mustClose: false }),
  },
});
