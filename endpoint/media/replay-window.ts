/** RFC 3711 §3.3.2: a sliding list of the last 64 indices, which also refuses what is older than that. */
const SIZE = 64;
const MASK = (1n << BigInt(SIZE)) - 1n;

export class ReplayWindow {
  #highest = -1;
  /** Bit n: the index `highest - n` was accepted. */
  #seen = 0n;

  isNew(index: number): boolean {
    const behind = this.#highest - index;
    if (behind < 0) return true;
    return behind < SIZE && ((this.#seen >> BigInt(behind)) & 1n) === 0n;
  }

  /** To be called for authentic packets only: a forged one must not move the window. */
  accept(index: number): void {
    const ahead = index - this.#highest;
    if (ahead > 0) {
      this.#seen = ahead >= SIZE ? 1n : ((this.#seen << BigInt(ahead)) | 1n) & MASK;
      this.#highest = index;
    } else if (-ahead < SIZE) {
      this.#seen |= 1n << BigInt(-ahead);
    }
  }
}
