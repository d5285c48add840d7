/** The media of one call: two UDP ports, 20 ms packets of audio, SRTP and SRTCP when negotiated, and the counters. */
import type { MediaCounters } from '../contracts.ts';
import type { Flaws } from '../flaws.ts';
import type { Settings } from '../settings/settings.ts';
import { decode, isPayloadType, level } from './audio.ts';
import { ControlChannel } from './control-channel.ts';
import { everyFrame, FRAME_SAMPLES } from './frames.ts';
import { IdleWatch } from './idle-watch.ts';
import { Incoming } from './incoming.ts';
import { Outgoing } from './outgoing.ts';
import { openPorts, type Ports } from './ports.ts';
import { isControl, readRtpHeader, rtpPayload } from './rtp.ts';
import { Speech, type Formats, type Frame } from './speech.ts';
import { SrtpReceiver, type KeyTerms } from './srtp.ts';
import type { SuiteName } from './suites.ts';

const LONGEST_PACKET = 2048;
/** How long a call goes on that has ended, under a flaw. */
const AFTERMATH_MS = 2000;

export interface Security {
  suite: SuiteName;
  /** Master key and salt of what this device sends. */
  localKey: Buffer;
  localTerms: KeyTerms;
  remoteKey: Buffer;
  remoteTerms: KeyTerms;
}

export interface MediaParameters extends Formats {
  remote: { address: string; port: number };
  /** Where the peer takes RTCP: the port of its RTP where both share one (RFC 5761). */
  controlPort: number;
  send: boolean;
  receive: boolean;
  /** null: plain RTP was negotiated. */
  security: Security | null;
}

export interface MediaContext {
  /** Asked anew for every packet, so that the mode may change during a call. */
  audio: () => Settings['audio'];
  flaws: Flaws;
  /**
   * `idle`: nothing that may be played has come for as long as `audio.idleSeconds` allows. `key used up`: nothing more is
   * sent, until there is another key.
   */
  tell: (event: { happened: 'receiving' | 'idle' | 'key used up' | 'closed'; [detail: string]: unknown }) => void;
}

export class MediaSession {
  readonly counters: MediaCounters = { sent: 0, received: 0, rejected: 0, replayed: 0, plainDropped: 0 };
  readonly #ports: Ports;
  readonly #context: MediaContext;
  readonly #speech = new Speech();
  readonly #outgoing: Outgoing;
  readonly #control: ControlChannel;
  readonly #idle: IdleWatch;
  #parameters: MediaParameters | null = null;
  #incoming: Incoming | null = null;
  #timer: NodeJS.Timeout | null = null;
  #heard: Int16Array = new Int16Array(0);
  #closed = false;
  #released = false;

  private constructor(ports: Ports, context: MediaContext) {
    this.#ports = ports;
    this.#context = context;
    this.#outgoing = new Outgoing(context.flaws, context.audio().firstSequence);
    this.#idle = new IdleWatch(() => context.tell({ happened: 'idle' }));
    const interval = (): number => context.audio().reportIntervalMs;
    this.#control = new ControlChannel(this.#outgoing.ssrc, interval, (compound) => this.#sendControl(compound));
    ports.media.on('message', (packet) => this.#onPacket(packet));
    ports.control.on('message', (packet) => this.#onControl(packet));
  }

  /** Opens two ports of the system's choice on `address`; nothing is sent and nothing counted before `start`. */
  static async open(address: string, context: MediaContext): Promise<MediaSession> {
    return new MediaSession(await openPorts(address), context);
  }

  get port(): number {
    return this.#ports.media.address().port;
  }

  /** Begins, or goes on under other parameters after a re-INVITE. */
  start(parameters: MediaParameters): void {
    if (this.#closed) return;
    const before = this.#parameters?.remote;
    const { address, port } = parameters.remote;
    this.#secure(parameters.security, before?.address === address && before.port === port);
    this.#parameters = parameters;
    if (this.#timer) return;
    this.#idle.heard();
    this.#timer = everyFrame((frame) => this.#frame(frame));
    this.#control.start();
  }

  /** Presses keys of 0-9, *, #, A-D, one after another. @returns false where the peer takes no telephone events. */
  press(digits: string): boolean {
    if (this.#closed || this.#parameters === null || this.#parameters.eventType === null) return false;
    this.#speech.press(digits);
    return true;
  }

  /** Ends the media and gives the ports back. */
  close(): void {
    if (this.#closed) return;
    const { flaws, tell } = this.#context;
    this.#control.stop();
    tell({ happened: 'closed', ...this.counters, lastLevel: level(this.#heard) });
    const talksOn = flaws.has('talks-on-after-goodbye');
    if (!talksOn) this.#silence();
    if (talksOn || flaws.has('keeps-port-open-after-goodbye')) setTimeout(() => this.#release(), AFTERMATH_MS).unref();
    else this.#release();
  }

  #silence(): void {
    this.#closed = true;
    if (this.#timer) clearInterval(this.#timer);
  }

  #release(): void {
    if (this.#released) return;
    this.#released = true;
    this.#silence();
    this.#ports.media.close();
    this.#ports.control.close();
  }

  /**
   * RFC 3711 §3.3.1: an unchanged key keeps its roll-over counter and its replay list, a new one the counter alone; but that
   * is 0 at another address (RFC 4568 §7.1.4).
   */
  #secure(security: Security | null, staysThere: boolean): void {
    const before = this.#parameters?.security;
    if (!security) {
      this.#outgoing.secure(null);
      this.#incoming = null;
      return;
    }
    const { suite, localKey, remoteKey, remoteTerms } = security;
    const { flaws } = this.#context;
    if (before?.suite !== suite || !before.localKey.equals(localKey)) this.#outgoing.secure(security, staysThere);
    const isRepeated = before?.suite === suite && before.remoteKey.equals(remoteKey);
    if (this.#incoming?.gaveUp || (isRepeated && !flaws.has('forgets-roll-over-at-reoffer'))) return;
    const countsOn = staysThere ? !flaws.has('forgets-roll-over-at-new-key') : flaws.has('keeps-roll-over-after-move');
    const known = this.#incoming;
    this.#incoming = new Incoming(() => new SrtpReceiver(suite, remoteKey, remoteTerms), this.counters, flaws);
    if (known && countsOn && !isRepeated) this.#incoming.countOn(known);
  }

  #frame(number: number): void {
    if (!this.#parameters || this.#closed) return;
    const audio = this.#context.audio();
    const frame = this.#speech.frame(number, audio, this.#parameters);
    if (frame) this.#send(frame);
    // An echo has the time of what it repeats.
    if (frame || audio.mode !== 'echo') this.#outgoing.advance(FRAME_SAMPLES);
    if (!this.#context.flaws.has('never-ends-idle-media')) this.#idle.look(audio.idleSeconds);
  }

  #send(frame: Frame): void {
    const parameters = this.#parameters;
    if (!parameters || this.#closed || this.#outgoing.usedUp) return;
    const isHeld = !parameters.send;
    if (isHeld && !this.#context.flaws.has('sends-clear-while-held')) return;
    const { bytes, timestamp } = this.#outgoing.packet(frame, isHeld);
    this.counters.sent += 1;
    this.#control.reports.sent(timestamp, frame.payload.length);
    this.#ports.media.send(bytes, parameters.remote.port, parameters.remote.address, () => undefined);
    this.#tellUsedUp();
  }

  #onPacket(packet: Buffer): void {
    const parameters = this.#parameters;
    if (!parameters || this.#closed || packet.length > LONGEST_PACKET) return;
    if (this.#sharesPort(parameters) && isControl(packet)) return this.#onControl(packet);
    if (!parameters.receive) return;
    const opened = this.#incoming ? this.#incoming.open(packet) : packet;
    if (!opened && this.#context.flaws.has('gives-up-encryption')) this.#outgoing.secure(null);
    if (this.#incoming?.broken) this.close();
    const header = opened && readRtpHeader(opened);
    if (!opened || !header || this.#control.reports.hasLeft(header.ssrc)) return;
    this.counters.received += 1;
    this.#idle.heard();
    this.#control.reports.received(header);
    if (this.counters.received === 1) this.#context.tell({ happened: 'receiving' });
    const payload = rtpPayload(opened, header);
    if (!payload || header.payloadType !== parameters.payloadType || !isPayloadType(header.payloadType)) return;
    this.#heard = decode(header.payloadType, payload);
    if (this.#context.audio().mode !== 'echo') return;
    this.#send({ payload, payloadType: header.payloadType });
    this.#outgoing.advance(payload.length);
  }

  #onControl(packet: Buffer): void {
    if (!this.#parameters || this.#closed || packet.length > LONGEST_PACKET) return;
    const opened = this.#incoming?.openControl(packet) ?? { outcome: 'accepted', packet };
    if (opened.outcome === 'accepted') this.#control.reports.take(opened.packet);
  }

  #sendControl(compound: Buffer): void {
    const parameters = this.#parameters;
    if (!parameters || this.#closed || this.#outgoing.usedUp) return;
    const { address, port } = parameters.remote;
    const shared = this.#sharesPort(parameters);
    const socket = shared ? this.#ports.media : this.#ports.control;
    const target = !shared && parameters.controlPort === port ? port + 1 : parameters.controlPort;
    socket.send(this.#outgoing.control(compound), target, address, () => undefined);
    this.#tellUsedUp();
  }

  /** Told once: nothing is sent behind it. */
  #tellUsedUp(): void {
    if (this.#outgoing.usedUp) this.#context.tell({ happened: 'key used up' });
  }

  /** RFC 5761 §5.1.1. */
  #sharesPort({ remote, controlPort }: MediaParameters): boolean {
    return controlPort === remote.port && !this.#context.flaws.has('splits-multiplexed-rtcp');
  }
}
