/** Offer and answer for sip.js, with SDES keys (RFC 4568), and the media session that belongs to a call. */
import { randomInt } from 'node:crypto';
import type { BodyAndContentType, SessionDescriptionHandler } from 'sip.js';
import { codecs, type PayloadType } from '../media/audio.ts';
import { MediaSession, type MediaContext, type MediaParameters, type Security } from '../media/session.ts';
import { makeCryptoLine, writeCryptoLine } from './crypto-attribute.ts';
import { fingerprintBeside } from './flaw-fingerprint.ts';
import { assessAnswer, assessOffer, planOffer, type Agreement, type Offered, type Policy } from './media-policy.ts';
import { readSdp, writeSdp, type LocalMedia, type MediaDescription } from './sdp.ts';

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

const SDP = 'application/sdp';

const payloadTypes: PayloadType[] = [0, 8];

const answerTo = { sendrecv: 'sendrecv', sendonly: 'recvonly', recvonly: 'sendonly', inactive: 'inactive' } as const;

export class SdesDescriptionHandler implements SessionDescriptionHandler {
  readonly #context: DescriptionContext;
  readonly #sessionId = randomInt(1, 2 ** 31);
  #version = 0;
  #media: MediaSession | null = null;
  #offered: Offered | null = null;
  #asked: Asked | null = null;
  #parameters: MediaParameters | null = null;
  #established = false;
  #closed = false;
  #problem: string | null = null;

  constructor(context: DescriptionContext) {
    this.#context = context;
  }

  /** Why the last description of the peer was not acceptable. */
  get problem(): string | null {
    return this.#problem;
  }

  get security(): Security | null {
    return this.#parameters?.security ?? null;
  }

  get counters(): MediaSession['counters'] {
    return this.#media?.counters ?? { sent: 0, received: 0, rejected: 0, replayed: 0, plainDropped: 0 };
  }

  /** The call is answered: media begins, or begins as soon as there is a valid answer. */
  establish(): void {
    this.#established = true;
    this.#run();
  }

  hasDescription(contentType: string): boolean {
    return contentType.split(';')[0]?.trim().toLowerCase() === SDP;
  }

  async getDescription(): Promise<BodyAndContentType> {
    const media = await this.#openMedia();
    return { contentType: SDP, body: this.#asked ? this.#answer(media, this.#asked) : this.#offer(media) };
  }

  /** Rejects with the reason when offer or answer is against the policy; what was agreed before stays in force. */
  async setDescription(sdp: string): Promise<void> {
    try {
      const descriptions = readSdp(sdp, this.#context.flaws);
      if (typeof descriptions === 'string') throw new Error(descriptions);
      if (this.#offered) this.#acceptAnswer(descriptions, this.#offered);
      else this.#acceptOffer(descriptions);
    } catch (error) {
      this.#problem = (error as Error).message;
      throw error;
    }
  }

  async rollbackDescription(): Promise<void> {
    this.#asked = null;
    this.#offered = null;
  }

  sendDtmf(): boolean {
    return false;
  }

  close(): void {
    this.#closed = true;
    this.#media?.close();
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

  #offer(media: MediaSession): string {
    const { profile, suites } = planOffer(this.#context.policy());
    const crypto = suites.map((suite, at) => makeCryptoLine(at + 1, suite));
    this.#offered = { profile, crypto };
    return this.#write([
      {
        port: media.port,
        profile,
        payloadTypes: payloadTypes.map((type) => ({ type, name: codecs[type].name })),
        direction: 'sendrecv',
        keying: crypto.map(writeCryptoLine),
      },
    ]);
  }

  #acceptAnswer(descriptions: readonly MediaDescription[], offered: Offered): void {
    this.#offered = null;
    const agreement = assessAnswer(descriptions, offered, this.#context.policy());
    if (typeof agreement === 'string') throw new Error(agreement);
    const { crypto, local } = agreement;
    this.#agree(agreement, crypto && local && { suite: crypto.suite, localKey: local.key, remoteKey: crypto.key });
  }

  #acceptOffer(descriptions: readonly MediaDescription[]): void {
    const agreement = assessOffer(descriptions, this.#context.policy());
    if (typeof agreement === 'string') throw new Error(agreement);
    this.#asked = { agreement, descriptions };
  }

  /** RFC 4568 §5.1.2 and §7.1.2: one line with the offer's tag and suite and a key of our own. */
  #answer(media: MediaSession, { agreement, descriptions }: Asked): string {
    this.#asked = null;
    const { crypto, payloadType, profile } = agreement;
    const local = crypto && { ...crypto, key: this.#localKeyFor(crypto) };
    this.#agree(agreement, local && { suite: local.suite, localKey: local.key, remoteKey: crypto.key });
    const accepted: LocalMedia = {
      port: media.port,
      profile,
      payloadTypes: [{ type: payloadType, name: codecs[payloadType].name }],
      direction: answerTo[agreement.remote.direction],
      keying: local ? [writeCryptoLine(local), ...fingerprintBeside(agreement.remote, this.#context.flaws)] : [],
    };
    return this.#write(descriptions.map((refused, at) => (at === agreement.at ? accepted : { refused })));
  }

  /** A repeated offer with the keys in force is no change of keys: ours stays as well (RFC 4568 §7.1.4). */
  #localKeyFor(remote: NonNullable<Agreement['crypto']>): Buffer {
    const now = this.security;
    return now?.suite === remote.suite && now.remoteKey.equals(remote.key)
      ? now.localKey
      : makeCryptoLine(remote.tag, remote.suite).key;
  }

  #agree({ remote, payloadType }: Agreement, security: Security | null): void {
    const { address, port, direction } = remote;
    // RFC 3264 §8.4: the old form of hold.
    const reachable = address !== '0.0.0.0' && address !== '::';
    this.#parameters = {
      remote: { address, port },
      payloadType,
      send: reachable && (direction === 'sendrecv' || direction === 'recvonly'),
      receive: direction === 'sendrecv' || direction === 'sendonly',
      security,
    };
    this.#run();
  }

  #run(): void {
    if (this.#established && this.#parameters) this.#media?.start(this.#parameters);
  }

  #write(media: Parameters<typeof writeSdp>[0]['media']): string {
    this.#version += 1;
    const { address, flaws } = this.#context;
    return writeSdp({ address, sessionId: this.#sessionId, version: this.#version, media }, flaws);
  }
}
