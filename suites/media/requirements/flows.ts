/** How calls begin, change and move on under encryption (RFC 3261 §13, §14, RFC 4568 §7). */
import { byScript } from '../../../harness/judge/media/by-script.ts';
import { keepsThroughout } from '../../../harness/judge/media/call-steps.ts';
import { defineRequirements } from '../../../harness/requirement.ts';
import { heardDespiteEncryption } from './risks.ts';

const silent = 'the call falls silent in the middle, and people turn encryption off';
const secure = { describes: 'RTP/SAVP and crypto' } as const;
const held = {
  expected: 'RTP/SAVP with crypto in every description, no packet in clear, and both sides heard behind it',
  ...secure,
};
const call = ['call', 'srtp'] as const;
const echo = [...call, 'media-echo'] as const;

export const { requirements } = defineRequirements({
  'SDES-38': {
    level: 'MUST',
    clause: 'RFC 3711 §3.3.1; RFC 4568 §7.1.4',
    sentence: 'Go on with the roll-over counter when the keys in force are offered once more.',
    risk: silent,
    gain: 'interoperability',
    needs: echo,
    judge: keepsThroughout({
      expected: 'the device hears the far end before and after the re-INVITE, whose sequence number has wrapped',
      ...secure,
      steps: { before: 'basis', 're-INVITE': 'accepted', after: 'heard' },
    }),
  },
  'SDES-39': {
    level: 'MUST',
    clause: 'RFC 3711 §3.3.1; RFC 4568 §7.1.4',
    sentence: 'Take a new key in the middle of a call, and count on with it, from 0 at another address or port.',
    risk: silent,
    gain: 'interoperability',
    needs: echo,
    judge: keepsThroughout({
      expected: 'the device hears the far end under the new key, and every packet of its own authenticates',
      ...secure,
      steps: { before: 'basis', 're-INVITE': 'accepted', after: 'heard' },
    }),
  },
  'SDES-40': {
    level: 'MUST',
    clause: 'RFC 4568 §5.1.4',
    sentence: 'Keep RTP/SAVP and crypto when a call is put on hold and taken up again.',
    risk: heardDespiteEncryption,
    gain: 'reading',
    needs: echo,
    judge: byScript(
      {
        'asks-for-an-offer-again': keepsThroughout({
          ...held,
          steps: { before: 'basis', 're-INVITE': 'accepted', after: 'basis' },
        }),
        'is-held': keepsThroughout({ ...held, steps: { before: 'basis', after: 'basis' }, reoffers: 2 }),
      },
      keepsThroughout({
        ...held,
        steps: { before: 'basis', hold: 'accepted', resume: 'accepted', after: 'basis' },
      }),
    ),
  },
  'SDES-41': {
    level: 'policy',
    clause: 'policy; RFC 3261 §14.2; RFC 4568 §7.1.4',
    sentence: 'Refuse a re-INVITE to RTP/AVP when encryption is mandatory, and send nothing in clear.',
    risk: heardDespiteEncryption,
    gain: 'reading',
    needs: echo,
    judge: keepsThroughout({
      expected: 'the re-INVITE refused (488 and both sides heard after it, or port 0) and no packet in clear',
      ...secure,
      steps: { before: 'basis', 're-INVITE': 'refused', after: 'heard' },
    }),
  },
  'SDES-42': {
    level: 'MUST',
    clause: 'RFC 4568 §5.1.1, §5.1.2; RFC 3261 §13.2.1',
    sentence: 'Decrypt early media with the key of a 183, and send none in clear.',
    risk: heardDespiteEncryption,
    gain: 'reading',
    needs: echo,
    judge: keepsThroughout({
      expected: 'early media heard under the key of the 183, and no packet in clear',
      ...secure,
      steps: { after: 'basis', 'before the call is taken': 'heard if it speaks' },
    }),
  },
  'SDES-43': {
    level: 'policy',
    clause: 'policy; RFC 4568 §7.3',
    sentence: 'Use the key of the answer that takes the call, where several came.',
    risk: silent,
    gain: 'interoperability',
    needs: echo,
    judge: keepsThroughout({
      expected: 'the fork that takes the call is heard under its own key, and no packet in clear',
      ...secure,
      steps: { 'the fork that takes the call': 'heard' },
    }),
  },
  'SDES-44': {
    level: 'MUST',
    clause: 'RFC 3261 §13.2.1; RFC 4568 §5.1.1',
    sentence: 'Offer RTP/SAVP with crypto in the 200 to an INVITE without an offer when encryption is mandatory.',
    risk: heardDespiteEncryption,
    gain: 'reading',
    needs: call,
    judge: keepsThroughout({ expected: 'RTP/SAVP with crypto in the offer of the 200, and SRTP under it', ...secure }),
  },
  'SDES-45': {
    level: 'policy',
    clause: 'policy',
    sentence: 'Refuse a second stream that is offered without crypto when encryption is mandatory.',
    risk: heardDespiteEncryption,
    gain: 'reading',
    needs: call,
    judge: keepsThroughout({ expected: 'the video refused by port 0, and nothing sent to it', ...secure }),
  },
  'SDES-46': {
    level: 'policy',
    clause: 'policy',
    sentence: 'Keep to mandatory encryption in the calls that a transfer leads to.',
    risk: heardDespiteEncryption,
    gain: 'reading',
    needs: [...call, 'transfer'],
    judge: byScript(
      {
        'replaces-in-clear': keepsThroughout({
          expected: 'the call in clear refused, and the one that it was to replace goes on under SRTP',
          ...secure,
          steps: { after: 'sent' },
          legs: 'refused',
        }),
      },
      keepsThroughout({ expected: 'RTP/SAVP with crypto and SRTP in the further call', ...secure, legs: 'secured' }),
    ),
  },
});
