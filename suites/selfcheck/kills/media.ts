import { kills as cryptoLines } from './crypto-lines.ts';
import { kills as suites } from './suites.ts';

/** Flaw of the bundled endpoint → what it makes fail: the area media. */
export const kills: Readonly<Record<string, readonly string[]>> = {
  ...cryptoLines,
  ...suites,
  'plain-offer-in-mandatory': ['SDES-01'],
  'answers-plain-in-mandatory': ['SDES-02', 'SDES-04'],
  'plain-fallback-in-mandatory': ['SDES-03'],
  'refuses-optional': ['SDES-04'],
  'answers-secure-in-disabled': ['SDES-05', 'SDES-04'],
  'sends-plain-rtp': ['SRTP-01', 'SDES-04'],
  'first-packet-plain': ['SRTP-01'],
  'wrong-srtp-key': ['SRTP-04', 'SRTP-01'],
  'accepts-bad-tag': ['SRTP-05'],
  'no-replay-window': ['SRTP-06'],
};
