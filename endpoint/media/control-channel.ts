/** The RTCP of one call: reports at intervals (RFC 3550 §6.3), and what the peer reports. */
import { Reports } from './reports.ts';

export class ControlChannel {
  readonly reports: Reports;
  readonly #intervalMs: () => number;
  readonly #send: (compound: Buffer) => void;
  #timer: NodeJS.Timeout | null = null;

  /** @param intervalMs between two reports on average. */
  constructor(ssrc: number, intervalMs: () => number, send: (compound: Buffer) => void) {
    this.reports = new Reports(ssrc);
    this.#intervalMs = intervalMs;
    this.#send = send;
  }

  /** RFC 3550 §6.2: in a unicast session the first report may leave at once. */
  start(): void {
    if (this.#timer) return;
    this.#send(this.reports.compound(false));
    this.#plan();
  }

  /** Says goodbye. */
  stop(): void {
    if (!this.#timer) return;
    clearTimeout(this.#timer);
    this.#send(this.reports.compound(true));
  }

  /** RFC 3550 §6.3.1: between half of the interval and one and a half. */
  #plan(): void {
    const delay = this.#intervalMs() * (0.5 + Math.random());
    this.#timer = setTimeout(() => {
      this.#send(this.reports.compound(false));
      this.#plan();
    }, delay).unref();
  }
}
