/** What the far end sends in a call: packets of 20 ms with running numbers, protected where crypto was agreed. */
import { randomBytes } from 'node:crypto';
import { type AudioPayloadType, encodeAudio } from '../wire/media/g711.ts';
import { writeRtp } from '../wire/media/rtp.ts';
import type { SrtpSender } from '../wire/media/srtp.ts';
import { tone } from '../wire/media/tone.ts';
import type { MediaSession } from './media-session.ts';
import type { StreamScript } from './stream-script.ts';

export const frameSamples = 160;
export const frameMilliseconds = 20;
/** Unlike the tones of devices, so that an echo is not taken for their own. */
export const farEndToneHz = 700;

export interface SentPacket {
  sequence: number;
  /** As it went over the wire. */
  bytes: Buffer;
}

export class OutgoingStream {
  #media: MediaSession;
  readonly #payloadType: AudioPayloadType;
  #protection: SrtpSender | null;
  readonly #silent: boolean;
  readonly #ssrc = randomBytes(4).readUInt32BE();
  /** RFC 3711 §3.3.1: below 2^15, so that a lost first packet cannot put the ROC of the device out of step. */
  #sequence: number;
  #frames = 0;

  constructor(
    media: MediaSession,
    payloadType: AudioPayloadType,
    protection: SrtpSender | null,
    script: StreamScript = {},
  ) {
    this.#media = media;
    this.#payloadType = payloadType;
    this.#protection = protection;
    this.#sequence = script.firstSequence ?? randomBytes(2).readUInt16BE() & 0x7fff;
    this.#silent = script.silent ?? false;
  }

  /** From the next packet on by that port and under that key; the numbers run on. */
  goOn(media: MediaSession, protection: SrtpSender | null): void {
    this.#media = media;
    this.#protection = protection;
  }

  get secured(): boolean {
    return this.#protection !== null;
  }

  /** The next 20 ms of what it sends when nothing else is asked for. */
  tick(): void {
    if (!this.#silent) this.sendTone();
  }

  sendTone(): void {
    this.sendPayload(encodeAudio(this.#payloadType, tone(farEndToneHz, this.#frames * frameSamples, frameSamples)));
  }

  sendPayload(payload: Buffer, spoil: (bytes: Buffer) => void = () => undefined): SentPacket {
    const { sequence, packet } = this.#next(payload);
    const bytes = this.#protection?.protect(packet) ?? packet;
    spoil(bytes);
    this.#media.send(bytes, this.#protection ? 'srtp' : 'plain');
    return { sequence, bytes };
  }

  /** In clear although crypto was agreed. */
  sendUnprotected(payload: Buffer): SentPacket {
    const { sequence, packet } = this.#next(payload);
    this.#media.send(packet, 'plain');
    return { sequence, bytes: packet };
  }

  repeat(packet: SentPacket): void {
    this.#media.send(packet.bytes, 'srtp');
  }

  #next(payload: Buffer): { sequence: number; packet: Buffer } {
    const sequence = this.#sequence;
    const frame = this.#frames++;
    this.#sequence = (sequence + 1) & 0xffff;
    const packet = writeRtp({
      marker: frame === 0,
      payloadType: this.#payloadType,
      sequence,
      timestamp: frame * frameSamples,
      ssrc: this.#ssrc,
      payload,
    });
    return { sequence, packet };
  }
}
