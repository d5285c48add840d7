/** The media of one leg: what is sent and what comes, under what was agreed last. */
import { SrtpSender } from '../wire/media/srtp.ts';
import type { Probe } from '../evidence.ts';
import type { Agreement } from './agreement.ts';
import type { Conditions } from './conditions.ts';
import { DeviceKeys } from './device-keys.ts';
import { type MediaKey, sameKey } from './media-key.ts';
import { MediaSession } from './media-session.ts';
import { ProbeSeries } from './probe-series.ts';
import { frameMilliseconds, OutgoingStream } from './stream.ts';
import type { StreamScript } from './stream-script.ts';

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

export class MediaFlow {
  readonly host: string;
  /** The port of its own description, and one for a second line, so that both are open before any description leaves. */
  readonly port: number;
  readonly sparePort: number;
  readonly #options: FlowOptions;
  readonly #sessions: readonly MediaSession[];
  readonly #keys = new DeviceKeys();
  #taken: MediaSession;
  #stream: OutgoingStream | null = null;
  #series: ProbeSeries | null = null;
  #own: MediaKey | null = null;
  /** Packets that went out under the key in force. */
  #underOwn = 0;
  #sends = false;
  #ticker: NodeJS.Timeout | null = null;

  private constructor(options: FlowOptions, main: MediaSession, spare: MediaSession) {
    this.#options = options;
    this.#sessions = [main, spare];
    this.#taken = main;
    this.host = main.address.host;
    this.port = main.address.port;
    this.sparePort = spare.address.port;
  }

  /** Throws LabError when no port can be had. */
  static async open(options: FlowOptions): Promise<MediaFlow> {
    const open = (): Promise<MediaSession> => MediaSession.open(options.host, options.origin, options.conditions);
    const main = await open();
    try {
      return new MediaFlow(options, main, await open());
    } catch (error) {
      await main.close();
      throw error;
    }
  }

  /** The session of the line that was taken. */
  get media(): MediaSession {
    return this.#taken;
  }

  /** RTP of the device to the port of a line that was not taken. */
  get elsewhere(): number {
    return this.#sessions.reduce((sum, session) => (session === this.#taken ? sum : sum + session.received), 0);
  }

  /**
   * Keys, address and direction from now on. The stream runs on where there is one; `anew` begins another, as of another
   * peer. `mayClear`: whether it sends without crypto where none was agreed.
   */
  agree(agreement: Agreement, { anew = false, mayClear = true } = {}): void {
    const { own, device, payloadType, payloadTypes, remote, port } = agreement;
    this.#taken = this.#sessions.find(({ address }) => address.port === port) ?? this.#taken;
    this.#keys.use(device);
    if (!this.#stream || anew) {
      this.#stream = new OutgoingStream(this.#taken, payloadType, senderOf(own), this.#options.stream);
      const { probes } = this.#options;
      const echoes = (marker: Buffer): number => this.#taken.countOf(marker);
      this.#series ??= probes ? new ProbeSeries(this.#stream, probes, echoes) : null;
    } else if (own === null || !sameKey(own, this.#own)) {
      this.#stream.protectWith(senderOf(own));
      this.#underOwn = 0;
    }
    this.#own = own;
    this.#sends = agreement.sends && (own !== null || mayClear);
    const isOwnPayload = (payload: Buffer): boolean => this.#series?.isOwnPayload(payload) ?? false;
    this.#taken.agree({ device: this.#keys, secured: own !== null, payloadTypes, isOwnPayload }, remote);
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
    return this.media.received >= packets && (!this.#series || this.#series.done || !this.#sends);
  }

  /** Waits until the condition holds, nothing has come for the window, or the limit has passed. */
  async listen(until: () => boolean, window: number, limit: number): Promise<void> {
    const { conditions } = this.#options;
    const silent = (): boolean => performance.now() - this.media.lastAt >= window;
    const watch = setInterval(() => conditions.changed(), frameMilliseconds);
    await conditions.until(() => until() || silent(), limit);
    clearInterval(watch);
  }

  counts(): FlowCounts {
    const { srtp, plain, undecipherable, rtcp } = this.media.fromDevice;
    const fromDevice = { srtp, plain, undecipherable, rtcp, formerKey: this.#keys.underFormer };
    return { fromDevice, toDevice: { packets: this.media.sent } };
  }

  probes(): Probe[] {
    return this.#series?.results() ?? [];
  }

  async close(): Promise<void> {
    this.stop();
    await Promise.all(this.#sessions.map((session) => session.close()));
  }

  #tick(): void {
    // RFC 3711 §9.2: no more packets than the key may protect.
    if (!this.#sends || !this.#stream || this.#underOwn >= (this.#own?.lifetime ?? Infinity)) return;
    this.#underOwn++;
    if (this.#series && !this.#series.done) this.#series.tick();
    else this.#stream.tick();
    this.#options.conditions.changed();
  }
}

const senderOf = (own: MediaKey | null): SrtpSender | null =>
  own && new SrtpSender(own.suite, own.master, own.mki ? { mki: own.mki } : {});
