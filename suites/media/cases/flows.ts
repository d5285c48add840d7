/** How calls begin, change and move on under encryption (RFC 3261 §13, §14, RFC 4568 §7). */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements/flows.ts';
import { callRow } from './call-row.ts';

const called = { direction: 'incoming', device: 'mandatory', packets: 3 } as const;
const calling = { ...called, direction: 'outgoing' } as const;
/** What the device hears is seen by what it sends back. */
const calledEcho = { ...called, media: 'echo' } as const;
const callingEcho = { ...calling, media: 'echo' } as const;

export const cases = defineCases({
  'SDES-38/CALLED': callRow('SDES-38', 'is offered the same keys again behind a wrap, called', {
    ...calledEcho,
    script: 'offers-same-keys-again',
  }),
  'SDES-38/CALLING': callRow('SDES-38', 'is offered the same keys again behind a wrap, calling', {
    ...callingEcho,
    script: 'offers-same-keys-again',
  }),
  'SDES-39/KEY': callRow('SDES-39', 'is offered a new key', { ...calledEcho, script: 'offers-new-key' }),
  'SDES-39/CALLING': callRow('SDES-39', 'is offered a new key in a call of its own', {
    ...callingEcho,
    script: 'offers-new-key',
  }),
  'SDES-39/WRAPPED': callRow('SDES-39', 'is offered a new key behind a wrap: the counter runs on', {
    ...calledEcho,
    script: 'offers-new-key-behind-wrap',
  }),
  'SDES-39/MOVED': callRow('SDES-39', 'is offered a new key at another port behind a wrap: the counter is 0', {
    ...calledEcho,
    script: 'offers-new-key-at-other-port',
  }),
  'SDES-40/BY-FAR-END': callRow('SDES-40', 'is put on hold and taken up again', { ...calledEcho, script: 'holds' }),
  'SDES-40/BY-DEVICE': callRow(
    'SDES-40',
    'puts the far end on hold and takes it up again',
    { ...calledEcho, script: 'is-held' },
    { needs: ['hold'] },
  ),
  'SDES-40/ASKED': callRow('SDES-40', 'is asked for an offer in the middle of the call', {
    ...calledEcho,
    script: 'asks-for-an-offer-again',
  }),
  'SDES-41': callRow(
    'SDES-41',
    'is offered RTP/AVP without crypto in the middle of the call',
    { ...calledEcho, script: 'offers-clear-again' },
    { outcome: 'refuse' },
  ),
  'SDES-42': callRow('SDES-42', 'calls, and hears early media behind a 183 with crypto', {
    ...callingEcho,
    script: 'sends-early-media',
  }),
  'SDES-43': callRow('SDES-43', 'calls two, each answering with a key of its own', { ...callingEcho, script: 'forks' }),
  'SDES-44': callRow('SDES-44', 'is called without an offer', { ...called, script: 'calls-without-offer' }),
  'SDES-45': callRow('SDES-45', 'is offered video without crypto beside audio with crypto', {
    ...called,
    script: 'offers-video-in-clear',
  }),
  'SDES-46/BLIND': callRow('SDES-46', 'is told to call somebody else', { ...called, script: 'transfers' }),
  'SDES-46/ATTENDED': callRow('SDES-46', 'is told to take the place of somebody else', {
    ...called,
    script: 'transfers-attended',
  }),
  'SDES-46/REPLACED': callRow('SDES-46', 'is called by whoever takes the place of the far end', {
    ...called,
    script: 'replaces',
  }),
  'SDES-46/REPLACED-IN-CLEAR': callRow(
    'SDES-46',
    'is called in clear by whoever wants to take the place of the far end',
    { ...called, script: 'replaces-in-clear' },
    { outcome: 'refuse' },
  ),
});
