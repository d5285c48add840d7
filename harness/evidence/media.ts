/** Packets of calls, one by one and counted. */

export interface MediaCount {
  /** Authenticated and decrypted with the keys of the SDP. */
  srtp: number;
  /** Valid RTP in clear: its payload type was negotiated and it does not authenticate. */
  plain: number;
  /** Neither: authentication failed and it cannot be plain audio. */
  undecipherable: number;
  rtcp: number;
  firstAt: number | null;
}

/** How many packets of RTP authenticated under a key. */
export interface KeyUse {
  /** As in the crypto line that it came in. */
  fingerprint: string;
  packets: number;
}

export interface PacketFacts {
  at: number;
  from: 'device' | 'far-end';
  bytes: number;
  ssrc: number;
  sequence: number;
  timestamp: number;
  payloadType: number;
  kind: 'srtp' | 'plain' | 'undecipherable' | 'rtcp';
  /**
   * Of the device: the roll-over counter under which it authenticates. Of `undecipherable` ones it is the counter before the
   * one that is due; absent where neither fits.
   */
  rollOver?: number;
}

/** One RTCP packet of a call. */
export interface ControlFacts {
  at: number;
  from: 'device' | 'far-end';
  bytes: number;
  /** `srtcp` authenticates with the keys of the SDP, `replayed` does so under an index that was there before. */
  kind: 'srtcp' | 'replayed' | 'plain' | 'undecipherable';
  /** Over the port of RTP (RFC 5761). */
  multiplexed: boolean;
  /** Of SRTCP of the device; null otherwise. */
  index: number | null;
  /** Its E flag (RFC 3711 §3.4); null where there is no index. */
  encrypted: boolean | null;
  /** Packet types of the compound, in order; empty where it could not be read. */
  types: number[];
  /** The middle 32 bits of the NTP time of its sender report; null for none. */
  report: number | null;
  /** What it tells of the other side: by source, packets lost, highest sequence number, and the last sender report. */
  heard: { ssrc: number; lost: number; highest: number; report: number }[];
  /** What the far end sent it for. */
  purpose?: string;
}

/** A packet of the far end whose echo is looked for: it is due, or must not come. */
export interface Probe {
  /**
   * - `bit-flip`, `header-flip`, `tag-flip`: one bit of the payload, the timestamp, the tag is another one.
   * - `replay`: sent a second time; `old-replay`: more than 64 packets later.
   * - `plain`: in clear; `stranger`: in clear from another port.
   * - `late`: overtaken by two packets; `very-late`: more than 60 numbers behind.
   */
  kind:
    | 'good'
    | 'bit-flip'
    | 'header-flip'
    | 'tag-flip'
    | 'replay'
    | 'old-replay'
    | 'plain'
    | 'stranger'
    | 'late'
    | 'very-late';
  /** RTP sequence number it was sent with. */
  sequence: number;
  /** How often its payload came back in the device's authenticated echo. */
  echoed: number;
}
