/** Flaw of the bundled endpoint → what it makes fail: the area media. */
import { kills as cryptoLines } from './crypto-lines.ts';
import { kills as flows } from './flows.ts';
import { joined, type Kills } from './joined.ts';
import { kills as suites } from './suites.ts';

const packets: Kills = {
  'sends-plain-rtp': ['SRTP-01'],
  'first-packet-plain': ['SRTP-01'],
  'wrong-srtp-key': ['SRTP-04', 'SRTP-01'],
  'accepts-bad-tag': ['SRTP-05'],
  'no-replay-window': ['SRTP-06'],
};

export const kills: Kills = joined(cryptoLines, suites, flows, packets);
