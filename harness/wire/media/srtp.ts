/**
 * SRTP and SRTCP (RFC 3711) with the suites of SDES: AES counter mode with HMAC-SHA1 (RFC 3711, RFC 6188) and AES-GCM
 * (RFC 7714). One sender or receiver holds one master key and keeps state for each source it meets, 64 at most.
 */
import { PacketIndex } from './replay.ts';
import { rtpHeaderOctets } from './rtp.ts';
import { deriveSessionKeys } from './srtp-keys.ts';
import { type SrtpSuite, srtpSuites } from './srtp-suites.ts';
import { CounterTransform, GcmTransform, type Transform } from './srtp-transform.ts';

export type Unprotected =
  | {
      result: 'authentic';
      packet: Buffer;
      /** Of SRTP alone: the roll-over counter that authenticates it (RFC 3711 §3.3.1). */
      rollOver?: number;
      /** Of SRTCP alone. */
      control?: { index: number; encrypted: boolean };
    }
  /** `staleRollOver`: the counter before the one that is due, where the packet authenticates under that. */
  | { result: 'bad-tag'; staleRollOver?: number }
  | { result: 'replayed' | 'too-short' };

const maximumSources = 64;
const encryptedFlag = 0x80000000;
/** RFC 3711 §3.3.1: an index is 2^16 * ROC + SEQ. */
const sequences = 0x10000;

function transforms(suite: SrtpSuite, master: Buffer): { rtp: Transform; rtcp: Transform } {
  const shape = srtpSuites[suite];
  const keys = deriveSessionKeys(suite, master);
  return shape.cipher === 'gcm'
    ? { rtp: new GcmTransform(keys.rtp), rtcp: new GcmTransform(keys.rtcp) }
    : {
        rtp: new CounterTransform(keys.rtp, shape.tagOctets),
        rtcp: new CounterTransform(keys.rtcp, shape.rtcpTagOctets),
      };
}

function sourceState<T>(sources: Map<number, T>, ssrc: number, fresh: () => T): T {
  const known = sources.get(ssrc);
  if (known !== undefined) return known;
  if (sources.size >= maximumSources) sources.delete(sources.keys().next().value ?? 0);
  const made = fresh();
  sources.set(ssrc, made);
  return made;
}

/**
 * `mki` goes into every packet when given (RFC 3711 §3.1). `after`: the sender with the key before, whose roll-over
 * counters run on (RFC 3711 §3.3.1).
 */
export class SrtpSender {
  readonly #transforms: { rtp: Transform; rtcp: Transform };
  readonly #mki: Buffer;
  readonly #indexes = new Map<number, PacketIndex>();
  readonly #rtcpIndexes = new Map<number, number>();

  /** `master` is key and salt as in `inline:`; throws RangeError when its length does not fit the suite. */
  constructor(suite: SrtpSuite, master: Buffer, options: { mki?: Buffer; after?: SrtpSender } = {}) {
    this.#transforms = transforms(suite, master);
    this.#mki = options.mki ?? Buffer.alloc(0);
    if (options.after) this.#indexes = options.after.#indexes;
  }

  /** Protects an RTP packet; throws RangeError for bytes that are none. */
  protect(packet: Buffer): Buffer {
    const header = rtpHeaderOctets(packet);
    if (header === null) throw new RangeError(`no RTP packet: ${packet.length} bytes`);
    const state = sourceState(this.#indexes, packet.readUInt32BE(8), () => new PacketIndex());
    const index = state.estimate(packet.readUInt16BE(2));
    state.accept(index);
    return this.#transforms.rtp.protectRtp(packet, header, index, this.#mki);
  }

  /** Protects an RTCP packet; throws RangeError for bytes that are none. */
  protectRtcp(packet: Buffer): Buffer {
    if (packet.length < 8) throw new RangeError(`no RTCP packet: ${packet.length} bytes`);
    const ssrc = packet.readUInt32BE(4);
    const index = sourceState(this.#rtcpIndexes, ssrc, () => 0);
    this.#rtcpIndexes.set(ssrc, (index + 1) % encryptedFlag);
    return this.#transforms.rtcp.protectRtcp(packet, (index | encryptedFlag) >>> 0, this.#mki);
  }
}

/** `mkiOctets` is the length of the MKI of every packet, whose value is not looked at. */
export class SrtpReceiver {
  readonly #transforms: { rtp: Transform; rtcp: Transform };
  readonly #mkiOctets: number;
  readonly #indexes = new Map<number, PacketIndex>();
  readonly #rtcpIndexes = new Map<number, PacketIndex>();

  /** `master` is key and salt as in `inline:`; throws RangeError when its length does not fit the suite. */
  constructor(suite: SrtpSuite, master: Buffer, options: { mkiOctets?: number } = {}) {
    this.#transforms = transforms(suite, master);
    this.#mkiOctets = options.mkiOctets ?? 0;
  }

  /** The tag is checked before the replay list, so `replayed` is said of authentic packets alone. */
  unprotect(bytes: Buffer): Unprotected {
    const header = rtpHeaderOctets(bytes);
    const end = bytes.length - this.#transforms.rtp.tagOctets - this.#mkiOctets;
    if (header === null || end < header) return { result: 'too-short' };
    const ssrc = bytes.readUInt32BE(8);
    const state = this.#indexes.get(ssrc) ?? new PacketIndex();
    const index = state.estimate(bytes.readUInt16BE(2));
    const open = (at: number): Buffer | null => this.#transforms.rtp.unprotectRtp(bytes, header, at, this.#mkiOctets);
    const rollOver = Math.floor(index / sequences);
    const verdict = this.#verdict(open(index), this.#indexes, ssrc, state, index);
    if (verdict.result === 'authentic') return { ...verdict, rollOver };
    // What a sender that does not count its wraps would have sent (RFC 3711 §3.3.1); it changes no state.
    const isStale = verdict.result === 'bad-tag' && rollOver > 0 && open(index - sequences) !== null;
    return isStale ? { ...verdict, staleRollOver: rollOver - 1 } : verdict;
  }

  /** A packet with E = 0 is authenticated and handed back as it is (RFC 3711 §3.4). */
  unprotectRtcp(bytes: Buffer): Unprotected {
    const transform = this.#transforms.rtcp;
    if (bytes.length < 8 + 4 + transform.tagOctets + this.#mkiOctets) return { result: 'too-short' };
    const ssrc = bytes.readUInt32BE(4);
    const state = this.#rtcpIndexes.get(ssrc) ?? new PacketIndex();
    const { packet, eIndex } = transform.unprotectRtcp(bytes, this.#mkiOctets);
    const index = eIndex % encryptedFlag;
    const verdict = this.#verdict(packet, this.#rtcpIndexes, ssrc, state, index);
    return verdict.result === 'authentic' ? { ...verdict, control: { index, encrypted: eIndex !== index } } : verdict;
  }

  /** State is kept for sources that have proved themselves only: RFC 3711 §3.3 updates after authentication. */
  #verdict(
    packet: Buffer | null,
    sources: Map<number, PacketIndex>,
    ssrc: number,
    state: PacketIndex,
    index: number,
  ): Unprotected {
    if (!packet) return { result: 'bad-tag' };
    sourceState(sources, ssrc, () => state);
    return state.accept(index) ? { result: 'authentic', packet } : { result: 'replayed' };
  }
}
