/** One leg: a call between the far end and the device from its INVITE to the end of its media. */
import { LabError } from '../errors.ts';
import { header, responseTo, type SipMessage } from '../wire/sip/message.ts';
import { aftermath } from './aftermath.ts';
import { type Agent, token } from './agent.ts';
import { Called } from './called.ts';
import { CallRecord } from './call-record.ts';
import type { CallScript } from './call-script.ts';
import { place } from './calling.ts';
import type { Conversation, FarEndCall } from './far-end.ts';
import { MediaFlow } from './media-flow.ts';
import { Negotiation } from './negotiation.ts';
import { hangUp, isOver, type Stage, type Standing } from './standing.ts';
import { frameMilliseconds } from './stream.ts';
import { type Others, Talking } from './talking.ts';
import type { Fields } from './talk.ts';
import { WithinDialog } from './within-dialog.ts';

const strayMilliseconds = 60;

export interface LegOptions extends Omit<Conversation, 'script'> {
  script: CallScript;
  /** As it stands in the evidence; absent for an honest one. */
  scriptName?: string | undefined;
  /** More fields of an INVITE of the far end. */
  fields?: Fields;
}

export class Leg {
  readonly record: CallRecord;
  readonly #options: LegOptions;
  readonly #others: Others;
  readonly #tag = token();
  #agent: Agent | null = null;
  /** The INVITE of the device, once it is here. */
  #invite: SipMessage | null = null;
  #within: WithinDialog | null = null;

  constructor(options: LegOptions, others: Others) {
    this.#options = options;
    this.#others = others;
    this.record = new CallRecord(options.direction, options.devicePolicy, options.farPolicy, options.scriptName);
  }

  /** Whether it waits for an INVITE of the device. */
  get waits(): boolean {
    return this.#options.direction === 'outgoing' && this.#invite === null;
  }

  invited(invite: SipMessage): void {
    this.#invite = invite;
    this.record.callId = header(invite, 'Call-ID') ?? '';
    this.record.observe(invite, false);
    this.#agent?.conditions.changed();
  }

  /** Takes a request that belongs to this call and answers it; false when it belongs to another one. */
  take(agent: Agent, message: SipMessage): boolean {
    if (this.record.callId === null || header(message, 'Call-ID') !== this.record.callId) return false;
    if (message.method === 'CANCEL') {
      agent.send(responseTo(message, 200, 'OK', { toTag: this.#tag }));
      // RFC 3261 §9.2: a CANCEL that comes after the final answer has no effect.
      if (!this.#within) this.record.end('device', 'CANCEL');
    } else if (this.#within) {
      this.#within.take(message);
    } else if (message.method !== 'ACK') {
      agent.send(responseTo(message, 200, 'OK', { toTag: this.#tag }));
      if (message.method === 'BYE') this.record.end('device', 'BYE');
    }
    return true;
  }

  /** To its end. Throws LabError where the proxy's connection broke. */
  async run(agent: Agent, mediaAddress: string): Promise<FarEndCall> {
    this.#agent = agent;
    const { probes, script, direction, window, idleLimit = 0 } = this.#options;
    const { origin } = this.record;
    const { conditions } = agent;
    const { stream } = script;
    const flow = await MediaFlow.open({ host: mediaAddress, origin, conditions, probes, stream });
    const stage: Stage = { agent, record: this.record, flow, window, idleLimit };
    try {
      const standing = await (direction === 'outgoing' ? this.#beCalled(stage) : this.#call(stage));
      if (standing) await this.#talk(standing);
      if (standing && stream?.afterwards) await aftermath(stage, stream.afterwards);
      await conditions.until(() => false, strayMilliseconds);
    } finally {
      await flow.close();
    }
    if (agent.closedBecause !== null) {
      const message = `the proxy's connection to the far end broke during a call: ${agent.closedBecause}`;
      throw new LabError('FAR_END_CONNECTION', message, { hint: 'the log of Kamailio says why' });
    }
    Object.assign(this.record.call, flow.facts());
    return { call: this.record.call, datagrams: flow.datagrams };
  }

  async #beCalled(stage: Stage): Promise<Standing | null> {
    const { agent, record, window } = stage;
    await agent.conditions.until(() => this.#invite !== null || agent.closedBecause !== null, window);
    const invite = this.#invite;
    if (!invite) return null;
    const called = new Called(stage, invite, this.#tag, () => this.#negotiation(stage.flow));
    const { answering } = this.#options.script;
    if (answering && !record.ended) await answering(called);
    else called.accept();
    // A device whose call nobody answers is given the window to think better of it.
    if (!called.final) await agent.conditions.until(() => record.ended || agent.closedBecause !== null, window);
    if (called.accepted) {
      const standing = { ...stage, ...called.accepted, mayClear: true };
      this.#within = new WithinDialog(standing, invite.body.length === 0);
      return standing;
    }
    if (!called.refused) this.#end(stage, invite);
    return null;
  }

  /** Ends an INVITE that has no final answer yet. */
  #end({ agent, record }: Stage, invite: SipMessage): void {
    const status = record.ended ? 487 : 480;
    const reason = record.ended ? 'Request Terminated' : 'Temporarily Unavailable';
    agent.send(responseTo(invite, status, reason, { toTag: this.#tag }));
    record.call.status = { code: status, by: 'far-end' };
    record.end('far-end', 'reject');
  }

  async #call(stage: Stage): Promise<Standing | null> {
    const { deviceUser, farPolicy, script, fields = [] } = this.#options;
    const standing = await place(stage, {
      uri: `sip:${deviceUser}@${stage.agent.identity.domain}`,
      negotiation: this.#negotiation(stage.flow),
      withoutOffer: script.withoutOffer ?? false,
      // A far end that demands crypto listens to what a careless device sends, but never sends in clear itself.
      mayClear: farPolicy !== 'mandatory',
      fields,
    });
    if (standing) this.#within = new WithinDialog(standing, false);
    return standing;
  }

  #negotiation({ ports: { host, port, sparePort } }: MediaFlow): Negotiation {
    const { farPolicy: policy, script, suites } = this.#options;
    return new Negotiation({ policy, script: { ...(suites && { suites }), ...script }, host, port, sparePort });
  }

  async #talk(standing: Standing): Promise<void> {
    const { packets, window, probes, script } = this.#options;
    const { flow } = standing;
    // Longer than any call that goes well: the packets that are asked for, and the probes with their echoes.
    const limit = window + 2 * packets * frameMilliseconds + (probes ? window : 0);
    const talking = this.#within && script.talking?.(new Talking(standing, this.#within, this.#others));
    const enough = (): boolean => isOver(standing) || flow.enough(packets);
    await Promise.all([flow.listen(enough, window, limit), talking]);
    flow.stop();
    if (!isOver(standing)) await hangUp(standing);
  }
}
