/** What the far end sends as media otherwise than a stream of 20 ms packets in order. */
export interface StreamScript {
  /** RTP sequence number to begin with; random below 2^15 when left out (RFC 4568 §6.4). */
  firstSequence?: number;
  /** Sends nothing at all. */
  silent?: true;
}
