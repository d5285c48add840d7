/** Whether a flow is still there: pings over the connection, and what it means when no pong comes (RFC 5626 §4.4.1). */

/** RFC 5626 §4.4.1: a flow without a pong for so long has failed. */
const PONG_MS = 10_000;

export interface KeepAliveEvents {
  /** Two CRLFs are to be sent. */
  ping(): void;
  failed(reason: string): void;
}

export class KeepAlive {
  readonly #events: KeepAliveEvents;
  #timer: NodeJS.Timeout | null = null;
  #overdue: NodeJS.Timeout | null = null;
  /** Whether a ping has not been answered yet. */
  #isAwaited = false;

  constructor(events: KeepAliveEvents) {
    this.#events = events;
  }

  /**
   * Pings from now on, each after 80 to 100 % of the interval, so that devices which came together part.
   * @param seconds longest wait between two pings
   * @param needsPong whether the server is known to answer pings, so that a missing pong tells of a dead flow
   */
  start(seconds: number, needsPong: boolean): void {
    this.stop();
    this.#plan(seconds * 1000, needsPong);
  }

  /** A single CRLF came. Returns whether it answers a ping. */
  pong(): boolean {
    if (this.#overdue) clearTimeout(this.#overdue);
    this.#overdue = null;
    const isAnswer = this.#isAwaited;
    this.#isAwaited = false;
    return isAnswer;
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#overdue) clearTimeout(this.#overdue);
    this.#timer = this.#overdue = null;
    this.#isAwaited = false;
  }

  #plan(longestMs: number, needsPong: boolean): void {
    this.#timer = setTimeout(
      () => {
        this.#events.ping();
        this.#isAwaited = true;
        if (needsPong) this.#overdue ??= setTimeout(() => this.#missed(), PONG_MS).unref();
        this.#plan(longestMs, needsPong);
      },
      longestMs * (0.8 + Math.random() / 5),
    ).unref();
  }

  #missed(): void {
    this.stop();
    this.#events.failed(`no answer to a keep-alive within ${PONG_MS / 1000} s`);
  }
}
