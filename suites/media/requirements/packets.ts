/** SRTP and SRTCP packet by packet (RFC 3711). */
import { everyPacketAuthentic, probeDropped, toneRecovered } from '../../../harness/judge/media/srtp-packets.ts';
import { defineRequirements } from '../../../harness/requirement.ts';

const heard = 'anyone on the path hears the call although the device was told to encrypt it';

export const { requirements } = defineRequirements({
  'SRTP-01': {
    level: 'MUST',
    clause: 'RFC 3711 §3.1, §3.3',
    sentence: 'Protect every media packet from the first one.',
    risk: heard,
    gain: 'reading',
    needs: ['call', 'srtp'],
    judge: everyPacketAuthentic,
  },
  'SRTP-04': {
    level: 'MUST',
    clause: 'RFC 3711 §4.3',
    sentence: 'Encrypt with the keys derived from the key that was offered.',
    risk: 'calls are silent, or encrypted with a key that somebody else may know',
    gain: 'reading',
    needs: ['call', 'srtp', 'media-tone'],
    judge: toneRecovered,
  },
  'SRTP-05': {
    level: 'MUST',
    clause: 'RFC 3711 §3.3',
    sentence: 'Drop a packet whose authentication tag does not fit.',
    risk: 'an attacker can put audio into the call',
    gain: 'reading',
    needs: ['call', 'srtp', 'media-echo'],
    judge: probeDropped({ kind: 'bit-flip', what: 'packets with one bit flipped' }),
  },
  'SRTP-06': {
    level: 'SHOULD',
    clause: 'RFC 3711 §3.3.2 (RECOMMENDED); RFC 4568 §8.1',
    sentence: 'Drop a packet that was received before.',
    risk: 'an attacker can repeat what was said',
    gain: 'help',
    needs: ['call', 'srtp', 'media-echo'],
    judge: probeDropped({ kind: 'replay', what: 'repeated packets' }),
  },
});
