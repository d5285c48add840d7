/** Cuts a byte stream so that each TLS record begins a frame: a message is easier to find when it is not glued to another. */
import { frameLength } from '../wire/tls/messages/records.ts';

export class RecordFrames {
  #first = true;
  /** Octets of the record under way that are still to come. */
  #rest = 0;
  #plain = false;

  push(bytes: Buffer): Buffer[] {
    const frames: Buffer[] = [];
    let at = 0;
    while (at < bytes.length) {
      const start = at;
      at += Math.min(this.#rest, bytes.length - at);
      this.#rest -= at - start;
      if (at === start) at = this.#begin(bytes, at);
      frames.push(bytes.subarray(start, at));
    }
    return frames;
  }

  /** Where the frame ends that begins a record here. A header that is cut apart by the network ends the cutting. */
  #begin(bytes: Buffer, at: number): number {
    const length = this.#plain ? 'none' : frameLength(bytes.subarray(at), this.#first);
    this.#first = false;
    if (typeof length === 'string') {
      this.#plain = true;
      return bytes.length;
    }
    const end = Math.min(bytes.length, at + length);
    this.#rest = at + length - end;
    return end;
  }
}
