/** SRTP and SRTCP with their state (RFC 3711 §3.2): roll-over counters and replay lists, per SSRC. */
import { deriveSessionKeys, type SessionKeys } from './key-derivation.ts';
import { addKeyIdentifier, takeKeyIdentifier } from './key-identifier.ts';
import { openRtcp, protectRtcp, rtcpIndex, shortestRtcp } from './rtcp-transform.ts';
import { readRtpHeader } from './rtp.ts';
import { ReplayWindow } from './replay-window.ts';
import { suites, type SuiteName } from './suites.ts';
import { openRtp, protectRtp } from './transform.ts';

const SEQUENCES = 0x10000;
const HALF = 0x8000;
/** More sources than any call has; beyond it a new SSRC is refused, so that a peer cannot fill the memory. */
const MAX_SOURCES = 32;

/** RFC 3711 §9.2: of one master key, whatever is said of it. SRTCP has an index of 31 bits, and the first one is 1 here. */
const MOST_PACKETS = { rtp: 2 ** 48, rtcp: 2 ** 31 - 1 };

/** What was said of a master key besides its octets (RFC 4568 §6.1). */
export interface KeyTerms {
  /** The identifier that goes into each of its packets; none when left out. */
  identifier?: Buffer;
  /** Packets that it may protect, SRTP and SRTCP each; without end when left out. */
  lifetime?: number;
}

/** What a sender does otherwise than its suite says, where a flaw is acted out. */
export interface Quirks {
  rtpTagBytes?: number;
  rtcpTagBytes?: number;
  keys?: { rtp: SessionKeys; rtcp: SessionKeys };
  /** What stands in for the index of an SRTP packet. */
  index?: (index: number) => number;
}

export class SrtpSender {
  readonly #suite: SuiteName;
  readonly #keys: { rtp: SessionKeys; rtcp: SessionKeys };
  readonly #terms: KeyTerms;
  readonly #quirks: Quirks;
  /** Last packet index of each source. */
  readonly #last = new Map<number, number>();
  #packets = 0;
  #rtcpIndex = 0;

  /** @param master master key followed by master salt. @throws RangeError on a wrong length. */
  constructor(suite: SuiteName, master: Buffer, terms: KeyTerms = {}, quirks: Quirks = {}) {
    this.#suite = suite;
    this.#keys = quirks.keys ?? deriveSessionKeys(suite, master);
    this.#terms = terms;
    this.#quirks = quirks;
  }

  /** RFC 3711 §3.3.1: the roll-over counters of the sender with the key before run on. */
  countOn(before: SrtpSender): void {
    for (const [ssrc, index] of before.#last) this.#last.set(ssrc, index);
  }

  /** RFC 3711 §9.2: whether the key has protected as many packets as it may; it MUST NOT be used any more then. */
  get usedUp(): boolean {
    const { lifetime = Infinity } = this.#terms;
    const { rtp, rtcp } = MOST_PACKETS;
    return this.#packets >= Math.min(lifetime, rtp) || this.#rtcpIndex >= Math.min(lifetime, rtcp);
  }

  /** @throws TypeError when `packet` is no RTP packet. */
  protect(packet: Buffer): Buffer {
    const header = readRtpHeader(packet);
    if (!header) throw new TypeError('this is no RTP packet');
    const last = this.#last.get(header.ssrc);
    const index = last === undefined ? header.sequence : nearestIndex(last, header.sequence);
    if (last === undefined || index > last) this.#last.set(header.ssrc, index);
    this.#packets += 1;
    const { rtpTagBytes = suites[this.#suite].rtpTagBytes } = this.#quirks;
    const { index: other = (due) => due } = this.#quirks;
    const sealing = { keys: this.#keys.rtp, ssrc: header.ssrc, index: other(index) };
    return this.#identified(protectRtp(this.#suite, sealing, packet, header.headerBytes, rtpTagBytes), rtpTagBytes);
  }

  /** @param encrypted false only where a flaw is acted out. */
  protectRtcp(packet: Buffer, encrypted = true): Buffer {
    this.#rtcpIndex += 1;
    const { rtcpTagBytes: tagBytes = suites[this.#suite].rtcpTagBytes } = this.#quirks;
    const sealed = protectRtcp(this.#suite, this.#keys.rtcp, packet, this.#rtcpIndex, tagBytes, encrypted);
    return this.#identified(sealed, tagBytes);
  }

  #identified(sealed: Buffer, tagBytes: number): Buffer {
    const { identifier } = this.#terms;
    return identifier ? addKeyIdentifier(this.#suite, sealed, identifier, tagBytes) : sealed;
  }
}

export type Opened =
  | { outcome: 'accepted'; packet: Buffer }
  | { outcome: 'malformed' | 'forged' | 'replayed' | 'too many sources' | 'key used up' };

/** For acting out a faulty device; none lets an unauthentic packet move the receiver's state. */
export interface Leniency {
  tags?: boolean;
  replays?: boolean;
  lifetime?: boolean;
}

export class SrtpReceiver {
  readonly #suite: SuiteName;
  readonly #keys: { rtp: SessionKeys; rtcp: SessionKeys };
  readonly #terms: KeyTerms;
  readonly #sources = new Map<number, { highest: number; window: ReplayWindow }>();
  readonly #rtcpSources = new Map<number, ReplayWindow>();
  /** Packets accepted under the key. */
  readonly #accepted = { rtp: 0, rtcp: 0 };

  /** @param master master key followed by master salt. @throws RangeError on a wrong length. */
  constructor(suite: SuiteName, master: Buffer, terms: KeyTerms = {}) {
    this.#suite = suite;
    this.#keys = deriveSessionKeys(suite, master);
    this.#terms = terms;
  }

  /** RFC 3711 §3.3.1: the roll-over counters of the receiver with the key before run on. */
  countOn(before: SrtpReceiver): void {
    for (const [ssrc, { highest }] of before.#sources) this.#sources.set(ssrc, { highest, window: new ReplayWindow() });
  }

  /** RFC 3711 §3.3, in its order: context, index, replay, authentication, decryption, state. */
  unprotect(received: Buffer, lenient: Leniency = {}): Opened {
    const { rtpTagBytes } = suites[this.#suite];
    const header = readRtpHeader(received);
    const packet = this.#withoutIdentifier(received, rtpTagBytes);
    if (!header || !packet || packet.length < header.headerBytes + rtpTagBytes) return { outcome: 'malformed' };
    const known = this.#sources.get(header.ssrc);
    const index = known ? nearestIndex(known.highest, header.sequence) : header.sequence;
    if (known && !known.window.isNew(index) && !lenient.replays) return { outcome: 'replayed' };
    const sealing = { keys: this.#keys.rtp, ssrc: header.ssrc, index };
    const opened = openRtp(this.#suite, sealing, packet, header.headerBytes);
    if (!opened.authentic) return lenient.tags ? { outcome: 'accepted', packet: opened.packet } : { outcome: 'forged' };
    if (!known && this.#sources.size >= MAX_SOURCES) return { outcome: 'too many sources' };
    if (this.#isUsedUp('rtp') && !lenient.lifetime) return { outcome: 'key used up' };
    const source = known ?? { highest: index, window: new ReplayWindow() };
    source.highest = Math.max(source.highest, index);
    source.window.accept(index);
    this.#sources.set(header.ssrc, source);
    this.#accepted.rtp += 1;
    return { outcome: 'accepted', packet: opened.packet };
  }

  unprotectRtcp(received: Buffer, lenient: Pick<Leniency, 'tags'> = {}): Opened {
    const packet = this.#withoutIdentifier(received, suites[this.#suite].rtcpTagBytes);
    if (!packet || packet.length < shortestRtcp(this.#suite) || packet.readUInt8(0) >> 6 !== 2)
      return { outcome: 'malformed' };
    const ssrc = packet.readUInt32BE(4);
    const index = rtcpIndex(this.#suite, packet);
    const known = this.#rtcpSources.get(ssrc);
    if (known && !known.isNew(index)) return { outcome: 'replayed' };
    const opened = openRtcp(this.#suite, this.#keys.rtcp, packet);
    if (!opened.authentic) return lenient.tags ? { outcome: 'accepted', packet: opened.packet } : { outcome: 'forged' };
    if (!known && this.#rtcpSources.size >= MAX_SOURCES) return { outcome: 'too many sources' };
    if (this.#isUsedUp('rtcp')) return { outcome: 'key used up' };
    const window = known ?? new ReplayWindow();
    window.accept(index);
    this.#rtcpSources.set(ssrc, window);
    this.#accepted.rtcp += 1;
    return { outcome: 'accepted', packet: opened.packet };
  }

  /** RFC 3711 §9.2: SRTP and SRTCP packets count each for themselves, for they have keys of their own. */
  #isUsedUp(kind: 'rtp' | 'rtcp'): boolean {
    return this.#accepted[kind] >= (this.#terms.lifetime ?? Infinity);
  }

  #withoutIdentifier(packet: Buffer, tagBytes: number): Buffer | null {
    const { identifier } = this.#terms;
    return identifier ? takeKeyIdentifier(this.#suite, packet, identifier, tagBytes) : packet;
  }
}

/** RFC 3711 §3.3.1 and appendix A: of the three possible roll-over counters the one that brings the index nearest. */
function nearestIndex(highest: number, sequence: number): number {
  const counter = Math.floor(highest / SEQUENCES);
  const distance = sequence - (highest % SEQUENCES);
  if (distance > HALF && counter > 0) return (counter - 1) * SEQUENCES + sequence;
  if (distance < -HALF) return (counter + 1) * SEQUENCES + sequence;
  return counter * SEQUENCES + sequence;
}
