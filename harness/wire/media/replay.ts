/** Packet index estimation and replay list for one source (RFC 3711 §3.3.1 and §3.3.2). */
export class PacketIndex {
  /** Highest index so far, -1 before the first packet. An index is 2^16 * ROC + SEQ and fits a number exactly. */
  #highest = -1;
  /** Slot i holds the last index that is i modulo the window, so that nothing needs shifting. */
  readonly #seen = new Float64Array(1024).fill(-1);

  /** RFC 3711 appendix A: the index that a sequence number most likely stands for. */
  estimate(sequence: number): number {
    if (this.#highest < 0) return sequence;
    const rollover = Math.floor(this.#highest / 0x10000);
    const last = this.#highest % 0x10000;
    if (last < 0x8000) return (sequence - last > 0x8000 && rollover > 0 ? rollover - 1 : rollover) * 0x10000 + sequence;
    return (last - 0x8000 > sequence ? rollover + 1 : rollover) * 0x10000 + sequence;
  }

  /** False when the index was there before or is older than the window (1024; RFC 3711 §3.3.2 asks for 64 or more). */
  accept(index: number): boolean {
    const slot = index % this.#seen.length;
    if (index <= this.#highest - this.#seen.length || this.#seen[slot] === index) return false;
    this.#seen[slot] = index;
    if (index > this.#highest) this.#highest = index;
    return true;
  }
}
