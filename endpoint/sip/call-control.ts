/** Who is called, who calls, and whom a transfer leads to: the calls of the device, over the line there is. */
import type { Invitation, Referral } from 'sip.js';
import type { SipAgent, Surroundings } from '../contracts.ts';
import { srtpInForce } from '../settings/clear-signalling.ts';
import type { Announcements } from './announcements.ts';
import { Call, type CallEvents } from './call.ts';
import { CallList } from './call-list.ts';
import { sendInClear } from './clear-fallback.ts';
import type { Line } from './line.ts';
import { hostInUri } from './server-address.ts';
import type { MediaEvent } from './user-agent.ts';

type Placed = Awaited<ReturnType<SipAgent['call']>>;

export class CallControl {
  readonly list = new CallList();
  readonly #surroundings: Surroundings;
  readonly #announcements: Announcements;
  readonly #line: () => Line | null;
  readonly #events: CallEvents = {
    changed: (call) => this.#announcements.call(call),
    referred: (referral) => void this.#follow(referral),
  };

  constructor(surroundings: Surroundings, announcements: Announcements, line: () => Line | null) {
    this.#surroundings = surroundings;
    this.#announcements = announcements;
    this.#line = line;
  }

  /** Resolves when the call is answered or has failed. @param to user, user@domain or a SIP URI. */
  async place(to: string): Promise<Placed> {
    const line = this.#line();
    if (!line) return notPlaced('there is no connection');
    let call: Call;
    try {
      call = line.place(this.#target(to), this.#events);
    } catch (error) {
      return notPlaced((error as Error).message);
    }
    this.list.add(call);
    await call.invite();
    return { call: call.id, ...(await call.progress.outcome) };
  }

  /** For `calls-in-clear-without-tls`. */
  placeInClear(to: string): Promise<void> {
    return sendInClear(this.#surroundings, () => `INVITE ${this.#target(to)} SIP/2.0\r\n\r\n`);
  }

  async receive(invitation: Invitation): Promise<void> {
    const { flaws } = this.#surroundings;
    const settings = this.#surroundings.settings();
    const call = new Call(invitation, this.#events);
    const busy = this.list.full;
    this.list.add(call);
    try {
      if (busy) await call.reject(486);
      else {
        const policy = { srtp: srtpInForce(settings, flaws), flaws };
        await call.receive(policy, settings.audio.answerAutomatically, this.#surroundings.product.name);
      }
    } catch (error) {
      this.#surroundings.log(`sip: an incoming call failed: ${(error as Error).message}`);
    }
  }

  /** What happens to the media of a call: one in which nothing comes any more, or whose key is used up, is ended. */
  heard(call: string, event: MediaEvent): void {
    this.#announcements.media(call, event);
    // RFC 3711 §9.2: with its key the session ends. It may be ending for another reason already.
    if (event.happened === 'idle' || event.happened === 'key used up')
      void this.list.hangup(call).catch(() => undefined);
  }

  /** A transfer: the call that somebody has with us leads to another one. */
  async #follow(referral: Referral): Promise<void> {
    try {
      const call = this.list.full ? null : await this.#line()?.follow(referral, this.#events);
      if (!call) return;
      this.list.add(call);
      await call.invite();
    } catch (error) {
      this.#surroundings.log(`sip: a transfer failed: ${(error as Error).message}`);
    }
  }

  #target(to: string): string {
    if (/^sips?:/i.test(to)) return to;
    const { account, sip } = this.#surroundings.settings();
    return `${sip.scheme}:${to.includes('@') ? to : `${to}@${hostInUri(account.domain)}`}`;
  }
}

const notPlaced = (reason: string): Placed => ({ outcome: 'failed', call: '', reason });
