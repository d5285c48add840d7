/** SRTP and SRTCP packet by packet (RFC 3711). */
import { byScript } from '../../../harness/judge/media/by-script.ts';
import {
  endsIdleCall,
  portsClosedAfterCall,
  silentAfterCall,
  silentBeforeAnswer,
} from '../../../harness/judge/media/call-bounds.ts';
import { keepsThroughout } from '../../../harness/judge/media/call-steps.ts';
import { keysInsideMedia, quietInsideMedia } from '../../../harness/judge/media/nothing-plain.ts';
import { countsOwnWraps } from '../../../harness/judge/media/own-wrap.ts';
import { startsByChance } from '../../../harness/judge/media/rtp-start.ts';
import { repeatedReportDropped, reportsProtected, sharesPort } from '../../../harness/judge/media/srtcp.ts';
import { takesLate } from '../../../harness/judge/media/srtp-order.ts';
import { everyPacketAuthentic, probesDropped, toneRecovered } from '../../../harness/judge/media/srtp-packets.ts';
import { hearsOn, hearsOverWrap } from '../../../harness/judge/media/srtp-state.ts';
import { defineRequirements } from '../../../harness/requirement.ts';
import { heardDespiteEncryption } from './risks.ts';

const injected = 'an attacker can put audio into the call';
const silent = 'the call falls silent in the middle';
const call = ['call', 'srtp'] as const;
const echo = [...call, 'media-echo'] as const;

export const { requirements } = defineRequirements({
  'SRTP-01': {
    level: 'MUST',
    clause: 'RFC 3711 §3.1, §3.3',
    sentence: 'Protect every media packet from the first one.',
    risk: heardDespiteEncryption,
    gain: 'reading',
    needs: call,
    judge: everyPacketAuthentic,
  },
  'SRTP-04': {
    level: 'MUST',
    clause: 'RFC 3711 §4.3',
    sentence: 'Encrypt with the keys derived from the key that was offered.',
    risk: 'calls are silent, or encrypted with a key that somebody else may know',
    gain: 'reading',
    needs: [...call, 'media-tone'],
    judge: toneRecovered,
  },
  'SRTP-05': {
    level: 'MUST',
    clause: 'RFC 3711 §3.3',
    sentence: 'Drop a packet whose authentication tag does not fit.',
    risk: injected,
    gain: 'reading',
    needs: echo,
    judge: probesDropped('packets with one bit flipped'),
  },
  'SRTP-06': {
    level: 'SHOULD',
    clause: 'RFC 3711 §3.3.2 (RECOMMENDED); RFC 4568 §8.1',
    sentence: 'Drop a packet that was received before.',
    risk: 'an attacker can repeat what was said',
    gain: 'help',
    needs: echo,
    judge: probesDropped('repeated packets'),
  },
  'SRTP-07': {
    level: 'MUST',
    clause: 'RFC 3711 §3.3.2',
    sentence: 'Take a packet that others have overtaken, up to 64 packets.',
    risk: 'calls over a network that reorders packets are broken',
    gain: 'interoperability',
    needs: echo,
    judge: takesLate,
  },
  'SRTP-08': {
    level: 'MUST',
    clause: 'RFC 3711 §3.3.1',
    sentence: 'Count on when a sequence number wraps, that of the peer or its own.',
    risk: silent,
    gain: 'interoperability',
    needs: echo,
    judge: byScript({ wraps: hearsOverWrap('when the sequence number has wrapped') }, countsOwnWraps),
  },
  'SRTP-09': {
    level: 'SHOULD',
    clause: 'RFC 3711 §3.3.1',
    sentence: 'Count on when packets around the wrap are lost.',
    risk: silent,
    gain: 'interoperability',
    needs: echo,
    judge: hearsOverWrap('when packets around the wrap were lost'),
  },
  'SRTP-10': {
    level: 'SHOULD',
    clause: 'RFC 3711 §3.2.3; RFC 4568 §6.4.1',
    sentence: 'Hear another source under the same key.',
    risk: silent,
    gain: 'interoperability',
    needs: echo,
    judge: hearsOn('when the source is another one'),
  },
  'SRTP-12': {
    level: 'MUST',
    clause: 'RFC 3711 §3.3',
    sentence: 'Drop packets in clear where encryption was agreed.',
    risk: injected,
    gain: 'reading',
    needs: echo,
    judge: probesDropped('packets in clear'),
  },
  'SRTP-13': {
    level: 'MUST',
    clause: 'RFC 3711 §3.4; RFC 4568 §6.3.2',
    sentence: 'Authenticate and encrypt RTCP, under an index that rises.',
    risk: 'anyone on the path reads who speaks when, or tells lies about it',
    gain: 'help',
    needs: call,
    judge: reportsProtected,
  },
  'SRTP-14': {
    level: 'MUST',
    clause: 'RFC 3711 §3.4',
    sentence: 'Ignore a goodbye over RTCP that is not authentic.',
    risk: 'anyone who can send the device a packet ends the media of its calls',
    gain: 'robustness',
    needs: echo,
    judge: hearsOn('when somebody without a key has said goodbye'),
  },
  'SRTP-15': {
    level: 'SHOULD',
    clause: 'RFC 3711 §3.4, §3.3.2 (RECOMMENDED)',
    sentence: 'Drop an RTCP packet that was received before.',
    risk: 'an attacker can repeat a report or a goodbye',
    gain: 'help',
    needs: call,
    judge: repeatedReportDropped,
  },
  'SRTP-20': {
    level: 'MUST',
    clause: 'RFC 4733 §6; policy',
    sentence: 'Send pressed keys inside SRTP, and not in SIP.',
    risk: 'anyone on the path, or every proxy, reads PINs and card numbers',
    gain: 'reading',
    needs: call,
    judge: keysInsideMedia('159'),
  },
  'SRTP-21': {
    level: 'policy',
    clause: 'policy',
    sentence: 'Send nothing in clear when there is nothing to say, and on hold.',
    risk: heardDespiteEncryption,
    gain: 'reading',
    needs: call,
    judge: byScript(
      { 'takes-comfort-noise': quietInsideMedia },
      keepsThroughout({
        expected: 'nothing in clear while the device is on hold and when it is taken up again',
        describes: 'RTP/SAVP and crypto',
        steps: { before: 'basis', hold: 'accepted', resume: 'accepted', after: 'basis' },
      }),
    ),
  },
  'SRTP-22': {
    level: 'policy',
    clause: 'policy; NIAP FDP_IFF.1',
    sentence: 'Send no media before a call is answered and none once it has ended, and close its ports.',
    risk: 'a device that nobody uses is a microphone',
    gain: 'reading',
    needs: call,
    judge: byScript(
      { 'outlasts-call': silentAfterCall, 'knocks-after-call': portsClosedAfterCall },
      silentBeforeAnswer,
    ),
  },
  'SRTP-23': {
    level: 'MAY',
    clause: 'RFC 5761 §4, §5.1.1',
    sentence: 'Tell RTP and RTCP on one port apart.',
    risk: 'calls with peers that have one port are silent, or their reports are lost',
    gain: 'interoperability',
    needs: echo,
    judge: sharesPort,
  },
  'SRTP-24': {
    level: 'MUST',
    clause: 'RFC 3711 §3.3',
    sentence: 'Drop what is no SRTP packet and go on.',
    risk: 'anyone who can send the device a packet ends its calls',
    gain: 'robustness',
    needs: echo,
    judge: hearsOn('when packets came that are none'),
  },
  'SRTP-26': {
    level: 'policy',
    clause: 'policy',
    sentence: 'Hear the peer again once it offers a new key, whatever came before.',
    risk: 'a call that was disturbed once stays silent',
    gain: 'robustness',
    needs: echo,
    judge: keepsThroughout({
      expected: 'packets of the far end heard again under a new key, behind packets under a wrong one',
      describes: 'RTP/SAVP and crypto',
      steps: { before: 'basis', 'new key': 'accepted', after: 'heard' },
    }),
  },
  'SRTP-27': {
    level: 'SHOULD',
    clause: 'RFC 3550 §5.1; RFC 4568 §6.4',
    sentence: 'Begin sequence numbers (in the lower half) and timestamps by chance.',
    risk: 'an attacker knows what is encrypted at the beginning of a call, or the peer loses count',
    gain: 'help',
    needs: call,
    judge: startsByChance,
  },
  'SRTP-28': {
    level: 'policy',
    clause: 'policy; NIAP FTA_SSL.3',
    sentence: 'End a call in which no media comes any more.',
    risk: 'a line stays open, and the microphone with it, when the peer is gone',
    gain: 'robustness',
    needs: echo,
    judge: endsIdleCall,
  },
});
