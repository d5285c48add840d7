/** One conversation: the call that was asked for, and the further ones that its script leads to. */
import type { SipMessage } from '../wire/sip/message.ts';
import type { Agent } from './agent.ts';
import { callScripts } from './call-scripts.ts';
import type { CallScript } from './call-script.ts';
import { isWithinDialog } from './dialog.ts';
import type { Conversation, FarEndCall } from './far-end.ts';
import { Leg, type LegOptions } from './leg.ts';
import type { Talk } from './talk.ts';
import type { Others } from './talking.ts';

export class ConversationRun {
  readonly #options: Conversation;
  readonly #script: CallScript;
  readonly #first: Leg;
  readonly #legs: Leg[] = [];
  readonly #ended: FarEndCall[] = [];
  /** INVITEs of the device that nobody waits for yet. */
  readonly #knocking: SipMessage[] = [];
  #agent: Agent | null = null;
  #mediaAddress = '';

  constructor(options: Conversation) {
    this.#options = options;
    this.#script = callScripts[options.script ?? 'honest'];
    // Made before the first wait, so that an INVITE that comes during registration is not lost.
    this.#first = this.#add({ ...options, script: this.#script, scriptName: options.script });
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
    if (refused && this.#script.retriesInClear) await this.#run(this.#further({ farPolicy: 'disabled' }));
    if (this.#ended.length > 0) call.legs = this.#ended.map((leg) => leg.call);
    return { call, datagrams: [...datagrams, ...this.#ended.flatMap((leg) => leg.datagrams)] };
  }

  #add(options: LegOptions): Leg {
    const others: Others = {
      follow: () => this.#follow(),
      call: (fields, script) => this.#run(this.#further({ fields }, script)),
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
    else if (this.#script.talking) this.#knocking.push(invite);
    else return false;
    return true;
  }

  /** Another call, of the far end where nothing else is said. Its media is a tone. */
  #further(of: Partial<LegOptions>, script: Parameters<Talk['replace']>[1] = {}): Leg {
    const { probes: _, ...options } = this.#options;
    return this.#add({ ...options, direction: 'incoming', ...of, script: { title: 'a further call', ...script } });
  }

  async #follow(): Promise<void> {
    const leg = this.#further({ direction: 'outgoing' });
    const knocking = this.#knocking.shift();
    if (knocking) leg.invited(knocking);
    await this.#run(leg);
  }

  async #run(leg: Leg): Promise<void> {
    if (this.#agent) this.#ended.push(await leg.run(this.#agent, this.#mediaAddress));
  }
}
