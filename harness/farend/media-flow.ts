/** The media of one leg: what is sent and what comes, under what was agreed last. */
import type { Call, Probe } from '../evidence.ts';
import type { RecordedDatagram } from '../tap/tap.ts';
import { SrtpSender } from '../wire/media/srtp.ts';
import type { Agreement } from './agreement.ts';
import type { Conditions } from './conditions.ts';
import { DeviceKeys } from './device-keys.ts';
import { EchoCheck, type Echoes } from './echo-check.ts';
import { actAtOnce, randomPackets, sendAtPace } from './media-acts.ts';
import { freshKey, type MediaKey, sameKey } from './media-key.ts';
import { MediaPorts, type PortFacts } from './media-ports.ts';
import { ProbeSeries } from './probe-series.ts';
import { frameMilliseconds, OutgoingStream } from './stream.ts';
import type { MediaAct, StreamScript } from './stream-script.ts';

export interface FlowOptions {
  host: string;
  /** Monotonic time that packet times count from. */
  origin: number;
  conditions: Conditions;
  probes?: readonly Probe['kind'][] | undefined;
  stream?: StreamScript | undefined;
}

export interface FlowCounts {
  fromDevice: { srtp: number; plain: number; undecipherable: number; rtcp: number; formerKey: number };
  toDevice: { packets: number };
}

export type FlowFacts = PortFacts & Pick<Call, 'probes' | 'deviceKeys'>;

export class MediaFlow {
  readonly ports: MediaPorts;
  readonly #options: FlowOptions;
  readonly #keys = new DeviceKeys();
  readonly #checks: EchoCheck[] = [];
  #marking: EchoCheck | null = null;
  #stream: OutgoingStream | null = null;
  #sender: SrtpSender | null = null;
  #series: ProbeSeries | null = null;
  #own: MediaKey | null = null;
  /** Packets that went out under the key in force. */
  #underOwn = 0;
  #sends = false;
  #ticker: NodeJS.Timeout | null = null;

  private constructor(options: FlowOptions, ports: MediaPorts) {
    this.#options = options;
    this.ports = ports;
  }

  /** Throws LabError when no port can be had. */
  static async open(options: FlowOptions): Promise<MediaFlow> {
    const { host, origin, conditions } = options;
    return new MediaFlow(options, await MediaPorts.open(host, origin, conditions));
  }

  get received(): number {
    return this.ports.received;
  }

  /**
   * Keys, address and direction from now on. The stream runs on where there is one; `anew` begins another, as of another
   * peer. `mayClear`: whether it sends without crypto where none was agreed.
   */
  agree(agreement: Agreement, { anew = false, mayClear = true } = {}): void {
    const { own, device, payloadType, payloadTypes, port } = agreement;
    const before = this.ports.current;
    const session = this.ports.take(port);
    this.#keys.use(device);
    const isMoved = session !== before;
    if (isMoved || anew || !sameKey(own, this.#own)) this.#protectWith(own, isMoved || anew);
    if (!this.#stream || anew) {
      this.#stream = new OutgoingStream(session, payloadType, this.#sender, this.#options.stream);
    } else {
      this.#stream.goOn(session, this.#sender);
    }
    const { probes } = this.#options;
    this.#series ??= probes ? new ProbeSeries(this.#stream, probes, (marker) => this.ports.countOf(marker)) : null;
    this.#sends = agreement.sends && (own !== null || mayClear);
    const isOwnPayload = (payload: Buffer): boolean => this.#isOwnPayload(payload);
    session.agree({ device: this.#keys, secured: own !== null, payloadTypes, isOwnPayload }, agreement);
  }

  /** Begins to send, the first packet now. */
  start(): void {
    if (this.#ticker) return;
    this.#tick();
    this.#ticker = setInterval(() => this.#tick(), frameMilliseconds);
  }

  stop(): void {
    if (this.#ticker) clearInterval(this.#ticker);
    this.#ticker = null;
  }

  /** Whether so many packets of the device have come and all that was to be sent on purpose has been. */
  enough(packets: number): boolean {
    return this.received >= packets && (!this.#series || this.#series.done || !this.#sends);
  }

  /** Waits until the condition holds, nothing has come for the window, or the limit has passed. */
  async listen(until: () => boolean, window: number, limit: number): Promise<void> {
    const { conditions } = this.#options;
    const silent = (): boolean => performance.now() - this.ports.current.lastAt >= window;
    const watch = setInterval(() => conditions.changed(), frameMilliseconds);
    await conditions.until(() => until() || silent(), limit);
    clearInterval(watch);
  }

  /** Marks what it sends until so many marked packets have come back, or the window has passed. */
  async echo(count: number, window: number, unless: () => boolean): Promise<Echoes> {
    const check = new EchoCheck();
    this.#checks.push(check);
    this.#marking = check;
    const echoes = (): Echoes => check.echoes((marker) => this.ports.countOf(marker));
    await this.#options.conditions.until(() => echoes().heard >= count || unless(), window);
    this.#marking = null;
    return echoes();
  }

  /** Does that to what it sends; resolves once it has come to its end, or the window has passed. */
  async act(act: MediaAct, window: number, unless: () => boolean): Promise<void> {
    const stream = this.#stream;
    if (!stream) return;
    const { conditions } = this.#options;
    actAtOnce(stream, act);
    if (act.do === 'random-packets') await sendAtPace(stream, randomPackets(act.count), conditions);
    if (act.do === 'wrap') await conditions.until(() => stream.wrapped || unless(), window);
    const ofDevice = this.ports.current.packets.findLast(({ from }) => from === 'device');
    if (act.do === 'source-of-device' && ofDevice) stream.changeSource(ofDevice.ssrc);
    if (act.do === 'wrong-key' && this.#own) {
      const { suite } = this.#own;
      stream.goOn(this.ports.current, new SrtpSender(suite, freshKey(suite).master));
      const enough = this.ports.sent + act.packets;
      await conditions.until(() => this.ports.sent >= enough || unless(), window);
    }
  }

  counts(): FlowCounts {
    const { srtp, plain, undecipherable, rtcp } = this.ports.fromDevice();
    const fromDevice = { srtp, plain, undecipherable, rtcp, formerKey: this.#keys.underFormer };
    return { fromDevice, toDevice: { packets: this.ports.sent } };
  }

  /** What the evidence holds of it, once it is closed. */
  facts(): FlowFacts {
    const { toDevice, ...facts } = this.ports.facts();
    const skipped = this.#stream?.skipped ?? 0;
    return {
      ...facts,
      toDevice: { ...toDevice, ...(skipped > 0 && { skipped }) },
      probes: this.#series?.results() ?? [],
      ...(this.#keys.uses.length > 0 && { deviceKeys: this.#keys.uses }),
    };
  }

  get datagrams(): RecordedDatagram[] {
    return this.ports.datagrams;
  }

  async close(): Promise<void> {
    this.stop();
    await this.ports.close();
  }

  /** RFC 3711 §3.3.1: a new key goes on with the roll-over counter; RFC 4568 §7.1.4: from 0 at another address. */
  #protectWith(own: MediaKey | null, fromZero: boolean): void {
    const before = fromZero ? null : this.#sender;
    const mki = own?.mki;
    const options = { ...(mki && { mki }), ...(before && { after: before }) };
    this.#sender = own && new SrtpSender(own.suite, own.master, options);
    this.#own = own;
    this.#underOwn = 0;
  }

  #isOwnPayload(payload: Buffer): boolean {
    return (this.#series?.isOwnPayload(payload) ?? false) || this.#checks.some((check) => check.isOwnPayload(payload));
  }

  #tick(): void {
    // RFC 3711 §9.2: no more packets than the key may protect.
    if (!this.#sends || !this.#stream || this.#underOwn >= (this.#own?.lifetime ?? Infinity)) return;
    this.#underOwn++;
    if (this.#series && !this.#series.done) this.#series.tick();
    else if (this.#marking) this.#stream.sendPayload(this.#marking.payload());
    else this.#stream.tick();
    this.#options.conditions.changed();
  }
}
