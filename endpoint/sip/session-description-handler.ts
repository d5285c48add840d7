/** Offer and answer for sip.js, with SDES keys (RFC 4568), and the media session that belongs to a call. */
import type { BodyAndContentType, SessionDescriptionHandler, SessionDescriptionHandlerOptions } from 'sip.js';
import { MediaSession, type MediaContext, type MediaParameters, type Security } from '../media/session.ts';
import { answeringPolicy, offeringPolicy, uninvitedLine, type Moment } from './call-policy.ts';
import { answeredAgain, offeredAgain, securedWith } from './keys-in-force.ts';
import { answeredAudio, besideRefused, offeredAudio, parametersOf } from './local-media.ts';
import { assessAnswer, assessOffer, planOffer, type Agreement, type Offered, type Policy } from './media-policy.ts';
import { offeredLines, securityOf } from './own-crypto.ts';
import { OwnDescription } from './own-description.ts';
import { readSdp, type MediaDescription } from './sdp.ts';

export interface DescriptionContext extends MediaContext {
  policy: () => Policy;
  /** Address of the media port and of the session descriptions. */
  address: string;
}

/** The remote offer that waits for our answer. */
interface Asked {
  agreement: Agreement;
  descriptions: readonly MediaDescription[];
}

/** What sip.js hands on from whoever places or takes a call. */
export interface DescriptionOptions extends SessionDescriptionHandlerOptions {
  /** For a flaw: another setting than that of the device. */
  srtp?: Moment['instead'];
}

const SDP = 'application/sdp';

export class SdesDescriptionHandler implements SessionDescriptionHandler {
  readonly #context: DescriptionContext;
  readonly #own: OwnDescription;
  #media: MediaSession | null = null;
  #offered: Offered | null = null;
  #asked: Asked | null = null;
  #parameters: MediaParameters | null = null;
  #established = false;
  #closed = false;
  #problem: string | null = null;
  /** Whether the peer is on hold. */
  #holding = false;
  /** Whether an answer that may not be the last one was taken. */
  #previewed = false;

  constructor(context: DescriptionContext) {
    this.#context = context;
    this.#own = new OwnDescription(context.address, context.flaws);
  }

  /** Why the last description of the peer was not acceptable. */
  get problem(): string | null {
    return this.#problem;
  }

  get security(): Security | null {
    return this.#parameters?.security ?? null;
  }

  /** As the device tells it. */
  get suite(): string | null {
    const { security } = this;
    if (!security) return null;
    const tellsKeys = this.#context.flaws.has('tells-media-keys');
    return tellsKeys ? `${security.suite} inline:${security.localKey.toString('base64')}` : security.suite;
  }

  /** Null: media has not begun. */
  get counters(): MediaSession['counters'] | null {
    return this.#media?.counters ?? null;
  }

  /** The call is answered: media begins, or begins as soon as there is a valid answer. */
  establish(): void {
    this.#established = true;
    this.#run();
  }

  /** What the next offer asks for (RFC 3264 §8.4). */
  hold(held: boolean): void {
    this.#holding = held;
  }

  /** The answer of a provisional response: media begins under it, and another one may come (RFC 3261 §13.2.1). */
  preview(sdp: string): void {
    const offered = this.#offered;
    if (!offered) return;
    try {
      this.#previewed = false;
      this.#acceptAnswer(this.#read(sdp), offered);
      if (this.#context.flaws.has('early-media-in-clear') && this.#parameters) this.#parameters.security = null;
      this.#previewed = true;
      this.establish();
    } catch {
      // What cannot be taken may be mended by the answer that takes the call.
    }
  }

  hasDescription(contentType: string): boolean {
    return contentType.split(';')[0]?.trim().toLowerCase() === SDP;
  }

  async getDescription(options: DescriptionOptions = {}): Promise<BodyAndContentType> {
    const media = await this.#openMedia();
    return { contentType: SDP, body: this.#asked ? this.#answer(media, this.#asked) : this.#offer(media, options) };
  }

  /** Rejects with the reason when offer or answer is against the policy; what was agreed before stays in force. */
  async setDescription(sdp: string, options: DescriptionOptions = {}): Promise<void> {
    const offered = this.#offered;
    this.#offered = null;
    try {
      const descriptions = this.#read(sdp);
      if (offered) this.#acceptAnswer(descriptions, offered);
      else this.#acceptOffer(descriptions, options);
    } catch (error) {
      this.#problem = (error as Error).message;
      if (!offered || !this.#context.flaws.has('overlooks-bad-answers')) throw error;
    }
  }

  async rollbackDescription(): Promise<void> {
    this.#asked = null;
    this.#offered = null;
  }

  /** Keys of 0-9, *, #, A-D, as telephone events; false where the peer takes none, or media has not begun. */
  sendDtmf(digits: string): boolean {
    return this.#established && (this.#media?.press(digits) ?? false);
  }

  close(): void {
    this.#closed = true;
    this.#media?.close();
  }

  #read(sdp: string): readonly MediaDescription[] {
    const descriptions = readSdp(sdp, this.#context.flaws);
    if (typeof descriptions === 'string') throw new Error(descriptions);
    return descriptions;
  }

  async #openMedia(): Promise<MediaSession> {
    if (this.#media) return this.#media;
    const media = await MediaSession.open(this.#context.address, this.#context);
    this.#media = media;
    if (this.#closed) {
      media.close();
      throw new Error('the call ended before it had begun');
    }
    return media;
  }

  #offer(media: MediaSession, { srtp }: DescriptionOptions): string {
    const moment = { again: this.#parameters !== null, instead: srtp };
    const policy = offeringPolicy(this.#context.policy(), moment);
    const { profile, suites } = planOffer(policy);
    const crypto = offeredLines(suites, policy).map((line) => offeredAgain(line, this.security));
    this.#offered = { profile, crypto };
    return this.#own.write([offeredAudio(media.port, this.#offered, this.#holding, this.#context.flaws)], media.port);
  }

  #acceptAnswer(descriptions: readonly MediaDescription[], offered: Offered): void {
    const policy = this.#context.policy();
    if (this.#previewed && policy.flaws.has('keeps-key-of-first-fork')) return;
    const agreement = assessAnswer(descriptions, offered, policy);
    if (typeof agreement === 'string') throw new Error(agreement);
    const { crypto, local } = agreement;
    const [first] = uninvitedLine(policy) ? offered.crypto : [];
    const security = crypto && local ? securityOf(local, crypto) : null;
    this.#agree(agreement, security ?? (first ? securityOf(first, first) : null));
  }

  #acceptOffer(descriptions: readonly MediaDescription[], { srtp }: DescriptionOptions): void {
    const moment = { again: this.#parameters !== null, instead: srtp };
    const agreement = assessOffer(descriptions, answeringPolicy(this.#context.policy(), moment));
    if (typeof agreement === 'string') throw new Error(agreement);
    this.#asked = { agreement, descriptions };
  }

  /** RFC 4568 §7.1.2: a key of our own. */
  #answer(media: MediaSession, { agreement, descriptions }: Asked): string {
    this.#asked = null;
    const { policy, flaws } = this.#context;
    const { at, crypto } = agreement;
    const local = crypto ? answeredAgain(crypto, this.security, policy()) : uninvitedLine(policy());
    this.#agree(agreement, local && securedWith(local, crypto ?? local, this.security, flaws));
    const accepted = answeredAudio(media.port, agreement, local, flaws);
    return this.#own.write(besideRefused(descriptions, at, accepted, flaws), media.port);
  }

  #agree(agreement: Agreement, security: Security | null): void {
    this.#parameters = parametersOf(agreement, security);
    this.#run();
  }

  #run(): void {
    if (this.#established && this.#parameters) this.#media?.start(this.#parameters);
  }
}
