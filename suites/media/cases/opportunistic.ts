/** Encryption where the far end can (RFC 8643). */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements/opportunistic.ts';
import { callRow } from './call-row.ts';

const calling = { direction: 'outgoing', device: 'optional', packets: 5 } as const;
const called = { ...calling, direction: 'incoming' } as const;

export const cases = defineCases({
  'OSRT-01/CALLING': callRow('OSRT-01', 'calls', calling),
  'OSRT-01/ASKED': callRow('OSRT-01', 'is called without an offer', { ...called, script: 'calls-without-offer' }),
  'OSRT-02': callRow('OSRT-02', 'is answered RTP/AVP with crypto', { ...calling, far: 'optional' }),
  'OSRT-03': callRow('OSRT-03', 'is answered RTP/AVP without crypto', { ...calling, far: 'disabled' }),
  'OSRT-04': callRow('OSRT-04', 'is offered RTP/AVP with crypto', { ...called, far: 'optional' }),
  // Under so many packets that do not authenticate.
  'OSRT-06': callRow('OSRT-06', 'is sent packets under another key than the one agreed on', {
    ...called,
    script: 'sends-under-another-key',
    packets: 15,
  }),
  'OSRT-07/BY-FAR-END': callRow('OSRT-07', 'is offered RTP/AVP with crypto in the middle of an encrypted call', {
    ...called,
    media: 'echo',
    script: 'offers-same-keys-again',
  }),
  'OSRT-07/BY-DEVICE': callRow(
    'OSRT-07',
    'puts an encrypted call on hold and takes it up again',
    { ...calling, media: 'echo', script: 'is-held' },
    { needs: ['hold'] },
  ),
  'OSRT-08/AVP': callRow('OSRT-08', 'is offered RTP/AVP with crypto', {
    ...called,
    device: 'disabled',
    far: 'optional',
  }),
  'OSRT-08/RETRY': callRow('OSRT-08', 'is offered RTP/SAVP, and RTP/AVP in a second call', {
    ...called,
    device: 'disabled',
    far: 'mandatory',
    script: 'offers-secure-then-clear',
  }),
  'OSRT-09/CLEAR-FIRST': callRow('OSRT-09', 'is offered RTP/AVP and, in a second line, RTP/SAVP', {
    ...called,
    far: 'mandatory',
    script: 'clear-line-first',
  }),
  'OSRT-09/SECURE-FIRST': callRow('OSRT-09', 'is offered RTP/SAVP and, in a second line, RTP/AVP', {
    ...called,
    far: 'mandatory',
    script: 'secure-line-first',
  }),
  'OSRT-10/ANSWER': callRow(
    'OSRT-10',
    'is answered through somebody who takes the crypto lines away',
    { ...calling, script: 'strips-crypto' },
    { outcome: 'record' },
  ),
  'OSRT-10/OFFER': callRow(
    'OSRT-10',
    'is offered a call through somebody who takes the crypto lines away',
    { ...called, script: 'strips-crypto' },
    { outcome: 'record' },
  ),
});
