/**
 * The far end's media port for one call: it is open before any SDP leaves, so that the first packet counts, and it
 * remembers what came until the keys are known.
 */
import { createSocket, type Socket } from 'node:dgram';
import { LabError } from '../errors.ts';
import type { MediaCount, PacketFacts } from '../evidence.ts';
import type { Address } from '../lab/lab.ts';
import type { RecordedDatagram } from '../tap/tap.ts';
import { decodeAudio, isAudioPayloadType } from '../wire/media/g711.ts';
import { parseRtp } from '../wire/media/rtp.ts';
import { type FoundTone, findTone } from '../wire/media/tone.ts';
import { classify, type MediaContext } from './classify.ts';
import type { Conditions } from './conditions.ts';

const keptPackets = 50;
const keptEarly = 500;
const keptAudioOctets = 1 << 20;

export class MediaSession {
  readonly address: Address;
  readonly fromDevice: MediaCount = { srtp: 0, plain: 0, undecipherable: 0, rtcp: 0, firstAt: null };
  readonly packets: PacketFacts[] = [];
  readonly datagrams: RecordedDatagram[] = [];
  sent = 0;
  /** Monotonic time of the last packet of the device, or of the agreement. */
  lastAt = performance.now();
  readonly #socket: Socket;
  readonly #origin: number;
  readonly #conditions: Conditions;
  #remote: Address | null = null;
  #context: MediaContext | null = null;
  #early: { at: number; bytes: Buffer }[] = [];
  /** Payloads of the device in the order of arrival, clear. */
  readonly #audio: { kind: 'srtp' | 'plain'; payloadType: number; payload: Buffer }[] = [];
  #audioOctets = 0;
  readonly #recorded = { device: 0, 'far-end': 0 };
  readonly #described = { device: 0, 'far-end': 0 };

  private constructor(socket: Socket, host: string, origin: number, conditions: Conditions) {
    this.#socket = socket;
    this.address = { host, port: socket.address().port };
    this.#origin = origin;
    this.#conditions = conditions;
    socket.on('message', (bytes, from) => this.#receive(bytes, { host: from.address, port: from.port }));
    // A refused port of the device shows as an error of the next send: that is the device's affair.
    socket.on('error', () => undefined);
  }

  /** `origin` is the monotonic time that packet times count from. Throws LabError when no port can be had. */
  static async open(host: string, origin: number, conditions: Conditions): Promise<MediaSession> {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    await new Promise<void>((resolve, reject) => {
      socket.once('error', (error) => {
        socket.close();
        const message = `the far end cannot receive media on ${host}: ${error.message}`;
        reject(new LabError('FAR_END_MEDIA', message, { cause: error, hint: 'is it an address of this machine?' }));
      });
      socket.bind(0, host, resolve);
    });
    socket.removeAllListeners('error');
    return new MediaSession(socket, host, origin, conditions);
  }

  /** From now on packets can be told apart; those that came before are judged first. */
  agree(context: MediaContext, remote: Address | null): void {
    this.#context = context;
    this.#remote = remote;
    this.lastAt = performance.now();
    const early = this.#early;
    this.#early = [];
    for (const { at, bytes } of early) this.#count(at, bytes, context);
  }

  /** Sends to the device; `kind` says what the packet is meant to be. */
  send(bytes: Buffer, kind: 'srtp' | 'plain'): void {
    if (!this.#remote) return;
    this.sent++;
    const at = performance.now();
    this.#record({ at, from: this.address, to: this.#remote, bytes }, 'far-end');
    this.#describe(at, bytes, 'far-end', kind);
    this.#socket.send(bytes, this.#remote.port, this.#remote.host, () => undefined);
  }

  get received(): number {
    const { srtp, plain, undecipherable } = this.fromDevice;
    return srtp + plain + undecipherable;
  }

  /** How often these octets occur in the device's echo, also across packets; where crypto was agreed, only in what
   * authenticated. */
  countOf(marker: Buffer): number {
    const trusted = this.#audio.filter(({ kind }) => kind === 'srtp' || !this.#context?.secured);
    const heard = Buffer.concat(trusted.map(({ payload }) => payload));
    let count = 0;
    for (let at = heard.indexOf(marker); at >= 0; at = heard.indexOf(marker, at + marker.length)) count++;
    return count;
  }

  tone(): FoundTone | null {
    const samples = this.#audio.flatMap(({ payloadType, payload }) =>
      isAudioPayloadType(payloadType) ? [...decodeAudio(payloadType, payload)] : [],
    );
    return findTone(Float64Array.from(samples));
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.#socket.close(() => resolve()));
    // Whatever came though no session was ever agreed on was sent without any agreed crypto.
    if (!this.#context) {
      const none = { device: null, secured: false, payloadTypes: new Set<number>(), isOwnPayload: () => false };
      this.agree(none, null);
    }
  }

  #receive(bytes: Buffer, from: Address): void {
    const at = performance.now();
    this.#record({ at, from, to: this.address, bytes }, 'device');
    if (this.#context) this.#count(at, bytes, this.#context);
    else if (this.#early.length < keptEarly) this.#early.push({ at, bytes });
    this.#conditions.changed();
  }

  #count(at: number, bytes: Buffer, context: MediaContext): void {
    const found = classify(bytes, context);
    if (!found) return;
    const { kind, packet, fresh } = found;
    this.lastAt = performance.now();
    this.fromDevice[kind]++;
    this.#describe(at, bytes, 'device', kind);
    if (kind === 'rtcp') return;
    this.fromDevice.firstAt ??= Math.round(at - this.#origin);
    if (kind === 'undecipherable' || !fresh || !packet) return;
    this.#audioOctets += packet.payload.length;
    const { payloadType, payload } = packet;
    if (this.#audioOctets <= keptAudioOctets) this.#audio.push({ kind, payloadType, payload: Buffer.from(payload) });
  }

  #record(datagram: RecordedDatagram, side: 'device' | 'far-end'): void {
    if (++this.#recorded[side] <= keptPackets) this.datagrams.push(datagram);
  }

  #describe(at: number, bytes: Buffer, from: PacketFacts['from'], kind: PacketFacts['kind']): void {
    if (++this.#described[from] > keptPackets) return;
    const rtp = parseRtp(bytes);
    this.packets.push({
      at: Math.round(at - this.#origin),
      from,
      bytes: bytes.length,
      // RTCP has its source where RTP has its timestamp, and its packet type where RTP has marker and payload type.
      ssrc: rtp?.ssrc ?? bytes.readUInt32BE(4),
      sequence: rtp?.sequence ?? 0,
      timestamp: rtp?.timestamp ?? 0,
      payloadType: rtp?.payloadType ?? bytes[1] ?? 0,
      kind,
    });
  }
}
