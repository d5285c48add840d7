/** Flaw of the bundled endpoint → what it makes fail: policies, the flow of calls, optional encryption. */
import type { Kills } from './joined.ts';

const cells = (direction: string, device: string, ...fars: string[]): string[] =>
  fars.map((far) => `SDES-04/${direction}/${device}/${far}`);

const both = (device: string, ...fars: string[]): string[] => [
  ...cells('outgoing', device, ...fars),
  ...cells('incoming', device, ...fars),
];

export const kills: Kills = {
  'plain-offer-in-mandatory': [
    'SDES-01/OFFER',
    'SDES-40/BY-DEVICE',
    'SDES-40/ASKED',
    'SDES-44',
    'SDES-46/BLIND',
    ...cells('outgoing', 'mandatory', 'disabled'),
  ],
  'answers-plain-in-mandatory': ['SDES-02/PLAIN', 'SDES-41', ...cells('incoming', 'mandatory', 'disabled')],
  'plain-fallback-in-mandatory': ['SDES-03/NO-CRYPTO'],
  'overlooks-bad-answers': ['SDES-03/GARBAGE'],
  'sends-plain-rtp': [
    'OSRT-02',
    'OSRT-06',
    'SDES-46/REPLACED',
    ...both('mandatory', 'mandatory', 'optional'),
    ...both('optional', 'mandatory', 'optional'),
  ],
  'refuses-optional': ['OSRT-03', ...both('optional', 'disabled')],
  'answers-secure-in-disabled': ['SDES-05/SAVP', 'SDES-05/RE-INVITE', 'OSRT-08/RETRY'],
  'encrypts-in-disabled': ['OSRT-08/AVP', ...both('disabled', 'mandatory', 'optional', 'disabled')],
  'forgets-roll-over-at-reoffer': ['SDES-38/CALLED', 'SDES-38/CALLING'],
  'keeps-old-key-at-reoffer': ['SDES-39/KEY', 'SDES-39/CALLING'],
  'forgets-roll-over-at-new-key': ['SDES-39/WRAPPED'],
  'keeps-roll-over-after-move': ['SDES-39/MOVED'],
  'reoffers-in-clear': ['SDES-40/BY-DEVICE', 'SDES-40/ASKED', 'OSRT-07/BY-DEVICE'],
  'drops-crypto-on-hold': ['SDES-40/BY-FAR-END'],
  'accepts-plain-reoffer': ['SDES-41'],
  'early-media-in-clear': ['SDES-42'],
  'keeps-key-of-first-fork': ['SDES-43'],
  'answers-video-in-clear': ['SDES-45'],
  'transfers-in-clear': ['SDES-46/BLIND', 'SDES-46/ATTENDED'],
  'replaced-in-clear': ['SDES-46/REPLACED-IN-CLEAR'],
  'offers-no-crypto-in-optional': ['OSRT-01/CALLING', 'OSRT-01/ASKED'],
  'answers-optional-in-clear': ['OSRT-04'],
  'gives-up-encryption': ['OSRT-06'],
  'answers-reoffer-in-clear': ['OSRT-07/BY-FAR-END'],
  'takes-both-streams': ['OSRT-09/CLEAR-FIRST', 'OSRT-09/SECURE-FIRST'],
};
