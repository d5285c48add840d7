/** What all connections of one presentation share: the script, what it remembers, and whether it is still at work. */
import { Conditions } from '../../farend/conditions.ts';
import type { SipMessage } from '../../wire/sip/message.ts';
import type { Registrations } from './registrations.ts';
import type { ScriptState } from './secure-connection.ts';
import type { SipScript } from './sip-script.ts';

/** A device that asks without end is answered without end; what it asked is remembered so far. */
const mostRequests = 1000;

export interface PerformanceOptions {
  script: SipScript;
  domain: string;
  registrations: Registrations;
  /** The profile's window of silence, ms. */
  window: number;
}

export class SipPerformance implements ScriptState {
  readonly options: PerformanceOptions;
  readonly memory = new Map<string, unknown>();
  readonly requests: SipMessage[] = [];
  readonly conditions = new Conditions();
  #connections = 0;
  #running = 0;
  #over = false;
  #failure: Error | null = null;

  constructor(options: PerformanceOptions) {
    this.options = options;
  }

  /** Number of the connection that has come just now. */
  join(): number {
    return this.#connections++;
  }

  /** Whether the script does something of its own accord. */
  get running(): boolean {
    return this.#running > 0;
  }

  get lasts(): number {
    return this.options.script.lasts ?? 0;
  }

  /** Whether another presentation has taken its place: nobody waits for anything any more. */
  get over(): boolean {
    return this.#over;
  }

  /** What the script itself has done wrong. */
  get failure(): Error | null {
    return this.#failure;
  }

  keep(request: SipMessage): void {
    if (this.requests.length < mostRequests) this.requests.push(request);
  }

  run(part: () => Promise<void>): void {
    this.#running++;
    void part()
      .catch((error: unknown) => this.fail(error))
      .finally(() => {
        this.#running--;
        this.conditions.changed();
      });
  }

  fail(error: unknown): void {
    this.#failure ??= error instanceof Error ? error : new Error(String(error));
  }

  /** Resolves when the script has come to rest, or after `ms`. */
  async rest(ms: number): Promise<void> {
    await this.conditions.until(() => !this.running, ms);
  }

  end(): void {
    this.#over = true;
    this.conditions.changed();
  }
}
