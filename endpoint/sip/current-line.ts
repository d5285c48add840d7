/** The line that the device has now, to the first server that could be reached, under the settings of that moment. */
import { ConnectionRefused } from '../contracts.ts';
import type { AttemptResult, ServiceTarget, Surroundings, TlsConnector } from '../contracts.ts';
import { clearSignallingProblem } from '../settings/clear-signalling.ts';
import { registerInClear } from './clear-fallback.ts';
import { Line, type LineEvents, type LineTimings } from './line.ts';
import { NonceCounts } from './nonce-counts.ts';
import { serversToTry } from './server-address.ts';

export interface Opened extends AttemptResult {
  /** Whether trying again later could help. */
  mayRetry?: boolean;
}

export class CurrentLine {
  readonly #surroundings: Surroundings;
  readonly #connector: TlsConnector;
  readonly #timings: LineTimings;
  readonly #events: LineEvents;
  readonly #nonces = new NonceCounts();
  #line: Line | null = null;
  /** The settings that it was opened with. */
  #fingerprint = '';
  #server = '';

  /** @param events of the line there is, none of those before it. */
  constructor(surroundings: Surroundings, connector: TlsConnector, timings: LineTimings, events: LineEvents) {
    this.#surroundings = surroundings;
    this.#connector = connector;
    this.#timings = timings;
    this.#events = events;
  }

  /** Null: there is none. */
  get line(): Line | null {
    return this.#line;
  }

  /** `host:port` of the last attempt. */
  get server(): string {
    return this.#server;
  }

  /** Whether the settings are others than those of the last attempt. Settings beside account and server do not count. */
  get isOutdated(): boolean {
    return this.#fingerprint !== this.#currentFingerprint();
  }

  /** Where there is none yet. */
  open(): Promise<Opened> {
    return this.#opened(async () => {
      this.#line = await this.#reach(await serversToTry(this.#surroundings));
    });
  }

  /** Another connection for a line that has outlived its own. */
  resume(line: Line): Promise<Opened> {
    return this.#opened(() => line.resume());
  }

  async close(): Promise<void> {
    const line = this.#line;
    this.#line = null;
    await line?.close();
  }

  async #opened(open: () => Promise<void>): Promise<Opened> {
    const unusable = this.#unusable();
    if (unusable) return { outcome: 'failed', reason: unusable };
    this.#fingerprint = this.#currentFingerprint();
    try {
      await open();
      if (this.#surroundings.flaws.has('speaks-in-clear-too')) await registerInClear(this.#surroundings);
      return { outcome: 'accepted' };
    } catch (error) {
      if (!(error instanceof ConnectionRefused)) return { outcome: 'failed', reason: (error as Error).message };
      if (this.#surroundings.flaws.has('falls-back-to-clear')) await registerInClear(this.#surroundings);
      return { outcome: 'refused', reason: error.message, mayRetry: true };
    }
  }

  #unusable(): string | null {
    const { account, sip } = this.#surroundings.settings();
    if (sip.transportation === 'UDP')
      return 'UDP is not supported: sip.transportation takes TLS, and TCP without encryption';
    const problem = clearSignallingProblem(this.#surroundings.settings(), this.#surroundings.flaws);
    if (problem) return problem;
    if (!account.domain || !account.user) return 'there is no account: account.domain and account.user are needed';
    return null;
  }

  /** RFC 3263 §4.3: the next server where one cannot be reached; one that was refused is not gone around. */
  async #reach([target, ...others]: ServiceTarget[], isFirst = true): Promise<Line> {
    const { host, port, inClear } = target!;
    this.#server = `${host}:${port}`;
    if (inClear) {
      await registerInClear(this.#surroundings, { host, port });
      throw new Error(`registered in clear at ${host}`);
    }
    const isUnchecked = !isFirst && this.#surroundings.flaws.has('checks-first-server-only');
    try {
      return await this.#openLine(isUnchecked ? this.#unchecking : this.#connector, { host, port });
    } catch (error) {
      const isUnreachable = error instanceof ConnectionRefused && error.refusal.kind === 'network';
      if (others.length === 0 || !isUnreachable) throw error;
      return this.#reach(others, false);
    }
  }

  async #openLine(connector: TlsConnector, target: ServiceTarget): Promise<Line> {
    const closed = (reason: string): void => {
      if (this.#line === line) this.#events.closed(reason);
    };
    const inheritance = { timings: this.#timings, nonces: this.#nonces };
    const line: Line = await Line.open(this.#surroundings, connector, target, { ...this.#events, closed }, inheritance);
    return line;
  }

  /** For `checks-first-server-only`. */
  get #unchecking(): TlsConnector {
    const connector = this.#connector;
    return { ...connector, connect: (options) => connector.connect({ ...options, validate: false }) };
  }

  #currentFingerprint(): string {
    const { account, sip } = this.#surroundings.settings();
    return JSON.stringify([account, sip]);
  }
}
