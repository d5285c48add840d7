/** SRTP and SRTCP with their state (RFC 3711 §3.2): roll-over counters and replay lists, per SSRC. */
import { deriveSessionKeys, type SessionKeys } from './key-derivation.ts';
import { openRtcp, protectRtcp, rtcpIndex, shortestRtcp } from './rtcp-transform.ts';
import { readRtpHeader } from './rtp.ts';
import { ReplayWindow } from './replay-window.ts';
import { suites, type SuiteName } from './suites.ts';
import { openRtp, protectRtp } from './transform.ts';

const SEQUENCES = 0x10000;
const HALF = 0x8000;
/** More sources than any call has; beyond it a new SSRC is refused, so that a peer cannot fill the memory. */
const MAX_SOURCES = 32;

export class SrtpSender {
  readonly #suite: SuiteName;
  readonly #keys: { rtp: SessionKeys; rtcp: SessionKeys };
  /** Last packet index of each source. */
  readonly #last = new Map<number, number>();
  #rtcpIndex = 0;

  /** @param master master key followed by master salt. @throws RangeError on a wrong length. */
  constructor(suite: SuiteName, master: Buffer) {
    this.#suite = suite;
    this.#keys = deriveSessionKeys(suite, master);
  }

  /** @throws TypeError when `packet` is no RTP packet. */
  protect(packet: Buffer): Buffer {
    const header = readRtpHeader(packet);
    if (!header) throw new TypeError('this is no RTP packet');
    const last = this.#last.get(header.ssrc);
    const index = last === undefined ? header.sequence : nearestIndex(last, header.sequence);
    if (last === undefined || index > last) this.#last.set(header.ssrc, index);
    return protectRtp(this.#suite, { keys: this.#keys.rtp, ssrc: header.ssrc, index }, packet, header.headerBytes);
  }

  protectRtcp(packet: Buffer): Buffer {
    this.#rtcpIndex += 1;
    return protectRtcp(this.#suite, this.#keys.rtcp, packet, this.#rtcpIndex);
  }
}

export type Opened =
  { outcome: 'accepted'; packet: Buffer } | { outcome: 'malformed' | 'forged' | 'replayed' | 'too many sources' };

/** Both are for acting out a faulty device; neither lets an unauthentic packet move the receiver's state. */
export interface Leniency {
  tags?: boolean;
  replays?: boolean;
}

export class SrtpReceiver {
  readonly #suite: SuiteName;
  readonly #keys: { rtp: SessionKeys; rtcp: SessionKeys };
  readonly #sources = new Map<number, { highest: number; window: ReplayWindow }>();
  readonly #rtcpSources = new Map<number, ReplayWindow>();

  /** @param master master key followed by master salt. @throws RangeError on a wrong length. */
  constructor(suite: SuiteName, master: Buffer) {
    this.#suite = suite;
    this.#keys = deriveSessionKeys(suite, master);
  }

  /** RFC 3711 §3.3, in its order: index, replay, authentication, decryption, state. */
  unprotect(packet: Buffer, lenient: Leniency = {}): Opened {
    const header = readRtpHeader(packet);
    if (!header || packet.length < header.headerBytes + suites[this.#suite].rtpTagBytes)
      return { outcome: 'malformed' };
    const known = this.#sources.get(header.ssrc);
    const index = known ? nearestIndex(known.highest, header.sequence) : header.sequence;
    if (known && !known.window.isNew(index) && !lenient.replays) return { outcome: 'replayed' };
    const sealing = { keys: this.#keys.rtp, ssrc: header.ssrc, index };
    const opened = openRtp(this.#suite, sealing, packet, header.headerBytes);
    if (!opened.authentic) return lenient.tags ? { outcome: 'accepted', packet: opened.packet } : { outcome: 'forged' };
    if (!known && this.#sources.size >= MAX_SOURCES) return { outcome: 'too many sources' };
    const source = known ?? { highest: index, window: new ReplayWindow() };
    source.highest = Math.max(source.highest, index);
    source.window.accept(index);
    this.#sources.set(header.ssrc, source);
    return { outcome: 'accepted', packet: opened.packet };
  }

  unprotectRtcp(packet: Buffer): Opened {
    if (packet.length < shortestRtcp(this.#suite) || packet.readUInt8(0) >> 6 !== 2) return { outcome: 'malformed' };
    const ssrc = packet.readUInt32BE(4);
    const index = rtcpIndex(this.#suite, packet);
    const known = this.#rtcpSources.get(ssrc);
    if (known && !known.isNew(index)) return { outcome: 'replayed' };
    const opened = openRtcp(this.#suite, this.#keys.rtcp, packet);
    if (!opened.authentic) return { outcome: 'forged' };
    if (!known && this.#rtcpSources.size >= MAX_SOURCES) return { outcome: 'too many sources' };
    const window = known ?? new ReplayWindow();
    window.accept(index);
    this.#rtcpSources.set(ssrc, window);
    return { outcome: 'accepted', packet: opened.packet };
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
