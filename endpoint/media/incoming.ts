/** Protected packets of the peer, opened and counted, with the device's flaws acted out on the way. */
import type { MediaCounters } from '../contracts.ts';
import type { Flaws } from '../flaws.ts';
import { readCompound } from './rtcp.ts';
import { readRtpHeader } from './rtp.ts';
import type { Opened, SrtpReceiver } from './srtp.ts';

/** What a replay list must hold at least (RFC 3711 §3.3.2). */
const WINDOW = 64;
const HALF = 0x8000;
/** How many bad packets the flaw `gives-up-on-bad-packets` bears. */
const PATIENCE = 10;

export class Incoming {
  readonly #fresh: () => SrtpReceiver;
  readonly #counters: MediaCounters;
  readonly #flaws: Flaws;
  #receiver: SrtpReceiver;
  #latest: { ssrc: number; sequence: number } | null = null;
  /** One behind the other. */
  #bad = 0;
  #malformed = 0;

  /** @param fresh makes a receiver that knows nothing of what came before. */
  constructor(fresh: () => SrtpReceiver, counters: MediaCounters, flaws: Flaws) {
    this.#fresh = fresh;
    this.#receiver = fresh();
    this.#counters = counters;
    this.#flaws = flaws;
  }

  /** Under another key the roll-over counters run on. */
  countOn(before: Incoming): void {
    this.#receiver.countOn(before.#receiver);
  }

  get gaveUp(): boolean {
    return this.#bad >= PATIENCE && this.#flaws.has('gives-up-on-bad-packets');
  }

  get broken(): boolean {
    return this.#malformed > 0 && this.#flaws.has('breaks-on-malformed-packets');
  }

  /** The plain packet, or null for one that must not be played; counts why. */
  open(packet: Buffer): Buffer | null {
    const opened = this.#judge(packet);
    if (opened.outcome === 'accepted') {
      this.#bad = 0;
      return opened.packet;
    }
    this.#bad += 1;
    if (opened.outcome === 'malformed') this.#malformed += 1;
    if (opened.outcome === 'replayed') this.#counters.replayed += 1;
    else if (looksPlain(packet)) this.#counters.plainDropped += 1;
    else this.#counters.rejected += 1;
    return null;
  }

  openControl(packet: Buffer): Opened {
    if (this.#flaws.has('no-rtcp-replay-window')) return this.#fresh().unprotectRtcp(packet);
    const opened = this.#receiver.unprotectRtcp(packet);
    if (opened.outcome === 'accepted' || !this.#flaws.has('obeys-forged-goodbye')) return opened;
    return isGoodbye(packet) ? { outcome: 'accepted', packet } : this.#receiver.unprotectRtcp(packet, { tags: true });
  }

  #judge(packet: Buffer): Opened {
    const header = readRtpHeader(packet);
    if (!header) return { outcome: 'malformed' };
    if (this.gaveUp) return { outcome: 'forged' };
    if (this.#flaws.has('plays-plain-packets') && looksPlain(packet)) return { outcome: 'accepted', packet };
    const { sequence, ssrc } = header;
    const latest = this.#latest;
    const isOther = latest !== null && latest.ssrc !== ssrc;
    if (isOther && this.#flaws.has('hears-first-source-only')) return { outcome: 'forged' };
    // How many packets it has been overtaken by.
    const behind = latest && !isOther ? (latest.sequence - sequence) & 0xffff : 0;
    const isLate = behind > 0 && behind < HALF;
    if (isLate && this.#flaws.has('drops-late-packets')) return { outcome: 'forged' };
    if (latest && !isOther && this.#losesCount(latest.sequence, sequence)) this.#receiver = this.#fresh();
    const opened = this.#receiver.unprotect(packet, {
      tags: this.#flaws.has('accepts-bad-tag'),
      lifetime: this.#flaws.has('plays-past-key-lifetime'),
      replays:
        this.#flaws.has('no-replay-window') || (behind >= WINDOW && isLate && this.#flaws.has('forgets-old-packets')),
    });
    if (opened.outcome === 'accepted' && !isLate) this.#latest = { ssrc, sequence };
    return opened;
  }

  /** Whether a flaw makes the device forget how often the sequence number has wrapped (RFC 3711 §3.3.1). */
  #losesCount(latest: number, sequence: number): boolean {
    if (latest - sequence <= HALF) return false;
    const seen = latest === 0xffff && sequence === 0;
    return this.#flaws.has('resets-roll-over-counter') || (!seen && this.#flaws.has('misses-roll-over-in-loss'));
  }
}

const isGoodbye = (packet: Buffer): boolean => readCompound(packet)?.some(({ kind }) => kind === 'goodbye') ?? false;

/** Whole 10 ms frames of G.711 without a tag behind them: no suite's tag is a multiple of 80 octets long. */
function looksPlain(packet: Buffer): boolean {
  const header = readRtpHeader(packet);
  return header !== null && packet.length > header.headerBytes && (packet.length - header.headerBytes) % 80 === 0;
}
