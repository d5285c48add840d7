/** Keeps the device registered: over a line that it opens for that, and again by itself after a failure or a loss. */
import type { AttemptResult, Surroundings } from '../contracts.ts';
import type { Announcements, RegistrationFacts } from './announcements.ts';
import type { CallList } from './call-list.ts';
import type { CurrentLine, Opened } from './current-line.ts';
import { registerOver } from './flaw-rejected-password.ts';
import { Retry } from './retry.ts';

/** How often the flaw `storms-after-rejection` tries again at once. */
const STORM = 8;

export interface RegistrationKeeperOptions {
  surroundings: Surroundings;
  current: CurrentLine;
  /** Those that end with the line, or outlive its connection. */
  calls: CallList;
  announcements: Announcements;
  /** `register` is due, when nothing else is under way. */
  again: () => void;
}

export class RegistrationKeeper {
  readonly #options: RegistrationKeeperOptions;
  readonly #retry: Retry;
  /** For `repeats-lost-requests`. */
  #lostRequest: string | null = null;

  constructor(options: RegistrationKeeperOptions) {
    const { surroundings, again } = options;
    this.#options = options;
    this.#retry = new Retry({
      baseMs: () => surroundings.settings().sip.retryInterval * 1000,
      isConstant: () => surroundings.flaws.has('retries-at-constant-intervals'),
      again,
    });
  }

  /** Opens a line and registers over it. */
  async register(): Promise<AttemptResult> {
    let result = await this.#registerOnce();
    const storms = this.#options.surroundings.flaws.has('storms-after-rejection');
    for (let again = 0; storms && result.outcome !== 'accepted' && again < STORM; again++)
      result = await this.#registerOnce();
    return result;
  }

  /** Over the line there is, which stays open. */
  async unregister(): Promise<AttemptResult> {
    const { line } = this.#options.current;
    if (!line) return { outcome: 'failed', reason: 'there is no connection' };
    const { mayRetry: _, ...result } = await line.registration.unregister();
    this.#report(result.outcome === 'accepted' ? 'unregistered' : 'failed', result.reason);
    return result;
  }

  /** Opens a line and nothing more. */
  async connect(): Promise<AttemptResult> {
    const result = await this.open();
    this.#report(result.outcome === 'accepted' ? 'unregistered' : stateAfter(result), result.reason);
    return result;
  }

  /** As `connect`, and tells nobody. */
  async open(): Promise<Opened> {
    await this.close();
    return this.#options.current.open();
  }

  /** Ends the calls and closes the line. */
  async close(): Promise<void> {
    const { current, calls } = this.#options;
    if (!current.line) return;
    await calls.endAll();
    await current.close();
  }

  /** Closes the line there is, since the settings are others now. */
  async closeOutdated(): Promise<void> {
    if (!this.#options.current.line) return;
    await this.close();
    this.#report('unregistered', 'the settings were changed');
  }

  /** Neither waits for an answer any longer nor tries again by itself. */
  giveUp(reason: string): void {
    this.#retry.forget();
    this.#options.current.line?.registration.giveUp(reason);
  }

  async connectionLost(reason: string): Promise<void> {
    const { current, calls, announcements } = this.#options;
    const { line } = current;
    if (!line) return;
    const { flaws } = this.#options.surroundings;
    calls.lost(reason, flaws.has('ends-calls-with-the-connection'));
    if (flaws.has('repeats-lost-requests')) this.#lostRequest = line.lastInvite;
    const wasRegistered = announcements.registration.state === 'registered';
    if (calls.standing) line.outlive();
    else await current.close();
    // An attempt under way reports by itself.
    if (announcements.registration.state === 'trying') return;
    this.#report(wasRegistered ? 'failed' : 'unregistered', reason);
    if (wasRegistered && !flaws.has('stays-away-after-loss')) this.#retry.plan();
  }

  /** The registrar did not confirm the registration again. */
  registrationLost(reason: string): void {
    if (this.#options.announcements.registration.state !== 'registered') return;
    this.#report('failed', reason);
    this.#retry.plan();
  }

  async #registerOnce(): Promise<AttemptResult> {
    this.#report('trying');
    const opened = await this.#connected();
    const { line } = this.#options.current;
    if (opened.outcome !== 'accepted' || !line) {
      this.#report(stateAfter(opened), opened.reason);
      if (opened.mayRetry) this.#retry.plan();
      return { outcome: opened.outcome, reason: opened.reason };
    }
    const { mayRetry, ...result } = await registerOver(line.registration, this.#options.surroundings.flaws);
    if (result.outcome === 'accepted') await this.#registered();
    else {
      await this.close();
      if (mayRetry) this.#retry.plan();
    }
    this.#report(result.outcome === 'accepted' ? 'registered' : 'failed', result.reason);
    return result;
  }

  /** A new line, so that every attempt is one from the beginning; calls that have outlived the last one get it, too. */
  #connected(): Promise<Opened> {
    const { current, calls } = this.#options;
    const { line } = current;
    return line?.hasOutlived && calls.standing ? current.resume(line) : this.open();
  }

  async #registered(): Promise<void> {
    const { current, surroundings } = this.#options;
    this.#retry.forget();
    if (this.#lostRequest) await current.line?.repeat(this.#lostRequest);
    this.#lostRequest = null;
    if (surroundings.flaws.has('closes-connection-after-registration')) await this.close();
  }

  #report(state: RegistrationFacts['state'], reason = ''): void {
    const { line, server } = this.#options.current;
    this.#options.announcements.registrationIs({ state, reason, server, verified: line?.verified ?? false });
  }
}

const stateAfter = ({ outcome }: AttemptResult): 'refused' | 'failed' => (outcome === 'refused' ? 'refused' : 'failed');
