/** The far end is called: provisional responses, forks and the final answer to one INVITE of the device. */
import { responseTo, type SipMessage } from '../wire/sip/message.ts';
import type { Agreement } from './agreement.ts';
import type { Answering } from './answering.ts';
import { calleeDialog, type Dialog, sdpField } from './dialog.ts';
import type { Negotiation } from './negotiation.ts';
import { echo, type Stage, step, throughWindow } from './standing.ts';

interface Fork {
  negotiation: Negotiation;
  said: { text: string; agreement: Agreement | null } | null;
}

export class Called implements Answering {
  /** Set by the final answer: 200 gives a dialog. */
  accepted: { dialog: Dialog; negotiation: Negotiation } | null = null;
  refused = false;
  readonly #stage: Stage;
  readonly #invite: SipMessage;
  readonly #tag: string;
  readonly #negotiation: () => Negotiation;
  readonly #forks = new Map<string, Fork>();
  /** Whose media is sent. */
  #sounding: string | null = null;

  /** `negotiation` makes one for each fork. */
  constructor(stage: Stage, invite: SipMessage, tag: string, negotiation: () => Negotiation) {
    this.#stage = stage;
    this.#invite = invite;
    this.#tag = tag;
    this.#negotiation = negotiation;
  }

  get final(): boolean {
    return this.accepted !== null || this.refused;
  }

  progress(status: number, { describes, tag = this.#tag }: Parameters<Answering['progress']>[1] = {}): void {
    if (this.#over) return;
    const body = describes ? this.#describe(tag) : '';
    this.#respond(status, status === 180 ? 'Ringing' : 'Session Progress', tag, body ?? '');
    if (body) this.#sound(tag);
  }

  accept({ tag = this.#tag }: Parameters<Answering['accept']>[0] = {}): void {
    if (this.#over) return;
    const body = this.#describe(tag);
    if (body === null) return this.#refuse();
    this.accepted = { dialog: calleeDialog(this.#invite, tag), negotiation: this.#fork(tag).negotiation };
    // Understood before it is sent, so that nothing of the device is too early.
    this.#agree(tag);
    this.#respond(200, 'OK', tag, body);
    this.#stage.record.call.status = { code: 200, by: 'far-end' };
    this.#stage.flow.start();
  }

  async echo(name: string, count: number): Promise<void> {
    await echo(this.#stage, name, count);
  }

  async silence(name: string): Promise<void> {
    await step(this.#stage, name, null, () => throughWindow(this.#stage));
  }

  /** Nothing more can be said: it was answered, or the device gave up. */
  get #over(): boolean {
    return this.final || this.#stage.record.ended;
  }

  #refuse(): void {
    this.refused = true;
    const { agent, record } = this.#stage;
    agent.send(responseTo(this.#invite, 488, 'Not Acceptable Here', { toTag: this.#tag }));
    record.call.status = { code: 488, by: 'far-end' };
    record.end('far-end', 'reject');
  }

  #fork(tag: string): Fork {
    const fork = this.#forks.get(tag) ?? { negotiation: this.#negotiation(), said: null };
    this.#forks.set(tag, fork);
    return fork;
  }

  /** RFC 3261 §13.2.1: one answer for each dialog, so a 200 says what its 183 said. Null where the policy refuses. */
  #describe(tag: string): string | null {
    const fork = this.#fork(tag);
    const offer = this.#invite.body.toString();
    if (offer === '') return fork.negotiation.offer();
    fork.said ??= fork.negotiation.answer(offer);
    return fork.said?.text ?? null;
  }

  #sound(tag: string): void {
    this.#agree(tag);
    this.#stage.flow.start();
  }

  #agree(tag: string): void {
    const agreement = this.#fork(tag).said?.agreement;
    if (!agreement || this.#sounding === tag) return;
    this.#stage.flow.agree(agreement, { anew: this.#sounding !== null });
    this.#sounding = tag;
  }

  #respond(status: number, reason: string, tag: string, body: string): void {
    const { agent } = this.#stage;
    const headers = [['Contact', agent.contact] as const, ...(body === '' ? [] : [sdpField])];
    agent.send(responseTo(this.#invite, status, reason, { toTag: tag, headers, body }));
  }
}
