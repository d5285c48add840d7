/** The device's time: that of the machine, moved by an offset. The offset is not stored: a restart takes it away. */

const earliest = Date.UTC(1970, 0, 1);
const latest = Date.UTC(9999, 11, 31, 23, 59, 59);

export class Clock {
  #offsetSeconds = 0;

  get offsetSeconds(): number {
    return this.#offsetSeconds;
  }

  now(): Date {
    return new Date(Date.now() + this.#offsetSeconds * 1000);
  }

  /** Throws Error with a sentence for the user. */
  set(offsetSeconds: number): void {
    const then = Date.now() + offsetSeconds * 1000;
    if (!Number.isFinite(offsetSeconds) || then < earliest || then > latest)
      throw new Error('The time must lie in the years 1970 to 9999.');
    this.#offsetSeconds = offsetSeconds;
  }
}
