/** What the far end sends in a call: packets of 20 ms with running numbers, protected where crypto was agreed. */
import { randomBytes } from 'node:crypto';
import { type AudioPayloadType, encodeAudio } from '../wire/media/g711.ts';
import { writeRtp } from '../wire/media/rtp.ts';
import type { SrtpSender } from '../wire/media/srtp.ts';
import { tone } from '../wire/media/tone.ts';
import type { MediaSession } from './media-session.ts';
import { OutgoingReports } from './outgoing-reports.ts';
import type { StreamScript } from './stream-script.ts';

export const frameSamples = 160;
export const frameMilliseconds = 20;
/** Unlike the tones of devices, so that an echo is not taken for their own. */
const farEndToneHz = 700;
/** Packets from one report to the next: sooner than RFC 3550 §6.2 has it, as calls are short. */
const reportFrames = 10;

export interface SentPacket {
  sequence: number;
  /** As it went over the wire, or would have. */
  bytes: Buffer;
}

export class OutgoingStream {
  readonly reports: OutgoingReports;
  #media: MediaSession;
  readonly #payloadType: AudioPayloadType;
  #protection: SrtpSender | null;
  #ssrc = randomBytes(4).readUInt32BE();
  #sequence: number;
  readonly #loses: ReadonlySet<number>;
  #silent: boolean;
  #frames = 0;
  #packets = 0;
  #octets = 0;
  #skipped = 0;
  #wrapped = false;

  constructor(
    media: MediaSession,
    payloadType: AudioPayloadType,
    protection: SrtpSender | null,
    script: StreamScript = {},
  ) {
    this.#media = media;
    this.#payloadType = payloadType;
    this.#protection = protection;
    // RFC 3711 §3.3.1: below 2^15, so that a lost first packet cannot put the ROC of the device out of step.
    this.#sequence = script.firstSequence ?? randomBytes(2).readUInt16BE() & 0x7fff;
    this.#loses = new Set(script.loses);
    this.#silent = script.silent ?? false;
    this.reports = new OutgoingReports(media, protection);
  }

  /** From the next packet on by that port and under that key; the numbers run on. */
  goOn(media: MediaSession, protection: SrtpSender | null): void {
    this.#media = media;
    this.#protection = protection;
    this.reports.goOn(media, protection);
  }

  get secured(): boolean {
    return this.#protection !== null;
  }

  /** Whether its sequence number has wrapped. */
  get wrapped(): boolean {
    return this.#wrapped;
  }

  /** Numbers that were used up and not sent. */
  get skipped(): number {
    return this.#skipped;
  }

  /** The next 20 ms of what it sends when nothing else is asked for. */
  tick(): void {
    if (!this.#silent) this.sendTone();
  }

  sendTone(): void {
    this.sendPayload(encodeAudio(this.#payloadType, tone(farEndToneHz, this.#frames * frameSamples, frameSamples)));
  }

  sendPayload(payload: Buffer, spoil: (bytes: Buffer) => void = () => undefined): SentPacket {
    const packet = this.holdPayload(payload);
    spoil(packet.bytes);
    this.#media.send(packet.bytes, this.#protection ? 'srtp' : 'plain');
    this.#report(payload);
    return packet;
  }

  /** Numbered and protected, and not sent yet: `repeat` sends it. */
  holdPayload(payload: Buffer): SentPacket {
    const { sequence, packet } = this.#next(payload);
    return { sequence, bytes: this.#protection?.protect(packet) ?? packet };
  }

  /** In clear although crypto was agreed. */
  sendUnprotected(payload: Buffer): SentPacket {
    const { sequence, packet } = this.#next(payload);
    this.#media.send(packet, 'plain');
    this.#report(payload);
    return { sequence, bytes: packet };
  }

  /** The same from a port that no description names; the number is used again. */
  sendAsStranger(payload: Buffer): SentPacket {
    const packet = writeRtp({ ...this.#header(), marker: false, payload });
    this.#media.sendAsStranger(packet);
    return { sequence: this.#sequence, bytes: packet };
  }

  repeat(packet: SentPacket): void {
    this.#media.send(packet.bytes, 'srtp');
  }

  /** Octets that are no packet of the stream. */
  sendOctets(bytes: Buffer): void {
    this.#media.send(bytes, 'plain');
  }

  /** RTP header of the packet that would be next. */
  header(): Buffer {
    return writeRtp({ ...this.#header(), marker: false, payload: Buffer.alloc(0) });
  }

  /** As if so many packets were lost. */
  skip(packets: number): void {
    for (let lost = 0; lost < packets; lost++) this.#advance();
    this.#skipped += packets;
  }

  /** RFC 3711 §3.2.3: another source has a context of its own under the same key. */
  changeSource(ssrc = randomBytes(4).readUInt32BE()): void {
    this.#ssrc = ssrc;
    this.#sequence = randomBytes(2).readUInt16BE() & 0x7fff;
  }

  fallSilent(): void {
    this.#silent = true;
  }

  get ssrc(): number {
    return this.#ssrc;
  }

  #header(): Omit<Parameters<typeof writeRtp>[0], 'marker' | 'payload'> {
    const timestamp = this.#frames * frameSamples;
    return { payloadType: this.#payloadType, sequence: this.#sequence, timestamp, ssrc: this.#ssrc };
  }

  #next(payload: Buffer): { sequence: number; packet: Buffer } {
    while (this.#loses.has(this.#sequence)) this.skip(1);
    const sequence = this.#sequence;
    const packet = writeRtp({ ...this.#header(), marker: this.#frames === 0, payload });
    this.#advance();
    return { sequence, packet };
  }

  /** Tells of what was sent, behind the first packet and every few from then on. */
  #report(payload: Buffer): void {
    this.#octets += payload.length;
    this.#packets++;
    if (this.#packets % reportFrames !== 1) return;
    const sent = { packets: this.#packets, octets: this.#octets };
    this.reports.send(this.#ssrc, { rtpTimestamp: this.#frames * frameSamples, ...sent });
  }

  #advance(): void {
    this.#frames++;
    this.#sequence = (this.#sequence + 1) & 0xffff;
    if (this.#sequence === 0) this.#wrapped = true;
  }
}
