/** The media of one call: a UDP port, 20 ms packets of audio, SRTP when it was negotiated, and the counters. */
import { randomBytes, randomInt } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import type { MediaCounters } from '../contracts.ts';
import type { Flaws } from '../flaws.ts';
import type { Settings } from '../settings/settings.ts';
import { decode, encode, isPayloadType, level, SAMPLE_RATE, Tone, type PayloadType } from './audio.ts';
import { readRtpHeader, rtpPayload, writeRtp } from './rtp.ts';
import { SrtpReceiver, SrtpSender } from './srtp.ts';
import { masterBytes, type SuiteName } from './suites.ts';

const FRAME_MS = 20;
const FRAME_SAMPLES = (SAMPLE_RATE * FRAME_MS) / 1000;
/** Where the process was held up for longer, frames are left out instead of sent in a burst. */
const MAX_CATCH_UP = 10;
const LONGEST_PACKET = 2048;

export interface Security {
  suite: SuiteName;
  /** Master key and salt of what this device sends. */
  localKey: Buffer;
  remoteKey: Buffer;
}

export interface MediaParameters {
  remote: { address: string; port: number };
  payloadType: PayloadType;
  send: boolean;
  receive: boolean;
  /** null: plain RTP was negotiated. */
  security: Security | null;
}

export interface MediaContext {
  /** Asked anew for every packet, so that the mode may change during a call. */
  audio: () => Settings['audio'];
  flaws: Flaws;
  tell: (event: { happened: 'receiving' | 'closed'; [detail: string]: unknown }) => void;
}

export class MediaSession {
  readonly counters: MediaCounters = { sent: 0, received: 0, rejected: 0, replayed: 0, plainDropped: 0 };
  readonly #socket: Socket;
  readonly #context: MediaContext;
  readonly #tone = new Tone();
  readonly #ssrc = randomBytes(4).readUInt32BE();
  /** RFC 4568 §6.4: below 2^15, so that losses around a wrap right at the start cannot spoil the roll-over counter. */
  #sequence = randomInt(0x8000);
  #timestamp = randomBytes(4).readUInt32BE();
  #parameters: MediaParameters | null = null;
  #sender: SrtpSender | null = null;
  #receiver: SrtpReceiver | null = null;
  #timer: NodeJS.Timeout | null = null;
  #heard: Int16Array = new Int16Array(0);
  #closed = false;

  private constructor(socket: Socket, context: MediaContext) {
    this.#socket = socket;
    this.#context = context;
    socket.on('message', (packet) => this.#onPacket(packet));
    // An ICMP answer to what was sent (nobody listens there) is no reason to end a call.
    socket.on('error', () => undefined);
  }

  /** Opens a port of the system's choice on `address`; nothing is sent and nothing counted before `start`. */
  static async open(address: string, context: MediaContext): Promise<MediaSession> {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    socket.bind(0, address);
    await once(socket, 'listening');
    return new MediaSession(socket, context);
  }

  get port(): number {
    return this.#socket.address().port;
  }

  get security(): Security | null {
    return this.#parameters?.security ?? null;
  }

  /** Begins, or goes on under other parameters after a re-INVITE. */
  start(parameters: MediaParameters): void {
    if (this.#closed) return;
    this.#secure(parameters.security);
    this.#parameters = parameters;
    if (this.#timer) return;
    const begun = performance.now();
    let frames = 0;
    const tick = (): void => {
      const due = Math.floor((performance.now() - begun) / FRAME_MS) + 1;
      frames = Math.max(frames, due - MAX_CATCH_UP);
      for (; frames < due; frames++) this.#sendTone();
    };
    this.#timer = setInterval(tick, FRAME_MS);
    tick();
  }

  /** Ends the media and gives the port back. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#timer) clearInterval(this.#timer);
    this.#socket.close();
    this.#context.tell({ happened: 'closed', ...this.counters, lastLevel: level(this.#heard) });
  }

  /** RFC 3711 §3.3.1: an unchanged key keeps its roll-over counter and its replay list. */
  #secure(security: Security | null): void {
    const before = this.#parameters?.security;
    if (!security) {
      this.#sender = null;
      this.#receiver = null;
      return;
    }
    const { suite, localKey, remoteKey } = security;
    if (before?.suite !== suite || !before.localKey.equals(localKey)) {
      const wrong = this.#context.flaws.has('wrong-srtp-key');
      this.#sender = new SrtpSender(suite, wrong ? randomBytes(masterBytes(suite)) : localKey);
    }
    if (before?.suite !== suite || !before.remoteKey.equals(remoteKey))
      this.#receiver = new SrtpReceiver(suite, remoteKey);
  }

  #sendTone(): void {
    const audio = this.#context.audio();
    if (audio.mode !== 'tone' || !this.#parameters) return;
    this.#send(encode(this.#parameters.payloadType, this.#tone.next(audio.toneHz, FRAME_SAMPLES)));
  }

  #send(payload: Buffer): void {
    const parameters = this.#parameters;
    if (!parameters?.send || this.#closed) return;
    const plain = writeRtp(
      {
        payloadType: parameters.payloadType,
        marker: this.counters.sent === 0,
        sequence: this.#sequence,
        timestamp: this.#timestamp,
        ssrc: this.#ssrc,
      },
      payload,
    );
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.#timestamp = (this.#timestamp + payload.length) >>> 0;
    const { flaws } = this.#context;
    const inClear =
      flaws.has('sends-plain-rtp') || (flaws.has('first-packet-plain') && this.counters.sent === 0) || !this.#sender;
    const packet = inClear || !this.#sender ? plain : this.#sender.protect(plain);
    this.counters.sent += 1;
    this.#socket.send(packet, parameters.remote.port, parameters.remote.address, () => undefined);
  }

  #onPacket(packet: Buffer): void {
    const parameters = this.#parameters;
    if (!parameters?.receive || this.#closed || packet.length > LONGEST_PACKET) return;
    const opened = this.#receiver ? this.#open(this.#receiver, packet) : packet;
    const header = opened && readRtpHeader(opened);
    if (!opened || !header) return;
    this.counters.received += 1;
    if (this.counters.received === 1) this.#context.tell({ happened: 'receiving' });
    const payload = rtpPayload(opened, header);
    if (!payload || header.payloadType !== parameters.payloadType || !isPayloadType(header.payloadType)) return;
    this.#heard = decode(header.payloadType, payload);
    if (this.#context.audio().mode === 'echo') this.#send(payload);
  }

  /** The plain packet, or null for one that must not be played; counts why. */
  #open(receiver: SrtpReceiver, packet: Buffer): Buffer | null {
    const { flaws } = this.#context;
    const opened = receiver.unprotect(packet, {
      tags: flaws.has('accepts-bad-tag'),
      replays: flaws.has('no-replay-window'),
    });
    if (opened.outcome === 'accepted') return opened.packet;
    if (opened.outcome === 'replayed') this.counters.replayed += 1;
    else if (looksPlain(packet)) this.counters.plainDropped += 1;
    else this.counters.rejected += 1;
    return null;
  }
}

/** Whole 10 ms frames of G.711 without a tag behind them: no suite's tag is a multiple of 80 octets long. */
function looksPlain(packet: Buffer): boolean {
  const header = readRtpHeader(packet);
  return header !== null && packet.length > header.headerBytes && (packet.length - header.headerBytes) % 80 === 0;
}
