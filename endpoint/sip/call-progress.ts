/** How far a call has come, and why it came no further. */
import type { CallState } from '../contracts.ts';

export interface CallOutcome {
  outcome: 'established' | 'failed';
  code?: number;
  reason?: string;
}

export class CallProgress {
  /** Resolves when the call is answered or has failed; never rejects. */
  readonly outcome: Promise<CallOutcome>;
  /** Status code that refused the call; null: none is known. */
  code: number | null = null;
  /** Why it failed or ended, as far as that is known. */
  reason: string | undefined;
  readonly #changed: () => void;
  #state: CallState;
  #settle: (outcome: CallOutcome) => void = () => undefined;

  constructor(first: CallState, changed: () => void) {
    this.#state = first;
    this.#changed = changed;
    this.outcome = new Promise((resolve) => (this.#settle = resolve));
  }

  get state(): CallState {
    return this.#state;
  }

  /** Nothing comes after the end. */
  move(state: CallState): void {
    if (this.#state === 'ended') return;
    this.#state = state;
    this.#changed();
  }

  establish(): void {
    this.move('established');
    this.#settle({ outcome: 'established' });
  }

  /** A response says no. sip.js tells of the end of the session before it tells of the response that ended it. */
  refuse({ statusCode, reasonPhrase }: { statusCode?: number; reasonPhrase?: string }): void {
    this.code ??= statusCode ?? null;
    this.reason ??= `${statusCode} ${reasonPhrase}`;
    this.#fail();
  }

  end(): void {
    this.move('ended');
    setImmediate(() => this.#fail());
  }

  #fail(): void {
    const code = this.code === null ? {} : { code: this.code };
    this.#settle({ outcome: 'failed', ...code, reason: this.reason ?? 'the call ended before it was answered' });
  }
}
