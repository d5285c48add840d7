/** When to try again by oneself after a failure: RFC 5626 §4.5, so that a bad server is not stormed. */
const BASE_MS = 30_000;
const MAX_MS = 1_800_000;

/** The upper bound for the n-th wait (n from 1), of which a random half to whole is waited. */
export const longestWait = (failures: number): number => Math.min(MAX_MS, BASE_MS * 2 ** failures);

export class Retry {
  readonly #again: () => void;
  #failures = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(again: () => void) {
    this.#again = again;
  }

  /** After a failure; the first wait is 30 to 60 s, each further one up to twice as long, at most half an hour. */
  plan(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#failures += 1;
    this.#timer = setTimeout(this.#again, longestWait(this.#failures) * (0.5 + Math.random() / 2));
    this.#timer.unref();
  }

  /** After a success, or when somebody asked for an attempt now. */
  forget(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#failures = 0;
  }
}
