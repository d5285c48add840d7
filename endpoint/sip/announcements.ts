/** What the device tells of its registration, its calls and their media: to whoever listens, and in its log. */
import type { SipAgent } from '../contracts.ts';
import type { Call } from './call.ts';
import type { MediaEvent } from './user-agent.ts';

export type RegistrationFacts = ReturnType<SipAgent['registration']>;

export type AgentListener = Parameters<SipAgent['onEvent']>[0];

export class Announcements {
  readonly #log: (line: string) => void;
  readonly #listeners = new Set<AgentListener>();
  #registration: RegistrationFacts;

  constructor(log: (line: string) => void) {
    this.#log = log;
    this.#registration = { state: 'unregistered', reason: '', at: now(), server: '', verified: false };
  }

  listen(listener: AgentListener): void {
    this.#listeners.add(listener);
  }

  /** As it was announced last. */
  get registration(): RegistrationFacts {
    return { ...this.#registration };
  }

  registrationIs(facts: Omit<RegistrationFacts, 'at'>): void {
    this.#registration = { ...facts, at: now() };
    const { state, reason, server } = facts;
    this.#tell({ kind: 'registration', ...this.#registration });
    this.#log(`sip: ${state}${server ? ` at ${server}` : ''}${reason ? `: ${reason}` : ''}`);
  }

  call(call: Call): void {
    this.#tell({ kind: 'call', ...call.facts() });
    const { state, reason } = call.progress;
    const why = state === 'ended' && reason ? `: ${reason}` : '';
    this.#log(`sip: ${call.direction} call with ${call.peer} ${state}${why}`);
  }

  media(call: string, event: MediaEvent): void {
    this.#tell({ kind: 'media', call, ...event });
    if (event.happened === 'key used up') this.#log(`sip: the key of the call ${call} is used up: it is ended`);
    if (event.happened === 'idle') this.#log(`sip: nothing comes any more in the call ${call}: it is ended`);
  }

  #tell(event: Parameters<AgentListener>[0]): void {
    for (const listener of this.#listeners) listener(event);
  }
}

const now = (): string => new Date().toISOString();
