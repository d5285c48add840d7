/** Which crypto line of a whole description is used, and what else a description may hold (RFC 4568 §4, §5.1; RFC 8643 §3.2). */
import { byDirection } from '../../../harness/judge/media/by-direction.ts';
import {
  declinesSuite,
  leavesRefusedStream,
  takesLine,
  writesNoSessionCrypto,
} from '../../../harness/judge/media/crypto-lines.ts';
import { answersOneMethod } from '../../../harness/judge/media/keying-methods.ts';
import { outlivesDescription } from '../../../harness/judge/media/large-descriptions.ts';
import { endsWithoutCrypto, refusesOffer } from '../../../harness/judge/media/srtp-policy.ts';
import { defineRequirements } from '../../../harness/requirement.ts';
import { failsWithHonestPeers, understoodDifferently } from './risks.ts';

const needs = ['call', 'srtp'] as const;

export const { requirements } = defineRequirements({
  'SDES-09': {
    level: 'MUST',
    clause: 'RFC 4568 §5.1.3',
    sentence: 'End the call when an answer has a crypto tag that was not offered.',
    risk: understoodDifferently,
    gain: 'help',
    needs,
    judge: endsWithoutCrypto,
  },
  'SDES-10': {
    level: 'MUST',
    clause: 'RFC 4568 §5.1.3',
    sentence: 'End the call when an answer has the right crypto tag with another suite.',
    risk: 'whoever answers chooses a weaker suite than the one of the line',
    gain: 'help',
    needs,
    judge: endsWithoutCrypto,
  },
  'SDES-12': {
    level: 'SHOULD',
    clause: 'RFC 4568 §5.1.2',
    sentence: 'Take the first crypto line that can be used, past those that cannot.',
    risk: failsWithHonestPeers,
    gain: 'interoperability',
    needs,
    judge: takesLine({ tag: 2 }),
  },
  'SDES-49': {
    level: 'MUST',
    clause: 'RFC 4568 §4',
    sentence: 'Write crypto lines at the media level, and use none of the session level.',
    risk: 'several streams share one key, and what is encrypted twice with it can be read',
    gain: 'help',
    needs,
    judge: byDirection({
      incoming: refusesOffer({ of: 'an offer with its crypto line at the session level' }),
      outgoing: writesNoSessionCrypto,
    }),
  },
  'SDES-50': {
    level: 'MUST',
    clause: 'RFC 3264 §5.1',
    sentence: 'Leave a stream of port 0 and its crypto lines alone.',
    risk: understoodDifferently,
    gain: 'interoperability',
    needs,
    judge: leavesRefusedStream({ tag: 7 }),
  },
  'SDES-51': {
    level: 'MUST',
    clause: 'RFC 4568 §5.1.2, §6.2.3',
    sentence: 'Decline F8_128_HMAC_SHA1_80 where it is not spoken.',
    risk: understoodDifferently,
    gain: 'interoperability',
    needs,
    judge: declinesSuite({ prefix: 'F8' }),
  },
  'SDES-52': {
    level: 'policy',
    clause: 'policy; RFC 8643 §3.2',
    sentence: 'Answer an offer of SDES and DTLS-SRTP by one of them.',
    risk: understoodDifferently,
    gain: 'interoperability',
    needs,
    judge: answersOneMethod,
  },
  'OSRT-05': {
    level: 'MUST',
    clause: 'RFC 8643 §3.2',
    sentence: 'Answer an RTP/AVP offer of SDES and DTLS-SRTP with the attributes of one of them.',
    risk: understoodDifferently,
    gain: 'interoperability',
    needs: [...needs, 'osrtp'],
    judge: answersOneMethod,
  },
  'TORT-51': {
    level: 'policy',
    clause: 'policy; RFC 8866 §9; RFC 4568 §9.1',
    sentence: 'Outlive session descriptions that are too long, have too many lines or hold NULs.',
    risk: 'one INVITE of a stranger takes the device off the network',
    gain: 'robustness',
    needs,
    judge: outlivesDescription,
  },
});
