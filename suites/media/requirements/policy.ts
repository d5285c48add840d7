/** Who must encrypt, who may, who must not: the policies of both sides, and what comes of a call. */
import { byScript } from '../../../harness/judge/media/by-script.ts';
import { keepsThroughout } from '../../../harness/judge/media/call-steps.ts';
import {
  endsWithoutCrypto,
  followsThePolicyTable,
  offersOnlySecure,
  refusesOffer,
} from '../../../harness/judge/media/srtp-policy.ts';
import { defineRequirements } from '../../../harness/requirement.ts';
import { heardDespiteEncryption } from './risks.ts';

export const { requirements } = defineRequirements({
  'SDES-01': {
    level: 'MUST',
    clause: 'RFC 4568 §5.1.1, §6, §7.1.1; RFC 8643 §4',
    sentence: 'Offer RTP/SAVP with a crypto line and nothing plain when encryption is mandatory.',
    risk: heardDespiteEncryption,
    gain: 'reading',
    needs: ['call', 'srtp'],
    judge: offersOnlySecure,
  },
  'SDES-02': {
    level: 'policy',
    clause: 'policy; RFC 3261 §21.4.26 (488)',
    sentence: 'Refuse an incoming call without encryption when encryption is mandatory.',
    risk: heardDespiteEncryption,
    gain: 'reading',
    needs: ['call', 'srtp'],
    judge: refusesOffer({ of: 'RTP/AVP offer under mandatory encryption' }),
  },
  'SDES-03': {
    level: 'MUST',
    clause: 'RFC 4568 §5.1.3, §7.1.3',
    sentence: 'End the call without sending a packet when a mandatory offer is answered without crypto.',
    risk: heardDespiteEncryption,
    gain: 'reading',
    needs: ['call', 'srtp'],
    judge: endsWithoutCrypto,
  },
  'SDES-04': {
    level: 'policy',
    clause: 'policy; RFC 8643 §3',
    sentence: 'Encrypt, go in clear or refuse exactly as the two policies demand, calling and called.',
    risk: heardDespiteEncryption,
    gain: 'reading',
    needs: ['call', 'srtp'],
    judge: followsThePolicyTable,
  },
  'SDES-05': {
    level: 'MUST',
    clause: 'RFC 4568 §5.1.2, §7.1.2',
    sentence: 'Refuse an RTP/SAVP offer when encryption is disabled; never answer it as RTP/AVP.',
    risk: 'the caller believes the call is encrypted while it is not',
    gain: 'reading',
    needs: ['call', 'srtp'],
    judge: byScript(
      {
        'offers-secure-again': keepsThroughout({
          expected: 'the re-INVITE to RTP/SAVP refused (488 and both sides heard in clear as before, or port 0)',
          describes: 'anything',
          steps: { before: 'basis', 're-INVITE': 'refused', after: 'heard' },
        }),
      },
      refusesOffer({ of: 'RTP/SAVP offer under disabled encryption' }),
    ),
  },
});
