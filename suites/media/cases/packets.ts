/** SRTP and SRTCP packet by packet (RFC 3711). */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements/packets.ts';
import { callRow } from './call-row.ts';

const secure = { direction: 'incoming', device: 'mandatory' } as const;
const outgoing = { ...secure, direction: 'outgoing' } as const;
/** What the device hears is seen by what it sends back. */
const echoing = { ...secure, media: 'echo', packets: 3 } as const;
const brief = { ...secure, packets: 3 } as const;
/** Ten packets on each side of the wrap of the device's own sequence number. */
const wrapping = { ...secure, firstSequence: 65_526, packets: 20 } as const;
const tellsFirst = { clause: 'RFC 3711 §3.3.1, §3.4', needs: ['first-sequence'] } as const;

export const cases = defineCases({
  'SRTP-01/OUTGOING': callRow('SRTP-01', 'every packet of an outgoing call', outgoing),
  'SRTP-01/INCOMING': callRow('SRTP-01', 'every packet of an incoming call', secure),
  'SRTP-04/TONE': callRow('SRTP-04', 'encrypts with the keys of the SDP', secure),

  'SRTP-05/PAYLOAD': callRow('SRTP-05', 'hears a packet with one bit of the payload flipped', {
    ...echoing,
    probes: ['good', 'bit-flip'],
  }),
  'SRTP-05/HEADER': callRow('SRTP-05', 'hears a packet with one bit of the timestamp flipped', {
    ...echoing,
    probes: ['good', 'header-flip'],
  }),
  'SRTP-05/TAG': callRow('SRTP-05', 'hears a packet with the last bit of the tag flipped', {
    ...echoing,
    probes: ['good', 'tag-flip'],
  }),
  'SRTP-06/REPLAY': callRow('SRTP-06', 'hears a packet that came before', { ...echoing, probes: ['good', 'replay'] }),
  'SRTP-06/OLD': callRow('SRTP-06', 'hears a packet that came more than 64 packets before', {
    ...echoing,
    probes: ['good', 'old-replay'],
  }),
  'SRTP-07/NEAR': callRow('SRTP-07', 'hears a packet that two others have overtaken', {
    ...echoing,
    probes: ['good', 'late'],
  }),
  'SRTP-07/FAR': callRow('SRTP-07', 'hears a packet whose number is 60 behind', {
    ...echoing,
    probes: ['good', 'very-late'],
  }),

  'SRTP-08/WRAP': callRow('SRTP-08', 'hears a stream whose sequence number wraps', { ...echoing, script: 'wraps' }),
  'SRTP-08/OWN': callRow('SRTP-08', 'is called and lets its own sequence number wrap', wrapping, tellsFirst),
  'SRTP-08/OWN-OUTGOING': callRow(
    'SRTP-08',
    'calls and lets its own sequence number wrap',
    { ...wrapping, direction: 'outgoing' },
    tellsFirst,
  ),
  'SRTP-09/LOSS': callRow('SRTP-09', 'hears a stream that loses packets around its wrap', {
    ...echoing,
    script: 'loses-packets-around-wrap',
  }),
  'SRTP-10/SOURCE': callRow('SRTP-10', 'hears another source under the same key', {
    ...echoing,
    script: 'changes-source',
  }),

  'SRTP-12/PLAIN': callRow('SRTP-12', 'hears packets in clear', { ...echoing, probes: ['good', 'plain'] }),
  'SRTP-12/STRANGER': callRow('SRTP-12', 'hears packets in clear from a port that nobody has named', {
    ...echoing,
    probes: ['good', 'stranger'],
  }),

  'SRTP-13/INCOMING': callRow('SRTP-13', 'reports in a call that it takes', { ...brief, script: 'waits-for-reports' }),
  'SRTP-13/OUTGOING': callRow('SRTP-13', 'reports in a call of its own', {
    ...brief,
    direction: 'outgoing',
    script: 'waits-for-reports',
  }),
  'SRTP-14/CLEAR': callRow('SRTP-14', 'is told goodbye in clear by somebody else', {
    ...echoing,
    script: 'has-goodbye-forged',
  }),
  'SRTP-14/TAG': callRow('SRTP-14', 'is told goodbye with a wrong tag by somebody else', {
    ...echoing,
    script: 'has-goodbye-forged-with-tag',
  }),
  'SRTP-15/REPLAY': callRow('SRTP-15', 'gets a report that came before', { ...brief, script: 'repeats-report' }),

  'SRTP-20/KEYS': callRow('SRTP-20', 'is told to press keys', { ...brief, script: 'takes-keys' }, { needs: ['dtmf'] }),
  'SRTP-21/QUIET': callRow(
    'SRTP-21',
    'has nothing to say',
    { ...secure, media: 'sink', packets: 0, script: 'takes-comfort-noise' },
    { needs: ['media-sink'] },
  ),
  'SRTP-21/HELD': callRow('SRTP-21', 'is put on hold and taken up again', { ...echoing, script: 'keeps-on-hold' }),

  'SRTP-22/BEFORE': callRow('SRTP-22', 'rings, and nobody answers', { ...brief, rings: true }, { needs: ['ring'] }),
  'SRTP-22/AFTER': callRow('SRTP-22', 'is called, and the call ends', { ...brief, script: 'outlasts-call' }),
  'SRTP-22/PORTS': callRow('SRTP-22', 'is called, the call ends, and somebody knocks at its ports', {
    ...brief,
    script: 'knocks-after-call',
  }),
  'SRTP-23/SHARED': callRow('SRTP-23', 'is offered RTP and RTCP on one port', { ...echoing, script: 'shares-port' }),

  'SRTP-24/SHORT': callRow('SRTP-24', 'gets packets with less behind their header than a tag', {
    ...echoing,
    script: 'sends-short-packets',
  }),
  'SRTP-24/RANDOM': callRow('SRTP-24', 'gets 1,000 packets of noise', { ...echoing, script: 'sends-random-packets' }),
  'SRTP-26/RE-KEYED': callRow('SRTP-26', 'gets packets under a wrong key, and a new key', {
    ...echoing,
    script: 'loses-key',
  }),
  'SRTP-27/CALLS': callRow('SRTP-27', 'is called twenty times', { ...secure, packets: 1, times: 20 }),
  'SRTP-28/IDLE': callRow(
    'SRTP-28',
    'hears nothing any more',
    { ...echoing, script: 'falls-silent', idleLimit: 'on' },
    { needs: ['idle-limit'] },
  ),
});
