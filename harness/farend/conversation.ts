/** One conversation: the call that was asked for, and the further ones that its script leads to. */
import type { SrtpPolicy } from '../evidence.ts';
import type { SipMessage } from '../wire/sip/message.ts';
import type { Agent } from './agent.ts';
import { callScripts } from './call-scripts.ts';
import type { CallScript } from './call-script.ts';
import { isWithinDialog } from './dialog.ts';
import type { Conversation, FarEndCall } from './far-end.ts';
import { Leg, type LegOptions } from './leg.ts';
import type { Fields } from './talk.ts';
import type { Others } from './talking.ts';

type Describing = Pick<CallScript, 'describe' | 'suites'>;

export class ConversationRun {
  readonly #options: Conversation;
  readonly #legs: Leg[] = [];
  readonly #ended: FarEndCall[] = [];
  /** INVITEs of the device that nobody waits for yet. */
  readonly #knocking: SipMessage[] = [];
  #agent: Agent | null = null;
  #mediaAddress = '';

  constructor(options: Conversation) {
    this.#options = options;
    const { script } = options;
    // Made before the first wait, so that an INVITE that comes during registration is not lost.
    this.#add({ ...options, script: callScripts[script ?? 'honest'], scriptName: script });
  }

  observe(message: SipMessage, sent: boolean): void {
    for (const leg of this.#legs) leg.record.observe(message, sent);
  }

  /** Takes a request that belongs to this conversation; false when it belongs to none of its calls. */
  take(agent: Agent, message: SipMessage): boolean {
    if (message.method === 'INVITE' && !isWithinDialog(message)) return this.#takeInvite(message);
    return this.#legs.some((leg) => leg.take(agent, message));
  }

  async run(agent: Agent, mediaAddress: string): Promise<FarEndCall> {
    this.#agent = agent;
    this.#mediaAddress = mediaAddress;
    const { call, datagrams } = await this.#first.run(agent, mediaAddress);
    const refused = call.status?.by === 'device' && call.status.code >= 300;
    if (refused && callScripts[this.#options.script ?? 'honest'].retriesInClear) await this.#call([], {}, 'disabled');
    if (this.#ended.length > 0) call.legs = this.#ended.map((leg) => leg.call);
    return { call, datagrams: [...datagrams, ...this.#ended.flatMap((leg) => leg.datagrams)] };
  }

  get #first(): Leg {
    return this.#legs[0]!;
  }

  #add(options: LegOptions): Leg {
    const others: Others = {
      follow: (_, script) => this.#follow(script),
      call: (fields, script) => this.#call(fields, script),
      act: (act) => this.#options.act(act),
    };
    const leg = new Leg(options, others);
    this.#legs.push(leg);
    return leg;
  }

  #takeInvite(invite: SipMessage): boolean {
    const waiting = this.#legs.find((leg) => leg.waits);
    if (waiting) waiting.invited(invite);
    // A second call of the device is an answer to something that a script does.
    else if (callScripts[this.#options.script ?? 'honest'].talking) this.#knocking.push(invite);
    else return false;
    return true;
  }

  async #follow(script: Describing = {}): Promise<boolean> {
    const { probes: _, ...options } = this.#options;
    const leg = this.#add({ ...options, direction: 'outgoing', script: { title: 'a further call', ...script } });
    const knocking = this.#knocking.shift();
    if (knocking) leg.invited(knocking);
    await this.#run(leg);
    return !leg.waits;
  }

  async #call(
    fields: Fields,
    script: Describing = {},
    farPolicy: SrtpPolicy = this.#options.farPolicy,
  ): Promise<number | null> {
    const { probes: _, ...options } = this.#options;
    const further = { title: 'a further call', ...script };
    const leg = this.#add({ ...options, farPolicy, direction: 'incoming', script: further, fields });
    await this.#run(leg);
    return leg.record.call.status?.code ?? null;
  }

  async #run(leg: Leg): Promise<void> {
    if (this.#agent) this.#ended.push(await leg.run(this.#agent, this.#mediaAddress));
  }
}
