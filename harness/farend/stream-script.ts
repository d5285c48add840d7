/** What the far end sends as media otherwise than a stream of 20 ms packets in order. */
export interface StreamScript {
  /** RTP sequence number to begin with; random below 2^15 when left out (RFC 4568 §6.4). */
  firstSequence?: number;
  /** Sequence numbers that are never sent, as if those packets had been lost. */
  loses?: readonly number[];
  /** Sends nothing at all. */
  silent?: true;
  /** Goes on sending for a while after the call has ended, or knocks at the device's ports. */
  afterwards?: 'sends' | 'knocks';
}

/** What it does to its media in the middle of a call. */
export type MediaAct =
  /** Waits until its sequence number has wrapped. */
  | { do: 'wrap' }
  /** Goes on as another source of the same key (RFC 3711 §3.2.3). */
  | { do: 'new-source' }
  /** Goes on as the source that the device is, by its last packet. */
  | { do: 'source-of-device' }
  | { do: 'fall-silent' }
  /** Goes on under a key that the device does not have, for so many packets at least. */
  | { do: 'wrong-key'; packets: number }
  | { do: 'report' }
  /** The first report of the call once more; no other follows it. */
  | { do: 'repeat-first-report' }
  /** A goodbye of the source that is playing, by somebody who has no key. */
  | { do: 'forge-goodbye'; protection: 'none' | 'wrong tag' }
  /** RTP headers with fewer octets behind them than a tag has, one of each length down to nothing. */
  | { do: 'short-packets' }
  /** Octets without a meaning, the same ones in every run. */
  | { do: 'random-packets'; count: number };
