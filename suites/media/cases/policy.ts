/** What a policy makes a device offer, answer and refuse, one call each. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements/policy.ts';
import { callRow } from './call-row.ts';

export const cases = defineCases({
  'SDES-01/OFFER': callRow('SDES-01', 'offers nothing but RTP/SAVP with crypto', {
    direction: 'outgoing',
    device: 'mandatory',
  }),
  'SDES-02/PLAIN': callRow('SDES-02', 'is offered RTP/AVP without crypto', {
    direction: 'incoming',
    device: 'mandatory',
    far: 'disabled',
  }),
  'SDES-03/NO-CRYPTO': callRow('SDES-03', 'is answered without crypto', {
    direction: 'outgoing',
    device: 'mandatory',
    script: 'answers-without-crypto',
  }),
  'SDES-03/GARBAGE': callRow('SDES-03', 'is answered with what is no session description', {
    direction: 'outgoing',
    device: 'mandatory',
    script: 'answers-garbage',
  }),
  'SDES-05/SAVP': callRow('SDES-05', 'is offered RTP/SAVP', {
    direction: 'incoming',
    device: 'disabled',
    far: 'mandatory',
  }),
  'SDES-05/RE-INVITE': callRow(
    'SDES-05',
    'is offered RTP/SAVP in the middle of a call in clear',
    { direction: 'incoming', device: 'disabled', media: 'echo', script: 'offers-secure-again', packets: 3 },
    { needs: ['media-echo'] },
  ),
});
