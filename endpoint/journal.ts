/** What the device remembers to tell: its log, the refusals, and the events that its listeners get. Bounded. */
import type { Refusal } from './contracts.ts';

export interface DeviceEvent {
  kind: 'registration' | 'call' | 'media' | 'log' | 'refusal' | 'settings';
  at: string;
  [detail: string]: unknown;
}

const keptLines = 500;
const keptRefusals = 50;
const longestLine = 1000;

export class Journal {
  readonly #lines: { at: string; line: string }[] = [];
  readonly #refusals: Refusal[] = [];
  readonly #listeners = new Set<(event: DeviceEvent) => void>();
  readonly #secrets: (() => readonly string[])[];

  /** `secrets` are never logged, in whatever line they turn up. */
  constructor(secrets: readonly string[]) {
    this.#secrets = [() => secrets];
  }

  /** Further secrets, asked for at each line because they change. */
  hide(secrets: () => readonly string[]): void {
    this.#secrets.push(secrets);
  }

  log(line: string): void {
    const at = new Date().toISOString();
    let told = line;
    // Shorter ones would blot out half of every line.
    for (const secret of this.#secrets.flatMap((secrets) => secrets()))
      if (secret.length >= 4) told = told.replaceAll(secret, '***');
    // What a peer sent must not write lines or colours of its own.
    told = told.slice(0, longestLine).replace(/[\x00-\x1f\x7f]+/g, ' ');
    this.#lines.push({ at, line: told });
    if (this.#lines.length > keptLines) this.#lines.shift();
    this.#emit({ kind: 'log', at, line: told });
  }

  /** The same refusal told twice, by who found it and by who passed it on, is one. */
  refused(refusal: Refusal): void {
    if (this.#refusals.includes(refusal)) return;
    this.#refusals.unshift(refusal);
    this.#refusals.length = Math.min(this.#refusals.length, keptRefusals);
    this.#emit({ ...refusal, kind: 'refusal', refused: refusal.kind });
    this.log(`${refusal.service}: refused ${refusal.peer}: ${refusal.reason}`);
  }

  tell(event: { kind: DeviceEvent['kind']; [detail: string]: unknown }): void {
    if (event.kind === 'log') this.log(typeof event.line === 'string' ? event.line : JSON.stringify(event));
    else this.#emit({ ...event, at: new Date().toISOString() });
  }

  /** Newest last. */
  lines(): readonly { at: string; line: string }[] {
    return this.#lines;
  }

  /** Newest first. */
  refusals(): readonly Refusal[] {
    return this.#refusals;
  }

  forgetRefusals(): void {
    this.#refusals.length = 0;
  }

  /** Returns what ends the subscription. */
  onEvent(listener: (event: DeviceEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #emit(event: DeviceEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
