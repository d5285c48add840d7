/** When to try again by oneself after a failure: RFC 5626 §4.5, so that a bad server is not stormed. */
const MAX_MS = 1_800_000;

/** The upper bound for the n-th wait (n from 1), of which a random half to whole is waited. */
export const longestWait = (failures: number, baseMs: number): number => Math.min(MAX_MS, baseMs * 2 ** failures);

export interface RetryOptions {
  /** Milliseconds; RFC 5626 §4.5 has 30 s. */
  baseMs: () => number;
  /** For `retries-at-constant-intervals`. */
  isConstant: () => boolean;
  again: () => void;
}

export class Retry {
  readonly #options: RetryOptions;
  #failures = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: RetryOptions) {
    this.#options = options;
  }

  /** After a failure; the first wait is once to twice the base, each further one up to twice as long, at most half an hour. */
  plan(): void {
    const { again, baseMs, isConstant } = this.#options;
    if (this.#timer) clearTimeout(this.#timer);
    this.#failures += 1;
    const longest = longestWait(isConstant() ? 1 : this.#failures, baseMs());
    this.#timer = setTimeout(again, isConstant() ? longest : longest * (0.5 + Math.random() / 2));
    this.#timer.unref();
  }

  /** After a success, or when somebody asked for an attempt now. */
  forget(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#failures = 0;
  }
}
