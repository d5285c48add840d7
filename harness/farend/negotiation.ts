/** Offers and answers of the far end in one leg, by its policy and its script. */
import type { SrtpPolicy } from '../evidence.ts';
import { parseSdp, type SessionDescription } from '../wire/sdp/sdp.ts';
import { type Agreement, agreementOf } from './agreement.ts';
import type { CallScript } from './call-script.ts';
import { sameKey } from './media-key.ts';
import type { OwnDescription } from './own-description.ts';
import { answerFor, offerFor, refuseAll } from './policy.ts';
import { type Said, say } from './said.ts';

export interface NegotiationOptions {
  policy: SrtpPolicy;
  script: Pick<CallScript, 'describe' | 'suites'>;
  host: string;
  port: number;
  /** Open, too, for a second media line. */
  sparePort: number;
}

export class Negotiation {
  readonly #options: NegotiationOptions;
  #round = 0;
  #own: OwnDescription = { attributes: [], media: [] };
  /** Offered by the far end and not answered yet. */
  #offered: Said | null = null;
  #agreement: Agreement | null = null;

  constructor(options: NegotiationOptions) {
    this.#options = options;
  }

  /** The last description of its own, as a model; where a script said a string, what it would have said itself. */
  get own(): OwnDescription {
    return this.#own;
  }

  /** Text of an offer: that description as it is, or one by policy and script. */
  offer(description?: OwnDescription): string {
    const { policy, port, script } = this.#options;
    const said =
      description === undefined ? this.#say(offerFor(policy, port, script.suites), null) : this.#sayAs(description);
    this.#offered = said;
    return said.text;
  }

  /** The offer was refused: what was agreed before stays (RFC 3261 §14.1). */
  withdraw(): void {
    this.#offered = null;
  }

  /** The device's answer to the last offer. Null when nothing can be agreed. */
  answered(text: string): Agreement | null {
    const device = parseSdp(text);
    const said = this.#offered;
    this.#offered = null;
    return said && this.#agree('far-end', said, device);
  }

  /** Answers an offer of the device. Null when the policy refuses it. */
  answer(text: string): { text: string; agreement: Agreement | null } | null {
    const { policy, port, script } = this.#options;
    const device = parseSdp(text);
    const kept = this.#agreement;
    const own = answerFor(policy, device, {
      port,
      suites: script.suites,
      kept: (key) => (kept && sameKey(kept.device, key) ? kept.own : null),
    });
    if (!own) return null;
    const said = this.#say(own, device);
    return { text: said.text, agreement: this.#agree('device', said, device) };
  }

  /** Refuses every line of an offer; nothing is agreed. */
  refuseAll(offer: string): string {
    return this.#sayAs(refuseAll(parseSdp(offer))).text;
  }

  #say(own: OwnDescription, offer: SessionDescription | null): Said {
    const { describe } = this.#options.script;
    const about = { round: this.#round, offer, sparePort: this.#options.sparePort };
    const said = describe?.(own, about) ?? own;
    this.#own = typeof said === 'string' ? own : said;
    return this.#sayAs(said);
  }

  #sayAs(description: OwnDescription | string): Said {
    if (typeof description !== 'string') this.#own = description;
    this.#round++;
    const { host, port } = this.#options;
    return say(description, { host, session: port, version: this.#round });
  }

  #agree(offerer: 'device' | 'far-end', said: Said, device: SessionDescription): Agreement | null {
    const agreement = agreementOf(offerer, said, device);
    if (agreement) this.#agreement = agreement;
    return agreement;
  }
}
