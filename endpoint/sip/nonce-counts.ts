/** How many requests have used a nonce (RFC 7616 §3.4), over whatever connection; a server can not grow it without bound. */
import { remember } from './remember.ts';

export class NonceCounts {
  readonly #counts = new Map<string, number>();

  /** The number of the use that is made of it now, from 1. */
  next(nonce: string): number {
    const count = (this.#counts.get(nonce) ?? 0) + 1;
    remember(this.#counts, nonce, count);
    return count;
  }
}
