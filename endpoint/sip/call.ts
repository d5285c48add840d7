/** One call: the sip.js session with its media, seen as the facts that the device tells of it. */
import { Invitation, Inviter, SessionState, type Referral, type Session } from 'sip.js';
import type { CallFacts, CallState } from '../contracts.ts';
import { openMicrophone } from './flaw-open-microphone.ts';
import { assessOffer, type Policy } from './media-policy.ts';
import { readSdp } from './sdp.ts';
import { answeringPolicy } from './call-policy.ts';
import { SdesDescriptionHandler, type DescriptionOptions } from './session-description-handler.ts';
import { policyInstead } from './transfer.ts';

export interface CallEvents {
  changed: (call: Call) => void;
  /** The other side wants somebody else called. */
  referred: (referral: Referral) => void;
}

export interface CallOutcome {
  outcome: 'established' | 'failed';
  code?: number;
  reason?: string;
}

const NO_ANSWER_MS = 60_000;
/** How long to wait for the peer's part when a call is ended. */
const GOODBYE_MS = 2000;
/** From here on the flaw `hangs-on-large-sdp` gives no answer. */
const HANGING_OCTETS = 32 * 1024;

export class Call {
  readonly id: string;
  readonly direction: CallFacts['direction'];
  readonly peer: string;
  /** Resolves when the call is answered or has failed; never rejects. */
  readonly outcome: Promise<CallOutcome>;
  readonly #session: Session;
  readonly #changed: (call: Call) => void;
  #held = false;
  /** How it is answered otherwise than the settings say, under a flaw. */
  #options: DescriptionOptions = {};
  #settle: (outcome: CallOutcome) => void = () => undefined;
  #state: CallState;
  #code: number | null = null;
  #reason: string | undefined;
  #overdue: NodeJS.Timeout | null = null;

  constructor(session: Inviter | Invitation, { changed, referred }: CallEvents) {
    this.#session = session;
    this.#changed = changed;
    this.id = session.request.callId;
    this.direction = session instanceof Inviter ? 'outgoing' : 'incoming';
    this.peer = session.remoteIdentity.uri.toString();
    this.#state = this.direction === 'outgoing' ? 'calling' : 'ringing';
    this.outcome = new Promise((resolve) => (this.#settle = resolve));
    session.delegate = {
      // Within a call that stands; sip.js would place the call by itself and tell nobody.
      onRefer: (referral) => referred(referral),
      onCancel: () => (this.#code = 487),
    };
    session.stateChange.addListener((state) => {
      if (state === SessionState.Established) this.#established();
      if (state === SessionState.Terminated) this.#ended();
    });
  }

  get state(): CallState {
    return this.#state;
  }

  /** Why it failed or ended, as far as that is known. */
  get reason(): string | undefined {
    return this.#reason;
  }

  facts(): CallFacts {
    const handler = this.#handler;
    const security = this.#state === 'calling' || this.#state === 'ringing' ? null : (handler?.security ?? null);
    return {
      id: this.id,
      direction: this.direction,
      peer: this.peer,
      state: this.#state,
      code: this.#code,
      secured: security !== null,
      suite: security && (handler?.suite ?? null),
      media: { ...(handler?.counters ?? { sent: 0, received: 0, rejected: 0, replayed: 0, plainDropped: 0 }) },
    };
  }

  /** Sends the INVITE of an outgoing call. */
  async invite(): Promise<void> {
    if (!(this.#session instanceof Inviter)) throw new Error('an incoming call cannot be placed');
    const inviter = this.#session;
    this.#overdue = setTimeout(() => {
      this.#code = 408;
      this.#reason = `no answer within ${NO_ANSWER_MS / 1000} s`;
      void this.hangup();
    }, NO_ANSWER_MS);
    this.#changed(this);
    try {
      await inviter.invite({
        requestDelegate: {
          onProgress: ({ message }) => {
            // sip.js lets nobody else take the call whose early answer it has taken.
            if (message.body) this.#handler?.preview(message.body);
            this.#move('ringing');
          },
          onReject: ({ message }) => this.#refusedWith(message),
          onRedirect: ({ message }) => this.#refusedWith(message),
        },
      });
    } catch (error) {
      this.#reason = (error as Error).message;
      this.#ended();
    }
  }

  /**
   * Decides on an incoming INVITE: 488 for an offer that is against the policy, else answered or ringing.
   * @param agent name for the Warning header.
   */
  async receive(policy: Policy, automatic: boolean, agent: string): Promise<void> {
    const invitation = this.#invitation();
    const octets = Buffer.byteLength(invitation.body ?? '');
    if (octets > HANGING_OCTETS && policy.flaws.has('hangs-on-large-sdp')) return;
    this.#options = policyInstead(invitation, policy.flaws);
    const problem = offerProblem(invitation, answeringPolicy(policy, { again: false, instead: this.#options.srtp }));
    if (problem !== null) {
      this.#code = 488;
      this.#reason = problem;
      // RFC 3261 §21.4.26: why is told in a Warning.
      const warning = `Warning: 399 ${agent.replace(/[^\w.-]/g, '')} "${problem.replace(/[^ !#-[\]-~]/g, ' ')}"`;
      await invitation.reject({ statusCode: 488, extraHeaders: [warning] });
    } else if (automatic) {
      await this.answer();
    } else {
      await invitation.progress({ statusCode: 180 });
      this.#changed(this);
      if (!policy.flaws.has('sends-while-ringing')) return;
      await openMicrophone(invitation);
      this.#handler?.establish();
    }
  }

  async answer(): Promise<void> {
    await this.#invitation().accept({ sessionDescriptionHandlerOptions: this.#options });
  }

  /** Resolves when the peer has agreed or refused. @throws Error where the call does not stand. */
  async hold(held: boolean): Promise<void> {
    if (this.#state !== 'established') throw new Error('the call is not established');
    this.#handler?.hold(held);
    if (await this.#renegotiated()) this.#held = held;
    this.#handler?.hold(this.#held);
  }

  async reject(statusCode: number): Promise<void> {
    this.#code = statusCode;
    await this.#invitation().reject({ statusCode });
  }

  /** @param byInfo for the flaw: in SIP in place of the media. @throws Error where the peer takes no telephone events. */
  async press(digits: string, byInfo: boolean): Promise<void> {
    if (byInfo) await this.#inform(digits);
    else if (!this.#handler?.sendDtmf(digits)) throw new Error('the peer takes no telephone events');
  }

  /** Resolves when the peer has confirmed, or after 2 s without it; the call has ended either way. */
  async hangup(): Promise<void> {
    if (this.#state === 'ended') return;
    const session = this.#session;
    await new Promise<void>((done) => {
      const overdue = setTimeout(done, GOODBYE_MS);
      const finished = (): void => {
        clearTimeout(overdue);
        done();
      };
      const parting =
        session.state === SessionState.Established
          ? session.bye({ requestDelegate: { onAccept: finished, onReject: finished, onRedirect: finished } })
          : this.#withdraw(finished);
      parting.catch(finished);
    });
    this.#ended();
  }

  /** The connection is gone: nothing can be said to the peer any more. RFC 3261 §8.1.3.1: as if 503 had come. */
  lost(reason: string): void {
    if (this.direction === 'outgoing' && this.#state !== 'established') this.#code ??= 503;
    this.#reason ??= reason;
    this.#ended();
  }

  get #handler(): SdesDescriptionHandler | null {
    const handler = this.#session.sessionDescriptionHandler;
    return handler instanceof SdesDescriptionHandler ? handler : null;
  }

  #invitation(): Invitation {
    if (!(this.#session instanceof Invitation)) throw new Error('an outgoing call cannot be answered');
    return this.#session;
  }

  /** Whether the peer has agreed to a new offer; not where the call ended meanwhile. */
  #renegotiated(): Promise<boolean> {
    const session = this.#session;
    return new Promise((done, failed) => {
      const over = (state: SessionState): void => {
        if (state === SessionState.Terminated) done(false);
      };
      session.stateChange.addListener(over);
      const refused = (): void => done(false);
      const requestDelegate = { onAccept: () => done(true), onReject: refused, onRedirect: refused };
      session.invite({ requestDelegate }).catch(failed);
    });
  }

  async #inform(digits: string): Promise<void> {
    for (const key of digits) {
      const content = `Signal=${key}\r\nDuration=100\r\n`;
      const body = { contentDisposition: 'render', contentType: 'application/dtmf-relay', content };
      await this.#session.info({ requestOptions: { body } });
    }
  }

  async #withdraw(finished: () => void): Promise<void> {
    this.#session.stateChange.addListener((state) => state === SessionState.Terminated && finished());
    if (this.#session instanceof Inviter) await this.#session.cancel();
    else await this.reject(603);
  }

  #refusedWith({ statusCode, reasonPhrase }: { statusCode?: number; reasonPhrase?: string }): void {
    this.#code ??= statusCode ?? null;
    this.#reason ??= `${statusCode} ${reasonPhrase}`;
    // sip.js tells of the end of the session before it tells of the response that ended it.
    this.#settleFailed();
  }

  #established(): void {
    if (this.#overdue) clearTimeout(this.#overdue);
    this.#handler?.establish();
    this.#move('established');
    this.#settle({ outcome: 'established' });
  }

  #ended(): void {
    if (this.#state === 'ended') return;
    if (this.#overdue) clearTimeout(this.#overdue);
    const handler = this.#handler;
    handler?.close();
    if (handler?.problem && this.#state !== 'established') {
      this.#code ??= 488;
      this.#reason ??= handler.problem;
    }
    this.#move('ended');
    setImmediate(() => this.#settleFailed());
  }

  #settleFailed(): void {
    this.#settle({
      outcome: 'failed',
      ...(this.#code === null ? {} : { code: this.#code }),
      reason: this.#reason ?? 'the call ended before it was answered',
    });
  }

  #move(state: CallState): void {
    if (this.#state === 'ended') return;
    this.#state = state;
    this.#changed(this);
  }
}

/** sip.js answers 480 where an offer fails inside `accept`; looking at the offer first makes it the 488 that it is. */
function offerProblem(invitation: Invitation, policy: Policy): string | null {
  const contentType = invitation.request.getHeader('content-type') ?? '';
  if (!/^application\/sdp\b/i.test(contentType) || !invitation.body) return null;
  const descriptions = readSdp(invitation.body, policy.flaws);
  if (typeof descriptions === 'string') return descriptions;
  const agreement = assessOffer(descriptions, policy);
  return typeof agreement === 'string' ? agreement : null;
}
