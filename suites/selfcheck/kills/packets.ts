/** Flaw of the bundled endpoint → what it makes fail: SRTP and SRTCP packet by packet. */
import type { Kills } from './joined.ts';

const echoed = ['SRTP-05/PAYLOAD', 'SRTP-05/HEADER', 'SRTP-05/TAG'];

export const kills: Kills = {
  'sends-plain-rtp': ['SRTP-01/OUTGOING', 'SRTP-01/INCOMING'],
  'first-packet-plain': ['SRTP-01/OUTGOING', 'SRTP-01/INCOMING'],
  'wrong-srtp-key': ['SRTP-04/TONE', 'SRTP-01/OUTGOING', 'SRTP-01/INCOMING'],
  'accepts-bad-tag': echoed,
  'no-replay-window': ['SRTP-06/REPLAY', 'SRTP-06/OLD'],
  'forgets-old-packets': ['SRTP-06/OLD'],
  'drops-late-packets': ['SRTP-07/NEAR', 'SRTP-07/FAR'],
  'resets-roll-over-counter': ['SRTP-08/WRAP', 'SRTP-09/LOSS'],
  'keeps-own-roll-over-counter': ['SRTP-08/OWN', 'SRTP-08/OWN-OUTGOING'],
  'misses-roll-over-in-loss': ['SRTP-09/LOSS'],
  'hears-first-source-only': ['SRTP-10/SOURCE'],
  'plays-plain-packets': ['SRTP-12/PLAIN', 'SRTP-12/STRANGER'],
  'sends-clear-rtcp': ['SRTP-13/INCOMING', 'SRTP-13/OUTGOING'],
  'sends-unencrypted-srtcp': ['SRTP-13/INCOMING'],
  'repeats-rtcp-index': ['SRTP-13/INCOMING'],
  'obeys-forged-goodbye': ['SRTP-14/CLEAR', 'SRTP-14/TAG'],
  'no-rtcp-replay-window': ['SRTP-15/REPLAY'],
  'dtmf-in-clear': ['SRTP-20/KEYS'],
  'dtmf-by-info': ['SRTP-20/KEYS'],
  'comfort-noise-in-clear': ['SRTP-21/QUIET'],
  'sends-clear-while-held': ['SRTP-21/HELD'],
  'sends-while-ringing': ['SRTP-22/BEFORE'],
  'talks-on-after-goodbye': ['SRTP-22/AFTER'],
  'keeps-port-open-after-goodbye': ['SRTP-22/PORTS'],
  'splits-multiplexed-rtcp': ['SRTP-23/SHARED'],
  'breaks-on-malformed-packets': ['SRTP-24/SHORT', 'SRTP-24/RANDOM'],
  'gives-up-on-bad-packets': ['SRTP-26/RE-KEYED'],
  'starts-sequence-at-zero': ['SRTP-27/CALLS'],
  'starts-sequence-high': ['SRTP-27/CALLS'],
  'starts-timestamp-at-zero': ['SRTP-27/CALLS'],
  'never-ends-idle-media': ['SRTP-28/IDLE'],
};
