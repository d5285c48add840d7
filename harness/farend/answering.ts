/** How the far end answers an INVITE of the device, for a script that does not answer 200 at once. */
export interface Answering {
  /**
   * A provisional response; where it describes, with its description, and its media begins. `tag` makes it that of another
   * fork (RFC 3261 §12.1.1), which has keys and a stream of its own.
   */
  progress(status: number, options?: { describes?: true; tag?: string }): void;
  /** 200 with its description, which is the one of its 183 where that had one; media begins. Of that fork where named. */
  accept(options?: { tag?: string }): void;
  /** Marks what it sends until so many marked packets have come back, or the window has passed. A step in the evidence. */
  echo(step: string, count: number): Promise<void>;
  /** Listens through the whole window. A step of its own in the evidence. */
  silence(step: string): Promise<void>;
}
