/**
 * The far end's ports of one leg: that of its own description and one for a second line, both open before any description
 * leaves. What comes to lines that were taken, one after another where the media moves, counts together.
 */
import type { Call, MediaCount } from '../evidence.ts';
import type { RecordedDatagram } from '../tap/tap.ts';
import type { Conditions } from './conditions.ts';
import { MediaSession } from './media-session.ts';

export type PortFacts = Pick<Call, 'fromDevice' | 'toDevice' | 'elsewhere' | 'tone' | 'packets' | 'control' | 'keys'>;

export class MediaPorts {
  readonly #sessions: readonly [MediaSession, MediaSession];
  /** Those whose lines were taken, the one in use last. */
  #taken: MediaSession[] = [];

  private constructor(sessions: readonly [MediaSession, MediaSession]) {
    this.#sessions = sessions;
  }

  /** `origin` is the monotonic time that packet times count from. Throws LabError when no port can be had. */
  static async open(host: string, origin: number, conditions: Conditions): Promise<MediaPorts> {
    const main = await MediaSession.open(host, origin, conditions);
    try {
      return new MediaPorts([main, await MediaSession.open(host, origin, conditions)]);
    } catch (error) {
      await main.close();
      throw error;
    }
  }

  get host(): string {
    return this.#sessions[0].address.host;
  }

  get port(): number {
    return this.#sessions[0].address.port;
  }

  get sparePort(): number {
    return this.#sessions[1].address.port;
  }

  /** The one in use; that of its own description while none is. */
  get current(): MediaSession {
    return this.#taken.at(-1) ?? this.#sessions[0];
  }

  /** The line of that port is in use from now on; of an unknown port: the one that is. */
  take(port: number): MediaSession {
    const session = this.#sessions.find(({ address }) => address.port === port) ?? this.current;
    this.#taken = [...this.#taken.filter((each) => each !== session), session];
    return session;
  }

  /** RTP of the device. */
  get received(): number {
    return this.#used.reduce((sum, { received }) => sum + received, 0);
  }

  /** Reports of the device that tell what it received. */
  get reports(): number {
    return this.#used.reduce((sum, { reports }) => sum + reports, 0);
  }

  /** From the far end. */
  get sent(): number {
    return this.#used.reduce((sum, { sent }) => sum + sent, 0);
  }

  /** How often these octets occur in the device's echo. */
  countOf(marker: Buffer): number {
    return this.#used.reduce((sum, session) => sum + session.countOf(marker), 0);
  }

  fromDevice(): MediaCount {
    const counts = this.#used.map(({ fromDevice }) => fromDevice);
    const sum = (of: (count: MediaCount) => number): number => counts.reduce((all, count) => all + of(count), 0);
    const times = counts.flatMap(({ firstAt }) => (firstAt === null ? [] : [firstAt]));
    return {
      srtp: sum(({ srtp }) => srtp),
      plain: sum(({ plain }) => plain),
      undecipherable: sum(({ undecipherable }) => undecipherable),
      rtcp: sum(({ rtcp }) => rtcp),
      firstAt: times.length > 0 ? Math.min(...times) : null,
    };
  }

  /** What the evidence holds of it, once it is closed. */
  facts(): PortFacts {
    const control = this.#used.flatMap((session) => session.control);
    const keys = this.#used.flatMap((session) => session.keys);
    const others = this.#sessions.filter((session) => !this.#used.includes(session));
    return {
      fromDevice: this.fromDevice(),
      toDevice: { packets: this.sent },
      elsewhere: others.reduce((sum, { received }) => sum + received, 0),
      tone: this.#used[0]?.tone() ?? null,
      packets: this.#used.flatMap(({ packets }) => packets),
      ...(control.length > 0 && { control }),
      ...(keys.length > 0 && { keys }),
    };
  }

  get datagrams(): RecordedDatagram[] {
    return this.#sessions.flatMap(({ datagrams }) => datagrams);
  }

  async close(): Promise<void> {
    await Promise.all(this.#sessions.map((session) => session.close()));
  }

  get #used(): readonly MediaSession[] {
    return this.#taken.length > 0 ? this.#taken : [this.#sessions[0]];
  }
}
