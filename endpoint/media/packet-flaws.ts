/** Flaws: what the device does wrongly with single packets of RTP and RTCP. */
export const packetFlaws = {
  'sends-plain-rtp': 'sends media in clear although crypto was negotiated',
  'first-packet-plain': 'sends its first media packet in clear',
  'accepts-bad-tag': 'plays packets whose authentication tag is wrong',
  'no-replay-window': 'plays a packet that it has played before',
} as const satisfies Record<string, string>;
