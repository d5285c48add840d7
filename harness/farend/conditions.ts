/** Waiting for state to become true, woken by whoever changes it. */
export class Conditions {
  readonly #waiting = new Set<() => void>();

  /** Looks at all conditions again. */
  changed(): void {
    for (const look of [...this.#waiting]) look();
  }

  /** True as soon as the condition holds, false when `milliseconds` have passed without. */
  until(condition: () => boolean, milliseconds: number): Promise<boolean> {
    if (condition()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const end = (met: boolean): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(met);
      };
      const look = (): void => {
        if (condition()) end(true);
      };
      // A timer of Node may fire up to a millisecond early, and a window must have been listened through.
      const timer = setTimeout(() => end(false), Math.max(0, milliseconds) + 1);
      this.#waiting.add(look);
    });
  }
}
