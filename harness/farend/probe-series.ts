/**
 * Probes: packets with payloads found nowhere else, so that the device's echo tells which of them it played. Good ones
 * come first, until the echo works, and then between the others, so that a missing echo means something.
 */
import { randomBytes } from 'node:crypto';
import type { Probe } from '../evidence.ts';
import { frameSamples, type OutgoingStream, type SentPacket } from './stream.ts';

interface SentProbe {
  kind: Probe['kind'];
  packet: SentPacket;
  marker: Buffer;
  /** Which tick it went out at. */
  tick: number;
  /** Echoes of the same payload that were there before: more than none for replays only. */
  before: number;
}

const goodsBetween = 2;
const replayDistance = 5;
const settleTicks = 5;
/** After the last probe the echo of the good ones is waited for at most so long (20 ms each). */
const patienceTicks = 25;

export class ProbeSeries {
  readonly #stream: OutgoingStream;
  readonly #echoes: (marker: Buffer) => number;
  readonly #plan: Probe['kind'][];
  readonly #warmUp: SentProbe[] = [];
  readonly #series: SentProbe[] = [];
  readonly #payloads = new Set<string>();
  readonly #echoesBeforeStart: number;
  #tick = 0;
  #started = false;
  #doneAt: number | null = null;
  #quietTicks = 0;

  /** `echoes` counts occurrences of octets in what came back. Kinds that need crypto are left out of a plain call. */
  constructor(stream: OutgoingStream, kinds: readonly Probe['kind'][], echoes: (marker: Buffer) => number) {
    this.#stream = stream;
    this.#echoes = echoes;
    const asked = stream.secured ? kinds : kinds.filter((kind) => kind === 'good');
    const between = new Array<Probe['kind']>(goodsBetween).fill('good');
    // One for each replay, so that no packet is repeated twice, and never fewer than three.
    this.#echoesBeforeStart = Math.max(3, asked.filter((kind) => kind === 'replay').length);
    this.#plan = asked.flatMap((kind) => [...between, kind]).concat(between);
  }

  get done(): boolean {
    return this.#doneAt !== null;
  }

  isOwnPayload(payload: Buffer): boolean {
    return this.#payloads.has(payload.toString('latin1'));
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

  #warm(): void {
    this.#warmUp.push(this.#good());
    const echoed = this.#warmUp.filter(({ marker }) => this.#echoes(marker) > 0);
    this.#started = echoed.length >= this.#echoesBeforeStart && this.#tick > replayDistance;
  }

  #proceed(): void {
    const kind = this.#plan[0] ?? 'good';
    const sent = kind === 'replay' ? this.#replay() : this.#fresh(kind);
    if (!sent) {
      // Nothing that was echoed lies far enough back yet: keep the stream alive meanwhile.
      this.#good();
      return;
    }
    this.#plan.shift();
    this.#series.push(sent);
  }

  #settle(): void {
    this.#good();
    this.#quietTicks++;
    const goods = this.#series.filter(({ kind }) => kind === 'good');
    const back = goods.every(({ marker }) => this.#echoes(marker) > 0);
    if (this.#quietTicks >= (back ? settleTicks : patienceTicks)) this.#doneAt ??= this.#tick;
  }

  #good(): SentProbe {
    return this.#fresh('good');
  }

  #fresh(kind: Exclude<Probe['kind'], 'replay'>): SentProbe {
    const payload = this.#payload();
    const packet =
      kind === 'plain'
        ? this.#stream.sendUnprotected(payload)
        : this.#stream.sendPayload(payload, kind === 'bit-flip' ? flipOneBit : undefined);
    return { kind, packet, marker: markerOf(payload), tick: this.#tick, before: 0 };
  }

  /**
   * The original is one of the warm-up, where nothing was lost: a device that conceals a loss plays a neighbour of the lost
   * packet twice (baresip does), which is no replay.
   */
  #replay(): SentProbe | null {
    const repeated = new Set(this.#series.filter(({ kind }) => kind === 'replay').map(({ packet }) => packet));
    const original = this.#warmUp.findLast(
      ({ packet, tick, marker }) =>
        !repeated.has(packet) && this.#tick - tick >= replayDistance && this.#echoes(marker) > 0,
    );
    if (!original) return null;
    const before = this.#echoes(original.marker);
    this.#stream.repeat(original.packet);
    return { ...original, kind: 'replay', tick: this.#tick, before };
  }

  /** 0x7f is left out: it is the second zero of PCMU, which a device that decodes and encodes turns into 0xff. */
  #payload(): Buffer {
    const payload = randomBytes(frameSamples).map((octet) => (octet === 0x7f ? 0x7e : octet));
    this.#payloads.add(Buffer.from(payload).toString('latin1'));
    return Buffer.from(payload);
  }
}

/** The middle of a payload: an echo that shifted by some samples still holds it, and no flipped bit is in it. */
function markerOf(payload: Buffer): Buffer {
  return payload.subarray(64, 96);
}

/** In the first octet of the payload, behind the fixed header. */
function flipOneBit(bytes: Buffer): void {
  bytes[12] = (bytes[12] ?? 0) ^ 1;
}
