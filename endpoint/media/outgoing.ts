/** Packets of the device on their way out: numbered, protected, with the device's flaws acted out on single ones. */
import type { Flaws } from '../flaws.ts';
import { Source } from './source.ts';
import { COMFORT_NOISE, type Frame } from './speech.ts';
import { senderFor } from './flawed-sender.ts';
import type { KeyTerms, SrtpSender } from './srtp.ts';
import type { SuiteName } from './suites.ts';

export class Outgoing {
  readonly #flaws: Flaws;
  readonly #source: Source;
  #sender: SrtpSender | null = null;
  /** Makes a sender that has sent nothing yet. */
  #fresh: (() => SrtpSender) | null = null;
  #sent = 0;
  #eventBegan = 0;

  /** @param firstSequence as of Source. */
  constructor(flaws: Flaws, firstSequence: number) {
    this.#flaws = flaws;
    this.#source = new Source(flaws, firstSequence);
  }

  get ssrc(): number {
    return this.#source.ssrc;
  }

  /** Whether nothing more may be sent under the key in force. */
  get usedUp(): boolean {
    return (this.#sender?.usedUp ?? false) && !this.#flaws.has('outlives-own-key');
  }

  /** null: in clear from now on. `countsOn`: the roll-over counter runs on (RFC 3711 §3.3.1). */
  secure(key: { suite: SuiteName; localKey: Buffer; localTerms: KeyTerms } | null, countsOn = false): void {
    if (!key) {
      this.#sender = null;
      return;
    }
    const { suite, localKey, localTerms } = key;
    this.#fresh = () => senderFor(suite, localKey, localTerms, this.#flaws);
    const before = this.#sender;
    this.#sender = this.#fresh();
    if (before && countsOn) this.#sender.countOn(before);
  }

  /** @param inClear whatever was agreed, as a flaw has it. */
  packet({ payload, payloadType, event }: Frame, inClear = false): { bytes: Buffer; timestamp: number } {
    if (event === 'begins') this.#eventBegan = this.#source.timestamp;
    const timestamp = event ? this.#eventBegan : this.#source.timestamp;
    const marker = event ? event === 'begins' : this.#sent === 0;
    const plain = this.#source.packet(payload, payloadType, marker, timestamp);
    const isOpen = inClear || this.#leavesInClear(payloadType, event);
    const bytes = this.#sender && !isOpen ? this.#sender.protect(plain) : plain;
    this.#sent += 1;
    return { bytes, timestamp };
  }

  advance(samples: number): void {
    this.#source.advance(samples);
  }

  control(compound: Buffer): Buffer {
    if (!this.#sender || !this.#fresh || this.#flaws.has('sends-clear-rtcp')) return compound;
    // The index stays where it is where every packet is the first one of its sender.
    const sender = this.#flaws.has('repeats-rtcp-index') ? this.#fresh() : this.#sender;
    return sender.protectRtcp(compound, !this.#flaws.has('sends-unencrypted-srtcp'));
  }

  #leavesInClear(payloadType: number, event: Frame['event']): boolean {
    return (
      this.#flaws.has('sends-plain-rtp') ||
      (this.#sent === 0 && this.#flaws.has('first-packet-plain')) ||
      (event !== undefined && this.#flaws.has('dtmf-in-clear')) ||
      (payloadType === COMFORT_NOISE && this.#flaws.has('comfort-noise-in-clear'))
    );
  }
}
