/**
 * Probes: packets with payloads found nowhere else, so that the device's echo tells which of them it played. Good ones
 * come first, until the echo works, and then between the others, so that a missing echo means something.
 */
import type { Probe } from '../evidence.ts';
import { MarkedPayloads } from './marked-payloads.ts';
import { flipBit } from './spoil.ts';
import { type OutgoingStream, type SentPacket } from './stream.ts';

type Kind = Probe['kind'];

interface SentProbe {
  kind: Kind;
  packet: SentPacket;
  marker: Buffer;
  /** Which tick it went out at. */
  tick: number;
  /** Echoes of the same payload that were there before: more than none for replays only. */
  before: number;
}

/** What is sent in one tick; false: it cannot be yet, and something good is sent meanwhile. */
type Step = () => boolean;

const goodsBetween = 2;
const replayDistance = 5;
/** RFC 3711 §3.3.2: a replay list holds 64 packets at least. This many numbers are beyond it, and within it. */
const beyondList = 100;
const withinList = 60;
const settleTicks = 5;
/** After the last probe the echo of the good ones is waited for at most so long (20 ms each). */
const patienceTicks = 25;

export class ProbeSeries {
  readonly #stream: OutgoingStream;
  readonly #echoes: (marker: Buffer) => number;
  readonly #plan: Step[];
  readonly #warmUp: SentProbe[] = [];
  readonly #series: SentProbe[] = [];
  readonly #payloads = new MarkedPayloads();
  readonly #echoesBeforeStart: number;
  #held: Pick<SentProbe, 'packet' | 'marker'> | null = null;
  #tick = 0;
  #started = false;
  #doneAt: number | null = null;
  #quietTicks = 0;

  /** `echoes` counts occurrences of octets in what came back. Kinds that need crypto are left out of a plain call. */
  constructor(stream: OutgoingStream, kinds: readonly Kind[], echoes: (marker: Buffer) => number) {
    this.#stream = stream;
    this.#echoes = echoes;
    const asked = stream.secured ? kinds : kinds.filter((kind) => kind === 'good');
    const between = new Array<Step>(goodsBetween).fill(() => this.#send('good'));
    // One for each replay, so that no packet is repeated twice, and never fewer than three.
    this.#echoesBeforeStart = Math.max(3, asked.filter((kind) => kind.endsWith('replay')).length);
    this.#plan = asked.flatMap((kind) => [...between, ...this.#stepsOf(kind)]).concat(between);
  }

  get done(): boolean {
    return this.#doneAt !== null;
  }

  isOwnPayload(payload: Buffer): boolean {
    return this.#payloads.has(payload);
  }

  /** Sends the next packet; called every 20 ms. */
  tick(): void {
    this.#tick++;
    if (!this.#started) this.#warm();
    else if (this.#plan.length > 0) this.#proceed();
    else this.#settle();
  }

  results(): Probe[] {
    // Where the echo never worked, the packets of the warm-up are the witnesses of that.
    const told = this.#series.length > 0 ? this.#series : this.#warmUp.slice(0, 10);
    return told.map(({ kind, packet, marker, before }) => {
      return { kind, sequence: packet.sequence, echoed: this.#echoes(marker) - before };
    });
  }

  #stepsOf(kind: Kind): Step[] {
    const good: Step = () => this.#send('good');
    const away = (numbers: number): Step => {
      return () => {
        this.#stream.skip(numbers);
        return this.#send('good');
      };
    };
    const hold: Step = () => this.#hold();
    const release: Step = () => this.#release(kind);
    switch (kind) {
      case 'late':
        return [hold, good, good, release];
      case 'very-late':
        return [hold, away(withinList), good, release];
      case 'old-replay':
        return [away(beyondList), good, () => this.#replay(kind)];
      case 'replay':
        return [() => this.#replay(kind)];
      default:
        return [() => this.#send(kind)];
    }
  }

  #warm(): void {
    this.#warmUp.push(this.#fresh('good'));
    const echoed = this.#warmUp.filter(({ marker }) => this.#echoes(marker) > 0);
    this.#started = echoed.length >= this.#echoesBeforeStart && this.#tick > replayDistance;
  }

  #proceed(): void {
    if (this.#plan[0]?.()) this.#plan.shift();
    // Keeps the stream alive meanwhile.
    else this.#fresh('good');
  }

  #settle(): void {
    this.#fresh('good');
    this.#quietTicks++;
    const goods = this.#series.filter(({ kind }) => kind === 'good');
    const back = goods.every(({ marker }) => this.#echoes(marker) > 0);
    if (this.#quietTicks >= (back ? settleTicks : patienceTicks)) this.#doneAt ??= this.#tick;
  }

  #send(kind: Kind): boolean {
    this.#series.push(this.#fresh(kind));
    return true;
  }

  #fresh(kind: Kind): SentProbe {
    const { payload, marker } = this.#payloads.next();
    return { kind, packet: this.#packet(kind, payload), marker, tick: this.#tick, before: 0 };
  }

  #packet(kind: Kind, payload: Buffer): SentPacket {
    switch (kind) {
      case 'plain':
        return this.#stream.sendUnprotected(payload);
      case 'stranger':
        return this.#stream.sendAsStranger(payload);
      case 'bit-flip':
        return this.#stream.sendPayload(payload, flipBit.payload);
      case 'header-flip':
        return this.#stream.sendPayload(payload, flipBit.header);
      case 'tag-flip':
        return this.#stream.sendPayload(payload, flipBit.tag);
      default:
        return this.#stream.sendPayload(payload);
    }
  }

  /** Its number is used up; those behind it go first. */
  #hold(): boolean {
    const { payload, marker } = this.#payloads.next();
    this.#held = { packet: this.#stream.holdPayload(payload), marker };
    return true;
  }

  #release(kind: Kind): boolean {
    if (!this.#held) return true;
    this.#stream.repeat(this.#held.packet);
    this.#series.push({ ...this.#held, kind, tick: this.#tick, before: 0 });
    return true;
  }

  /**
   * The original is one of the warm-up, where nothing was lost: a device that conceals a loss plays a neighbour of the lost
   * packet twice (baresip does), which is no replay.
   */
  #replay(kind: Kind): boolean {
    const repeated = new Set(this.#series.filter((probe) => probe.kind.endsWith('replay')).map(({ packet }) => packet));
    const original = this.#warmUp.findLast(
      ({ packet, tick, marker }) =>
        !repeated.has(packet) && this.#tick - tick >= replayDistance && this.#echoes(marker) > 0,
    );
    if (!original) return false;
    const before = this.#echoes(original.marker);
    this.#stream.repeat(original.packet);
    this.#series.push({ ...original, kind, tick: this.#tick, before });
    return true;
  }
}
