/** One call from its INVITE to the end of its media. */
import { LabError } from '../errors.ts';
import { SrtpReceiver, SrtpSender } from '../wire/media/srtp.ts';
import { writeCrypto } from '../wire/sdp/crypto-attribute.ts';
import { activeAudio, parseSdp, type SessionDescription, toEvidence, writeSdp } from '../wire/sdp/sdp.ts';
import { header, responseTo, type SipMessage } from '../wire/sip/message.ts';
import { type Agent, token, type Transaction } from './agent.ts';
import { author, CallRecord } from './call-record.ts';
import { besideInvite, calleeDialog, callerDialog, type Dialog, inDialog, isWithinDialog } from './dialog.ts';
import type { Conversation, FarEndCall } from './far-end.ts';
import { MediaSession } from './media-session.ts';
import { type Agreement, answerFor, mediaKey, offerFor, type MediaKey, usableCrypto } from './policy.ts';
import { ProbeSeries } from './probe-series.ts';
import { frameMilliseconds, OutgoingStream } from './stream.ts';

const strayMilliseconds = 60;
/** How long an answer to BYE or CANCEL is waited for. */
const goodbyeMilliseconds = 1000;

export class ConversationRun {
  readonly #options: Conversation;
  readonly #record: CallRecord;
  #agent: Agent | null = null;
  #dialog: Dialog | null = null;
  /** The INVITE of the device, once it is here. */
  #invite: SipMessage | null = null;
  readonly #tag = token();

  constructor(options: Conversation) {
    this.#options = options;
    this.#record = new CallRecord(options.direction, options.devicePolicy, options.farPolicy);
  }

  observe(message: SipMessage, sent: boolean): void {
    this.#record.observe(message, sent);
  }

  /** Takes a request that belongs to this call and answers it; false when it belongs to another one. */
  take(agent: Agent, message: SipMessage): boolean {
    if (message.method === 'INVITE' && !isWithinDialog(message)) return this.#takeInvite(message);
    if (this.#record.callId === null || header(message, 'Call-ID') !== this.#record.callId) return false;
    switch (message.method) {
      case 'ACK':
        break;
      case 'BYE':
      case 'CANCEL':
        agent.send(responseTo(message, 200, 'OK', { toTag: this.#tag }));
        // RFC 3261 §9.2: a CANCEL that comes after the final answer has no effect.
        if (message.method === 'BYE' || !this.#dialog) this.#record.end('device', message.method);
        break;
      case 'INVITE':
      case 'UPDATE':
        // RFC 3261 §14.2: 488 leaves the session as it is.
        agent.send(responseTo(message, 488, 'Not Acceptable Here'));
        break;
      default:
        agent.send(responseTo(message, 200, 'OK'));
    }
    return true;
  }

  async run(agent: Agent, mediaAddress: string): Promise<FarEndCall> {
    this.#agent = agent;
    const media = await MediaSession.open(mediaAddress, this.#record.origin, agent.conditions);
    try {
      if (this.#options.direction === 'outgoing') await this.#beCalled(agent, media);
      else await this.#call(agent, media);
      await agent.conditions.until(() => false, strayMilliseconds);
    } finally {
      await media.close();
    }
    if (agent.closedBecause !== null) {
      const message = `the proxy's connection to the far end broke during a call: ${agent.closedBecause}`;
      throw new LabError('FAR_END_CONNECTION', message, { hint: 'the log of Kamailio says why' });
    }
    const { call } = this.#record;
    Object.assign(call, {
      fromDevice: media.fromDevice,
      toDevice: { packets: media.sent },
      tone: media.tone(),
      packets: media.packets,
    });
    return { call, datagrams: media.datagrams };
  }

  #takeInvite(invite: SipMessage): boolean {
    if (this.#options.direction !== 'outgoing' || this.#invite) return false;
    this.#invite = invite;
    this.#record.callId = header(invite, 'Call-ID') ?? '';
    this.#record.observe(invite, false);
    this.#agent?.conditions.changed();
    return true;
  }

  async #beCalled(agent: Agent, media: MediaSession): Promise<void> {
    const { window, farPolicy, script } = this.#options;
    await agent.conditions.until(() => this.#invite !== null || agent.closedBecause !== null, window);
    const invite = this.#invite;
    if (!invite) return;
    const { call } = this.#record;
    const text = invite.body.toString();
    if (text !== '') call.offer = toEvidence(text);
    if (this.#record.ended) {
      this.#refuse(agent, invite, 487, 'Request Terminated');
      return;
    }
    const offer = parseSdp(text);
    const agreement = answerFor(farPolicy, offer, script === 'answers-without-crypto');
    if (!agreement) {
      this.#refuse(agent, invite, 488, 'Not Acceptable Here');
      return;
    }
    const body = this.#sdp(agreement, media, offer);
    call.answer = toEvidence(body);
    const stream = this.#listen(media, agreement, offer, usableCrypto(agreement.media)?.key ?? null);
    this.#dialog = calleeDialog(invite, this.#tag);
    agent.send(
      responseTo(invite, 200, 'OK', {
        toTag: this.#tag,
        headers: [
          ['Contact', agent.contact],
          ['Content-Type', 'application/sdp'],
        ],
        body,
      }),
    );
    call.status = { code: 200, by: 'far-end' };
    await this.#talk(agent, media, stream, true);
  }

  #refuse(agent: Agent, invite: SipMessage, status: number, reason: string): void {
    agent.send(responseTo(invite, status, reason, { toTag: this.#tag }));
    this.#record.call.status = { code: status, by: 'far-end' };
    this.#record.end('far-end', 'reject');
  }

  async #call(agent: Agent, media: MediaSession): Promise<void> {
    const { window, farPolicy, deviceUser } = this.#options;
    const { call } = this.#record;
    const agreement = offerFor(farPolicy);
    const body = this.#sdp(agreement, media);
    call.offer = toEvidence(body);
    const uri = `sip:${deviceUser}@${agent.identity.domain}`;
    const invite = agent.initial('INVITE', uri, `<${uri}>`, [['Content-Type', 'application/sdp']], body);
    this.#record.callId = header(invite, 'Call-ID') ?? '';
    const transaction = agent.begin(invite);
    const final = (await agent.finish(transaction, window)) ?? (await this.#cancel(agent, transaction));
    if (!final) return;
    const code = final.status ?? 0;
    call.status = { code, by: author(final) };
    if (code >= 300) {
      if (author(final) === 'device') this.#record.end('device', 'reject');
      return;
    }
    this.#dialog = callerDialog(transaction.sent, final);
    agent.send(inDialog(this.#dialog, 'ACK', agent.via()));
    const text = final.body.toString();
    if (text !== '') call.answer = toEvidence(text);
    const answer = parseSdp(text);
    const audio = activeAudio(answer);
    const line = audio?.crypto.find(({ tag }) => tag === agreement.crypto?.tag);
    const deviceKey = (line && mediaKey(line)) ?? (audio ? (usableCrypto(audio)?.key ?? null) : null);
    const secured = agreement.crypto && line && mediaKey(line)?.suite === agreement.crypto.own.suite;
    const stream = this.#listen(media, { ...agreement, crypto: secured ? agreement.crypto : null }, answer, deviceKey);
    // A far end that demands crypto listens to what a careless device sends, but never sends in clear itself.
    await this.#talk(agent, media, stream, audio !== null && (Boolean(secured) || farPolicy !== 'mandatory'));
  }

  /** Nothing came in the window: gives up. A final answer that crosses the CANCEL still counts when it accepts. */
  async #cancel(agent: Agent, transaction: Transaction): Promise<SipMessage | null> {
    agent.send(besideInvite(transaction.sent, 'CANCEL', header(transaction.sent, 'To') ?? ''));
    this.#record.end('far-end', 'CANCEL');
    const final = await agent.finish(transaction, goodbyeMilliseconds);
    if (final && (final.status ?? 0) < 300) {
      const dialog = callerDialog(transaction.sent, final);
      agent.send(inDialog(dialog, 'ACK', agent.via()));
      agent.send(inDialog(dialog, 'BYE', agent.via()));
    }
    return null;
  }

  #sdp(agreement: Agreement, media: MediaSession, offered?: SessionDescription): string {
    const { crypto, profile, payloadType } = agreement;
    return writeSdp(
      {
        address: media.address.host,
        port: media.address.port,
        profile,
        formats: offered ? [payloadType] : [0, 8],
        attributes: crypto ? [writeCrypto(crypto.tag, crypto.own.suite, crypto.own.master)] : [],
      },
      offered,
    );
  }

  /** Makes the media port understand the device, and a stream to it. */
  #listen(media: MediaSession, agreement: Agreement, device: SessionDescription, key: MediaKey | null): Outgoing {
    const audio = activeAudio(device);
    const own = agreement.crypto?.own;
    const chosen = audio?.formats.map(Number).find((format) => format === 0 || format === 8);
    const stream = new OutgoingStream(
      media,
      chosen ?? agreement.payloadType,
      own ? new SrtpSender(own.suite, own.master) : null,
    );
    const kinds = this.#options.probes;
    const series = kinds ? new ProbeSeries(stream, kinds, (marker) => media.countOf(marker)) : null;
    media.agree(
      {
        device: key && new SrtpReceiver(key.suite, key.master, { mkiOctets: key.mkiOctets }),
        secured: agreement.crypto !== null,
        payloadTypes: new Set(audio?.formats.map(Number) ?? []),
        isOwnPayload: (payload) => series?.isOwnPayload(payload) ?? false,
      },
      audio?.address ? { host: audio.address, port: audio.port } : null,
    );
    return { stream, series };
  }

  async #talk(agent: Agent, media: MediaSession, { stream, series }: Outgoing, sends: boolean): Promise<void> {
    const { packets, window, script } = this.#options;
    const begun = performance.now();
    const tick = (): void => {
      if (!sends || this.#record.ended) return;
      if (series && !series.done) series.tick();
      else stream.sendTone();
      agent.conditions.changed();
    };
    tick();
    const ticker = setInterval(tick, frameMilliseconds);
    const over = (): boolean => this.#record.ended || agent.closedBecause !== null;
    const enough = (): boolean => media.received >= packets && (!series || series.done || !sends);
    const silent = (): boolean => performance.now() - media.lastAt >= window;
    // Longer than any call that goes well: the packets that are asked for, and the probes with their echoes.
    const limit = window + 2 * packets * frameMilliseconds + (series ? window : 0);
    try {
      if (script === 'answers-without-crypto') {
        // The absence of media is what is looked for, so the whole window is listened through, over its end too.
        await agent.conditions.until(() => agent.closedBecause !== null, window);
      } else {
        const watch = setInterval(() => agent.conditions.changed(), frameMilliseconds);
        await agent.conditions.until(() => over() || enough() || silent(), limit - (performance.now() - begun));
        clearInterval(watch);
      }
    } finally {
      clearInterval(ticker);
    }
    this.#record.call.probes = series?.results() ?? [];
    if (!over()) await this.#hangUp(agent);
  }

  async #hangUp(agent: Agent): Promise<void> {
    if (!this.#dialog) return;
    this.#record.end('far-end', 'BYE');
    await agent.finish(agent.begin(inDialog(this.#dialog, 'BYE', agent.via())), goodbyeMilliseconds);
  }
}

interface Outgoing {
  stream: OutgoingStream;
  series: ProbeSeries | null;
}
