/** What a script does while a call stands: requests of the far end and waits, each a step of the evidence. */
import type { SessionDescription } from '../wire/sdp/sdp.ts';
import type { SipMessage } from '../wire/sip/message.ts';
import { token } from './agent.ts';
import type { DeviceAct } from './device-act.ts';
import { inDialog, refreshTarget, sdpField } from './dialog.ts';
import type { OwnDescription } from './own-description.ts';
import { echo, isOver, morePackets, type Standing, step, throughWindow } from './standing.ts';
import type { MediaAct } from './stream-script.ts';
import type { Fields, Talk } from './talk.ts';
import type { WithinDialog } from './within-dialog.ts';

/** RFC 3550 §6.2, §6.3.1: 5 s, up to half as much again, and more by the factor that makes up for reconsideration. */
const reportMilliseconds = 6500;

/** The other calls of the same conversation, and the device's driver. */
export interface Others {
  /** Takes the next call of the device to its end; whether one came in the window. */
  follow: Talk['follow'];
  /** Calls the device with these fields, to the end of that call. */
  call: (fields: Fields, script?: Parameters<Talk['follow']>[1]) => Promise<number | null>;
  act: (act: DeviceAct) => Promise<void>;
}

export class Talking implements Talk {
  readonly called: boolean;
  readonly #standing: Standing;
  readonly #within: WithinDialog;
  readonly #others: Others;

  constructor(standing: Standing, within: WithinDialog, called: boolean, others: Others) {
    this.#standing = standing;
    this.#within = within;
    this.called = called;
    this.#others = others;
  }

  get own(): OwnDescription {
    return this.#standing.negotiation.own;
  }

  get theirs(): SessionDescription | null {
    return this.#standing.negotiation.device;
  }

  get over(): boolean {
    return isOver(this.#standing);
  }

  get sparePort(): number {
    return this.#standing.flow.ports.sparePort;
  }

  async reinvite(name: string, describes: OwnDescription | string | null): Promise<number | null> {
    const { negotiation } = this.#standing;
    const body = describes === null ? '' : negotiation.offer(describes);
    return this.#step(name, 'INVITE', async () => {
      const final = await this.#describe('INVITE', body);
      if (final === null || isRefused(final)) negotiation.withdraw();
      else if (body === '') this.#answerInAck(final);
      else {
        this.#acknowledge('');
        this.#answered(final);
      }
      return final;
    });
  }

  async update(name: string, describes: OwnDescription | string): Promise<number | null> {
    const { negotiation } = this.#standing;
    const body = negotiation.offer(describes);
    return this.#step(name, 'UPDATE', async () => {
      const final = await this.#describe('UPDATE', body);
      if (final === null || isRefused(final)) negotiation.withdraw();
      else this.#answered(final);
      return final;
    });
  }

  async request(name: string, method: string, fields: Fields = [], body = ''): Promise<number | null> {
    return this.#step(name, method, () => this.#ask(method, fields, body));
  }

  async packets(name: string, count: number): Promise<void> {
    await this.#step(name, null, () => morePackets(this.#standing, count));
  }

  async echo(name: string, count: number): Promise<void> {
    await echo(this.#standing, name, count);
  }

  async media(name: string, act: MediaAct): Promise<void> {
    const { flow, window } = this.#standing;
    await this.#step(name, null, () => flow.act(act, window, () => this.over));
  }

  async reports(name: string, count: number): Promise<void> {
    const { agent, flow, window } = this.#standing;
    const wanted = flow.ports.reports + count;
    const longest = Math.max(window, count * reportMilliseconds);
    await this.#step(name, null, async () => {
      await agent.conditions.until(() => flow.ports.reports >= wanted || this.over, longest);
    });
  }

  async keys(name: string, count: number): Promise<void> {
    const { agent, flow, window } = this.#standing;
    const came = (): boolean => flow.ports.current.keys.length >= count;
    await this.#step(name, null, async () => {
      await agent.conditions.until(() => came() || this.over, window);
    });
  }

  async device(name: string, act: DeviceAct): Promise<void> {
    await this.#step(name, null, () => this.#others.act(act));
  }

  async silence(name: string): Promise<void> {
    await this.#step(name, null, () => throughWindow(this.#standing));
  }

  async heard(name: string, method: string, { afterIdleLimit = false } = {}): Promise<boolean> {
    const { agent, window, idleLimit } = this.#standing;
    const came = (): boolean => this.#within.heard.has(method);
    await this.#step(name, null, async () => {
      await agent.conditions.until(() => came() || this.over, window + (afterIdleLimit ? idleLimit : 0));
    });
    return came();
  }

  async follow(name: string, script?: Parameters<Talk['follow']>[1]): Promise<boolean> {
    let came = false;
    await this.#step(name, null, async () => {
      came = await this.#others.follow(name, script);
    });
    return came;
  }

  async replace(name: string, script?: Parameters<Talk['replace']>[1]): Promise<number | null> {
    const { callId, local, remote } = this.#standing.dialog;
    // RFC 3891 §3: the tags as the device sees them, its own as to-tag.
    const replaces = `${callId};to-tag=${tagOf(remote)};from-tag=${tagOf(local)}`;
    let status: number | null = null;
    await this.#step(name, null, async () => {
      status = await this.#others.call([['Replaces', replaces]], script);
    });
    return status;
  }

  referTo({ attended = false }: { attended?: boolean } = {}): string {
    const { user, domain } = this.#standing.agent.identity;
    const replaces = encodeURIComponent(`${token()};to-tag=${token()};from-tag=${token()}`);
    return `<sip:${user}@${domain}${attended ? `?Replaces=${replaces}` : ''}>`;
  }

  async #step(
    name: string,
    asked: string | null,
    work: () => Promise<SipMessage | null | void>,
  ): Promise<number | null> {
    return (await step(this.#standing, name, asked, work)).status;
  }

  /** The device may send under the key of its answer before that is here. */
  async #describe(method: string, body: string): Promise<SipMessage | null> {
    const session = this.#standing.flow.ports.current;
    session.holdUndecipherable();
    const final = await this.#ask(method, body === '' ? [] : [sdpField], body);
    if (final === null || isRefused(final)) session.judgeHeld();
    return final;
  }

  #ask(method: string, fields: Fields, body: string): Promise<SipMessage | null> {
    const { agent, dialog, window } = this.#standing;
    const message = inDialog(dialog, method, agent.via(), [['Contact', agent.contact], ...fields], body);
    return agent.finish(agent.begin(message), window, () => this.over);
  }

  #answered(final: SipMessage): void {
    const { dialog, negotiation, flow, mayClear } = this.#standing;
    refreshTarget(dialog, final);
    const agreement = negotiation.answered(final.body.toString());
    if (agreement) flow.agree(agreement, { mayClear });
  }

  #answerInAck(final: SipMessage): void {
    const { dialog, negotiation, flow, mayClear } = this.#standing;
    refreshTarget(dialog, final);
    const offer = final.body.toString();
    const answer = negotiation.answer(offer);
    if (answer?.agreement) flow.agree(answer.agreement, { mayClear });
    this.#acknowledge(answer?.text ?? negotiation.refuseAll(offer));
  }

  #acknowledge(body: string): void {
    const { agent, dialog } = this.#standing;
    agent.send(inDialog(dialog, 'ACK', agent.via(), body === '' ? [] : [sdpField], body));
  }
}

const isRefused = ({ status }: SipMessage): boolean => (status ?? 0) >= 300;

const tagOf = (address: string): string => /;\s*tag=([^;\s]+)/i.exec(address.replace(/<[^>]*>/, ''))?.[1] ?? '';
