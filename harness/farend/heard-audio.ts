/** What the device plays to the far end: audio, for its tone and its echoes, and the keys that are pressed. */
import type { KeyPress } from '../evidence.ts';
import { decodeAudio, isAudioPayloadType } from '../wire/media/g711.ts';
import type { RtpPacket } from '../wire/media/rtp.ts';
import { type FoundTone, findTone } from '../wire/media/tone.ts';

const keptOctets = 1 << 20;
const keptKeys = 100;
/** RFC 4733 §3.2: the events of a telephone's keys, in the order of their numbers. */
const keyNames = '0123456789*#ABCD';

type Kind = 'srtp' | 'plain';

export class HeardAudio {
  readonly keys: KeyPress[] = [];
  /** Payloads in the order of arrival, clear. */
  readonly #audio: { kind: Kind; payloadType: number; payload: Buffer }[] = [];
  #octets = 0;
  /** The payloads that are trusted, joined, until another comes: it is looked into for every mark at every packet. */
  #joined: { secured: boolean; octets: Buffer } | null = null;
  /** Events that were counted: all packets of one have the timestamp of its beginning (RFC 4733 §2.2). */
  readonly #events = new Set<string>();

  add(kind: Kind, { payloadType, payload, timestamp, ssrc }: RtpPacket, eventTypes: ReadonlySet<number>): void {
    if (eventTypes.has(payloadType)) {
      this.#press(kind, payload, `${ssrc} ${timestamp}`);
      return;
    }
    this.#octets += payload.length;
    if (this.#octets > keptOctets) return;
    this.#audio.push({ kind, payloadType, payload: Buffer.from(payload) });
    this.#joined = null;
  }

  /** How often these octets occur, also across packets. */
  countOf(marker: Buffer, secured: boolean): number {
    const heard = this.#heard(secured);
    let count = 0;
    for (let at = heard.indexOf(marker); at >= 0; at = heard.indexOf(marker, at + marker.length)) count++;
    return count;
  }

  #heard(secured: boolean): Buffer {
    if (this.#joined?.secured !== secured) {
      const trusted = this.#audio.filter(({ kind }) => kind === 'srtp' || !secured);
      this.#joined = { secured, octets: Buffer.concat(trusted.map(({ payload }) => payload)) };
    }
    return this.#joined.octets;
  }

  tone(): FoundTone | null {
    const samples = this.#audio.flatMap(({ payloadType, payload }) =>
      isAudioPayloadType(payloadType) ? [...decodeAudio(payloadType, payload)] : [],
    );
    return findTone(Float64Array.from(samples));
  }

  #press(by: Kind, payload: Buffer, event: string): void {
    const key = payload.length >= 4 ? keyNames[payload[0] ?? 255] : undefined;
    if (key === undefined || this.#events.has(event) || this.keys.length >= keptKeys) return;
    this.#events.add(event);
    this.keys.push({ key, by });
  }
}
