/** RFC 3711 §3.3.2: a sliding list of the last 64 indices, which also refuses what is older than that. */
const SIZE = 64;

export class ReplayWindow {
  #highest = -1;
  /** At `index % SIZE`: 1 where the index was accepted. */
  readonly #seen = new Uint8Array(SIZE);

  isNew(index: number): boolean {
    if (index > this.#highest) return true;
    return this.#highest - index < SIZE && this.#seen[index % SIZE] === 0;
  }

  /** To be called for authentic packets only: a forged one must not move the window. */
  accept(index: number): void {
    if (index <= this.#highest - SIZE) return;
    // What the window passes by was not seen, whatever stood in its place before.
    for (let passed = Math.max(this.#highest + 1, index - SIZE + 1); passed < index; passed++)
      this.#seen[passed % SIZE] = 0;
    this.#seen[index % SIZE] = 1;
    this.#highest = Math.max(this.#highest, index);
  }
}
