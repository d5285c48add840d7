/** A SIP agent whose code is loaded at first use: that code is half of what starting the device would take. */
import type { AttemptResult, CallFacts, SipAgent } from './contracts.ts';

type Listener = Parameters<SipAgent['onEvent']>[0];

export class DeferredAgent implements SipAgent {
  readonly #load: () => Promise<SipAgent>;
  readonly #listeners: Listener[] = [];
  readonly #made = new Date().toISOString();
  #loading: Promise<SipAgent> | null = null;
  #agent: SipAgent | null = null;

  constructor(load: () => Promise<SipAgent>) {
    this.#load = load;
  }

  async register(): Promise<AttemptResult> {
    return (await this.#loaded()).register();
  }

  async unregister(): Promise<AttemptResult> {
    return (await this.#loaded()).unregister();
  }

  async connect(): Promise<AttemptResult> {
    return (await this.#loaded()).connect();
  }

  async call(to: string): ReturnType<SipAgent['call']> {
    return (await this.#loaded()).call(to);
  }

  async answer(call?: string): Promise<void> {
    return (await this.#loaded()).answer(call);
  }

  async hangup(call?: string): Promise<void> {
    return (await this.#loaded()).hangup(call);
  }

  async hold(held: boolean, call?: string): Promise<void> {
    return (await this.#loaded()).hold(held, call);
  }

  async dtmf(digits: string, call?: string): Promise<void> {
    return (await this.#loaded()).dtmf(digits, call);
  }

  calls(): CallFacts[] {
    return this.#agent?.calls() ?? [];
  }

  registration(): ReturnType<SipAgent['registration']> {
    const none = { state: 'unregistered', reason: '', at: this.#made, server: '', verified: false } as const;
    return this.#agent?.registration() ?? none;
  }

  onEvent(listener: Listener): void {
    this.#listeners.push(listener);
    this.#agent?.onEvent(listener);
  }

  // What was never used has no connection to look at or to close.
  async reconfigure(): Promise<void> {
    await (await this.#loading)?.reconfigure();
  }

  async stop(): Promise<void> {
    await (await this.#loading)?.stop();
  }

  #loaded(): Promise<SipAgent> {
    this.#loading ??= this.#load().then((agent) => {
      this.#agent = agent;
      for (const listener of this.#listeners) agent.onEvent(listener);
      return agent;
    });
    return this.#loading;
  }
}
