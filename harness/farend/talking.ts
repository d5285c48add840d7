/** What a script does while a call stands: requests of the far end and waits, each a step of the evidence. */
import type { SipMessage } from '../wire/sip/message.ts';
import { token } from './agent.ts';
import type { DeviceAct } from './device-act.ts';
import { inDialog, refreshTarget, sdpField } from './dialog.ts';
import type { OwnDescription } from './own-description.ts';
import { answerOffer, echo, isOver, morePackets, type Standing, step, takeAnswer, throughWindow } from './standing.ts';
import type { MediaAct } from './stream-script.ts';
import type { Fields, Talk } from './talk.ts';
import type { WithinDialog } from './within-dialog.ts';

/** RFC 3550 §6.2, §6.3.1: 5 s, up to half as much again, and more by the factor that makes up for reconsideration. */
const reportMilliseconds = 6500;

/** The other calls of the same conversation, and the device's driver. */
export interface Others {
  /** Takes the next call of the device to its end, or waits for it through the window. */
  follow: () => Promise<void>;
  /** Calls the device with these fields, to the end of that call. */
  call: (fields: Fields, script?: Parameters<Talk['replace']>[1]) => Promise<void>;
  act: (act: DeviceAct) => Promise<void>;
}

export class Talking implements Talk {
  readonly #standing: Standing;
  readonly #within: WithinDialog;
  readonly #others: Others;

  constructor(standing: Standing, within: WithinDialog, others: Others) {
    this.#standing = standing;
    this.#within = within;
    this.#others = others;
  }

  get own(): OwnDescription {
    return this.#standing.negotiation.own;
  }

  get sparePort(): number {
    return this.#standing.flow.ports.sparePort;
  }

  async reinvite(name: string, describes: OwnDescription | null): Promise<void> {
    const { negotiation, flow } = this.#standing;
    const body = describes === null ? '' : negotiation.offer(describes);
    await this.#step(name, 'INVITE', async () => {
      // The device may send under the key of its answer before that is here.
      const session = flow.ports.current;
      session.holdUndecipherable();
      const final = await this.#ask('INVITE', body === '' ? [] : [sdpField], body);
      if (final === null || (final.status ?? 0) >= 300) negotiation.withdraw();
      else this.#acknowledge(final, body !== '');
      // Also where nothing was agreed, or the media has moved to another port.
      session.judgeHeld();
      return final;
    });
  }

  async request(name: string, method: string, fields: Fields = []): Promise<void> {
    await this.#step(name, method, () => this.#ask(method, fields, ''));
  }

  async packets(name: string, count: number): Promise<void> {
    await this.#step(name, null, () => morePackets(this.#standing, count));
  }

  async echo(name: string, count: number): Promise<void> {
    await echo(this.#standing, name, count);
  }

  async media(name: string, act: MediaAct): Promise<void> {
    const { flow, window } = this.#standing;
    await this.#step(name, null, () => flow.act(act, window, () => isOver(this.#standing)));
  }

  async reports(name: string, count: number): Promise<void> {
    const { agent, flow, window } = this.#standing;
    const wanted = flow.ports.reports + count;
    const longest = Math.max(window, count * reportMilliseconds);
    await this.#step(name, null, async () => {
      await agent.conditions.until(() => flow.ports.reports >= wanted || isOver(this.#standing), longest);
    });
  }

  async keys(name: string, count: number): Promise<void> {
    const { agent, flow, window } = this.#standing;
    const came = (): boolean => flow.ports.current.keys.length >= count;
    await this.#step(name, null, async () => {
      await agent.conditions.until(() => came() || isOver(this.#standing), window);
    });
  }

  async device(name: string, act: DeviceAct): Promise<void> {
    await this.#step(name, null, () => this.#others.act(act));
  }

  async silence(name: string): Promise<void> {
    await this.#step(name, null, () => throughWindow(this.#standing));
  }

  async heard(name: string, method: string, { afterIdleLimit = false } = {}): Promise<void> {
    const { agent, window, idleLimit } = this.#standing;
    const came = (): boolean => this.#within.heard.has(method) || isOver(this.#standing);
    await this.#step(name, null, async () => {
      await agent.conditions.until(came, window + (afterIdleLimit ? idleLimit : 0));
    });
  }

  async follow(name: string): Promise<void> {
    await this.#step(name, null, () => this.#others.follow());
  }

  async replace(name: string, script?: Parameters<Talk['replace']>[1]): Promise<void> {
    const { callId, local, remote } = this.#standing.dialog;
    // RFC 3891 §3: the tags as the device sees them, its own as to-tag.
    const replaces = `${callId};to-tag=${tagOf(remote)};from-tag=${tagOf(local)}`;
    await this.#step(name, null, () => this.#others.call([['Replaces', replaces]], script));
  }

  referTo({ attended = false }: { attended?: boolean } = {}): string {
    const { user, domain } = this.#standing.agent.identity;
    const replaces = encodeURIComponent(`${token()};to-tag=${token()};from-tag=${token()}`);
    return `<sip:${user}@${domain}${attended ? `?Replaces=${replaces}` : ''}>`;
  }

  async #step(name: string, asked: string | null, work: () => Promise<SipMessage | null | void>): Promise<void> {
    await step(this.#standing, name, asked, work);
  }

  #ask(method: string, fields: Fields, body: string): Promise<SipMessage | null> {
    const { agent, dialog, window } = this.#standing;
    const message = inDialog(dialog, method, agent.via(), [['Contact', agent.contact], ...fields], body);
    return agent.finish(agent.begin(message), window, () => isOver(this.#standing));
  }

  /** The 200 has the answer to what was offered, or an offer of its own, which is answered in the ACK. */
  #acknowledge(final: SipMessage, offered: boolean): void {
    const { agent, dialog, negotiation } = this.#standing;
    const text = final.body.toString();
    refreshTarget(dialog, final);
    if (offered) takeAnswer(this.#standing, text);
    const body = offered ? '' : (answerOffer(this.#standing, text) ?? negotiation.refuseAll(text));
    agent.send(inDialog(dialog, 'ACK', agent.via(), body === '' ? [] : [sdpField], body));
  }
}

const tagOf = (address: string): string => /;\s*tag=([^;\s]+)/i.exec(address.replace(/<[^>]*>/, ''))?.[1] ?? '';
