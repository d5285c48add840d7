/**
 * The far end's media ports for one line of a call: they are open before any SDP leaves, so that the first packet counts,
 * and remember what came until the keys are known.
 */
import type { Socket } from 'node:dgram';
import type { ControlFacts, MediaCount, PacketFacts } from '../evidence.ts';
import type { Address } from '../lab/lab.ts';
import { bindDatagrams } from '../tap/listening.ts';
import type { RecordedDatagram } from '../tap/tap.ts';
import { isRtcp } from '../wire/media/rtp.ts';
import type { FoundTone } from '../wire/media/tone.ts';
import { classify, type MediaContext } from './classify.ts';
import type { Conditions } from './conditions.ts';
import { ControlLog } from './control-log.ts';
import { HeardAudio } from './heard-audio.ts';
import { PacketLog } from './packet-log.ts';
import { openPortPair, type PortPair } from './port-pair.ts';

const keptEarly = 500;

/** Where the device receives, and what it calls its payloads. */
export interface Route {
  /** Null where it says no address. */
  remote: Address | null;
  /** The port of RTP where RTCP shares it. */
  control: Address | null;
  /** Payload types of telephone events. */
  eventTypes: ReadonlySet<number>;
}

interface Early {
  at: number;
  bytes: Buffer;
  port: keyof PortPair;
}

export class MediaSession {
  readonly address: Address;
  readonly fromDevice: MediaCount = { srtp: 0, plain: 0, undecipherable: 0, rtcp: 0, firstAt: null };
  sent = 0;
  /** Monotonic time of the last packet of the device, or of the agreement. */
  lastAt = performance.now();
  readonly #ports: PortPair;
  /** A port that no description of the far end names, once it is used. */
  #stranger: Promise<Socket> | null = null;
  readonly #origin: number;
  readonly #conditions: Conditions;
  readonly #control = new ControlLog();
  readonly #audio = new HeardAudio();
  #route: Route = { remote: null, control: null, eventTypes: new Set() };
  #context: MediaContext | null = null;
  #holds = false;
  #early: Early[] = [];
  readonly #log = new PacketLog();

  private constructor(ports: PortPair, host: string, origin: number, conditions: Conditions) {
    this.#ports = ports;
    this.address = { host, port: ports.media.address().port };
    this.#origin = origin;
    this.#conditions = conditions;
    for (const port of ['media', 'control'] as const)
      ports[port].on('message', (bytes, from) => this.#receive(bytes, { host: from.address, port: from.port }, port));
  }

  /** `origin` is the monotonic time that packet times count from. Throws LabError when no port can be had. */
  static async open(host: string, origin: number, conditions: Conditions): Promise<MediaSession> {
    return new MediaSession(await openPortPair(host), host, origin, conditions);
  }

  /** From now on packets can be told apart; those that came before are judged first. */
  agree(context: MediaContext, route: Route): void {
    this.#context = context;
    this.#route = route;
    this.lastAt = performance.now();
    this.judgeHeld();
  }

  /** An offer of the far end waits for its answer: what the keys in force do not open may be under the next one. */
  holdUndecipherable(): void {
    this.#holds = true;
  }

  /** There is an answer, or none will come. */
  judgeHeld(): void {
    this.#holds = false;
    const held = this.#early;
    if (!this.#context) return;
    this.#early = [];
    for (const { at, bytes, port } of held) this.#count(at, bytes, port, this.#context);
  }

  get route(): Route {
    return this.#route;
  }

  /** The first packets of both sides. */
  get packets(): PacketFacts[] {
    return this.#log.packets;
  }

  get datagrams(): RecordedDatagram[] {
    return this.#log.datagrams;
  }

  /** RTCP of both sides. */
  get control(): readonly ControlFacts[] {
    return this.#control.facts;
  }

  /** Reports of the device that tell what it received. */
  get reports(): number {
    return this.#control.reports;
  }

  /** Sends to the device; `kind` says what the packet is meant to be. */
  send(bytes: Buffer, kind: 'srtp' | 'plain'): void {
    this.#sendFrom(this.#ports.media, bytes, kind);
  }

  /** The same from a port that nobody has told the device of. */
  sendAsStranger(bytes: Buffer): void {
    this.#stranger ??= bindDatagrams({ host: this.address.host, port: 0 });
    void this.#stranger.then((socket) => this.#sendFrom(socket, bytes, 'plain'));
  }

  /** RTCP to the device, over its port of RTP where both share one. `clear` is what the packet says. */
  sendControl(bytes: Buffer, clear: Buffer, purpose: string): void {
    const { remote, control } = this.#route;
    if (!remote || !control) return;
    const shared = control.port === remote.port;
    const at = performance.now();
    const port = shared ? 'media' : 'control';
    this.#log.record({ at, from: this.#addressOf(port), to: control, bytes }, 'far-end');
    this.#control.sent(this.#since(at), bytes, clear, purpose, shared);
    this.#ports[port].send(bytes, control.port, control.host, () => undefined);
  }

  get received(): number {
    const { srtp, plain, undecipherable } = this.fromDevice;
    return srtp + plain + undecipherable;
  }

  /** How often these octets occur in the device's echo; where crypto was agreed, only in what authenticated. */
  countOf(marker: Buffer): number {
    return this.#audio.countOf(marker, this.#context?.secured ?? false);
  }

  tone(): FoundTone | null {
    return this.#audio.tone();
  }

  async close(): Promise<void> {
    const sockets = [this.#ports.media, this.#ports.control, ...(this.#stranger ? [await this.#stranger] : [])];
    await Promise.all(sockets.map((socket) => new Promise<void>((resolve) => socket.close(() => resolve()))));
    // Whatever came though no session was ever agreed on was sent without any agreed crypto.
    if (!this.#context) {
      const none = { device: null, secured: false, payloadTypes: new Set<number>(), isOwnPayload: () => false };
      this.agree(none, this.#route);
    }
  }

  #addressOf(port: keyof PortPair): Address {
    return { host: this.address.host, port: this.#ports[port].address().port };
  }

  #sendFrom(socket: Socket, bytes: Buffer, kind: 'srtp' | 'plain'): void {
    const { remote } = this.#route;
    if (!remote) return;
    this.sent++;
    const at = performance.now();
    const from = { host: this.address.host, port: socket.address().port };
    this.#log.record({ at, from, to: remote, bytes }, 'far-end');
    this.#log.describe(this.#since(at), bytes, 'far-end', kind);
    socket.send(bytes, remote.port, remote.host, () => undefined);
  }

  #receive(bytes: Buffer, from: Address, port: keyof PortPair): void {
    const at = performance.now();
    this.#log.record({ at, from, to: this.#addressOf(port), bytes }, 'device');
    if (this.#context) this.#count(at, bytes, port, this.#context);
    else if (this.#early.length < keptEarly) this.#early.push({ at, bytes, port });
    this.#conditions.changed();
  }

  #count(at: number, bytes: Buffer, port: keyof PortPair, context: MediaContext): void {
    if (port === 'control' && !isRtcp(bytes)) return;
    const found = classify(bytes, context);
    if (!found) return;
    const { kind, packet, fresh, rollOver } = found;
    if (this.#holds && (kind === 'undecipherable' || kind === 'rtcp') && this.#early.length < keptEarly) {
      this.#early.push({ at, bytes, port });
      return;
    }
    this.fromDevice[kind]++;
    this.#log.describe(this.#since(at), bytes, 'device', kind, rollOver);
    if (kind === 'rtcp') {
      this.#control.received(this.#since(at), bytes, port === 'media', context);
      return;
    }
    this.lastAt = performance.now();
    this.fromDevice.firstAt ??= this.#since(at);
    if (kind !== 'undecipherable' && fresh && packet) this.#audio.add(kind, packet, this.#route.eventTypes);
  }

  /** Keys that were pressed at the device. */
  get keys(): HeardAudio['keys'] {
    return this.#audio.keys;
  }

  #since(at: number): number {
    return Math.round(at - this.#origin);
  }
}
