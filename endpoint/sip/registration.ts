/** The registration over one connection (RFC 3261 §10.2): made, refreshed by sip.js from then on, and taken back. */
import { Registerer, RegistererState, type UserAgent } from 'sip.js';
import type { AttemptResult } from '../contracts.ts';

export interface RegistrationOptions {
  /** Seconds. */
  expires: number;
  /** RFC 5626 §4.2; none: the registration is one without outbound. */
  regId?: number | undefined;
  /** How long the registrar may take to answer. */
  answerMs: number;
  /** Why the connection is gone; null: it is there. */
  lostBecause: () => string | null;
  /** Each time that the registrar says yes. */
  accepted: (response: { getHeader(name: string): string | undefined }) => void;
  /** A refresh failed after the registration had been accepted. */
  lost: (reason: string) => void;
}

export interface RegistrationResult extends AttemptResult {
  /** Whether trying again later could help: not after the registrar said no (RFC 3261 §22.1). */
  mayRetry: boolean;
}

type Settle = (result: RegistrationResult) => void;

export class Registration {
  readonly #agent: UserAgent;
  readonly #options: RegistrationOptions;
  #registerer: Registerer | null = null;
  /** Ends the REGISTER that waits for an answer; null: there is none. */
  #settle: Settle | null = null;
  /** Ends the attempt that waits for an answer. */
  #interrupt: ((reason: string) => void) | null = null;

  constructor(agent: UserAgent, options: RegistrationOptions) {
    this.#agent = agent;
    this.#options = options;
  }

  /** One REGISTER (with its answer to a challenge); refreshed from then on while the connection lives. */
  register(): Promise<RegistrationResult> {
    const registerer = (this.#registerer ??= this.#newRegisterer());
    return this.#attempt((settle) => {
      this.#settle = settle;
      registerer
        .register({
          requestDelegate: {
            onAccept: ({ message }) => {
              this.#options.accepted(message);
              settle(accepted);
            },
            onReject: ({ message }) => settle(rejected(message)),
          },
        })
        .catch((error: Error) => settle(failed(error.message)));
    });
  }

  /** Takes the registration back over this connection, which stays open. */
  unregister(): Promise<RegistrationResult> {
    const registerer = this.#registerer;
    if (!registerer) return Promise.resolve(failed('this connection has no registration'));
    this.#registerer = null;
    return this.#attempt((settle) => {
      registerer
        .unregister({
          requestDelegate: {
            onAccept: () => settle(accepted),
            onReject: ({ message }) => settle(rejected(message)),
          },
        })
        .catch((error: Error) => settle(failed(error.message)));
    });
  }

  /** Ends an attempt that still waits for its answer. */
  giveUp(reason: string): void {
    this.#interrupt?.(reason);
  }

  /** With the connection gone this sends nothing: it only stops the timers. */
  async dispose(): Promise<void> {
    const stopped = this.#registerer?.dispose();
    this.#registerer = null;
    await Promise.race([stopped, new Promise((next) => setImmediate(next))]);
  }

  #newRegisterer(): Registerer {
    const { expires, regId, lost } = this.#options;
    const outbound = regId === undefined ? {} : { regId };
    const registerer = new Registerer(this.#agent, { expires, logConfiguration: false, ...outbound });
    registerer.stateChange.addListener((state) => {
      if (state !== RegistererState.Unregistered || this.#registerer !== registerer) return;
      const settle = this.#settle;
      if (settle === null) lost('the registrar did not confirm the registration again');
      // sip.js tells of the state first and of the response that caused it afterwards.
      else setImmediate(() => settle(failed('the answer of the registrar does not list our contact')));
    });
    return registerer;
  }

  #attempt(begin: (settle: Settle) => void): Promise<RegistrationResult> {
    const { answerMs, lostBecause } = this.#options;
    const lost = lostBecause();
    if (lost) return Promise.resolve({ outcome: 'failed', reason: lost, mayRetry: true });
    return new Promise((resolve) => {
      const overdue = setTimeout(
        () =>
          settle({ outcome: 'timeout', reason: `the registrar did not answer within ${answerMs} ms`, mayRetry: true }),
        answerMs,
      );
      const settle = (result: RegistrationResult): void => {
        clearTimeout(overdue);
        this.#interrupt = null;
        this.#settle = null;
        resolve(result);
      };
      this.#interrupt = (reason) => settle({ outcome: 'failed', reason, mayRetry: true });
      begin(settle);
    });
  }
}

const accepted: RegistrationResult = { outcome: 'accepted', mayRetry: false };

const failed = (reason: string, statusCode = 0): RegistrationResult => ({
  outcome: 'failed',
  reason,
  mayRetry: statusCode >= 500 && statusCode < 600,
});

const rejected = ({ statusCode, reasonPhrase }: { statusCode?: number; reasonPhrase?: string }): RegistrationResult =>
  failed(`${statusCode} ${reasonPhrase}`, statusCode);
