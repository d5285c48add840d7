/** One call: the sip.js session with its media, seen as the facts that the device tells of it. */
import { Invitation, Inviter, SessionState, type Referral } from 'sip.js';
import type { CallFacts, CallState } from '../contracts.ts';
import { answeringPolicy } from './call-policy.ts';
import { CallProgress } from './call-progress.ts';
import { openMicrophone } from './flaw-open-microphone.ts';
import { offerProblem } from './incoming-offer.ts';
import type { Policy } from './media-policy.ts';
import { SdesDescriptionHandler, type DescriptionOptions } from './session-description-handler.ts';
import { informOfKeys, parted, renegotiated } from './session-requests.ts';
import { policyInstead } from './transfer.ts';
import { warningLine } from './warning.ts';

export interface CallEvents {
  changed: (call: Call) => void;
  /** The other side wants somebody else called. */
  referred: (referral: Referral) => void;
}

const NO_ANSWER_MS = 60_000;
/** From here on the flaw `hangs-on-large-sdp` gives no answer. */
const HANGING_OCTETS = 32 * 1024;

export class Call {
  readonly id: string;
  readonly direction: CallFacts['direction'];
  readonly peer: string;
  readonly progress: CallProgress;
  readonly #session: Inviter | Invitation;
  readonly #changed: (call: Call) => void;
  #held = false;
  /** How it is answered otherwise than the settings say, under a flaw. */
  #options: DescriptionOptions = {};
  #overdue: NodeJS.Timeout | null = null;

  constructor(session: Inviter | Invitation, { changed, referred }: CallEvents) {
    this.#session = session;
    this.#changed = changed;
    this.id = session.request.callId;
    this.direction = session instanceof Inviter ? 'outgoing' : 'incoming';
    this.peer = session.remoteIdentity.uri.toString();
    this.progress = new CallProgress(this.direction === 'outgoing' ? 'calling' : 'ringing', () => changed(this));
    session.delegate = {
      // Within a call that stands; sip.js would place the call by itself and tell nobody.
      onRefer: (referral) => referred(referral),
      onCancel: () => (this.progress.code = 487),
    };
    session.stateChange.addListener((state) => {
      if (state === SessionState.Established) this.#established();
      if (state === SessionState.Terminated) this.#ended();
    });
  }

  get state(): CallState {
    return this.progress.state;
  }

  facts(): CallFacts {
    const handler = this.#handler;
    const { state, code } = this.progress;
    const security = state === 'calling' || state === 'ringing' ? null : (handler?.security ?? null);
    return {
      id: this.id,
      direction: this.direction,
      peer: this.peer,
      state,
      code,
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
      this.progress.code = 408;
      this.progress.reason = `no answer within ${NO_ANSWER_MS / 1000} s`;
      void this.hangup();
    }, NO_ANSWER_MS);
    this.#changed(this);
    try {
      await inviter.invite({
        requestDelegate: {
          onProgress: ({ message }) => {
            // sip.js lets nobody else take the call whose early answer it has taken.
            if (message.body) this.#handler?.preview(message.body);
            this.progress.move('ringing');
          },
          onReject: ({ message }) => this.progress.refuse(message),
          onRedirect: ({ message }) => this.progress.refuse(message),
        },
      });
    } catch (error) {
      this.progress.reason = (error as Error).message;
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
      this.progress.code = 488;
      this.progress.reason = problem;
      // RFC 3261 §21.4.26: why is told in a Warning.
      await invitation.reject({ statusCode: 488, extraHeaders: [warningLine(399, agent, problem)] });
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
    if (this.progress.state !== 'established') throw new Error('the call is not established');
    this.#handler?.hold(held);
    if (await renegotiated(this.#session)) this.#held = held;
    this.#handler?.hold(this.#held);
  }

  async reject(statusCode: number): Promise<void> {
    this.progress.code = statusCode;
    await this.#invitation().reject({ statusCode });
  }

  /** @param byInfo for the flaw: in SIP in place of the media. @throws Error where the peer takes no telephone events. */
  async press(digits: string, byInfo: boolean): Promise<void> {
    if (byInfo) await informOfKeys(this.#session, digits);
    else if (!this.#handler?.sendDtmf(digits)) throw new Error('the peer takes no telephone events');
  }

  /** Resolves when the peer has confirmed, or after 2 s without it; the call has ended either way. */
  async hangup(): Promise<void> {
    if (this.progress.state === 'ended') return;
    const isRefused = this.direction === 'incoming' && this.#session.state !== SessionState.Established;
    if (isRefused) this.progress.code = 603;
    await parted(this.#session);
    this.#ended();
  }

  /** The connection is gone: nothing can be said to the peer any more. RFC 3261 §8.1.3.1: as if 503 had come. */
  lost(reason: string): void {
    if (this.direction === 'outgoing' && this.progress.state !== 'established') this.progress.code ??= 503;
    this.progress.reason ??= reason;
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

  #established(): void {
    if (this.#overdue) clearTimeout(this.#overdue);
    this.#handler?.establish();
    this.progress.establish();
  }

  #ended(): void {
    if (this.progress.state === 'ended') return;
    if (this.#overdue) clearTimeout(this.#overdue);
    const handler = this.#handler;
    handler?.close();
    if (handler?.problem && this.progress.state !== 'established') {
      this.progress.code ??= 488;
      this.progress.reason ??= handler.problem;
    }
    this.progress.end();
  }
}
