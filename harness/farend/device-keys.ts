/** The keys of the device: the one in force, and the one before it for what was under way when it changed. */
import type { KeyUse } from '../evidence.ts';
import { SrtpReceiver, type Unprotected } from '../wire/media/srtp.ts';
import { keyFingerprint } from '../wire/sdp/crypto-attribute.ts';
import { type MediaKey, sameKey } from './media-key.ts';

interface Held {
  receiver: SrtpReceiver;
  use: KeyUse;
}

type Open = (receiver: SrtpReceiver) => Unprotected;

export class DeviceKeys {
  /** RTP that authenticated with the key before the one in force. */
  underFormer = 0;
  #key: MediaKey | null = null;
  #current: Held | null = null;
  #former: Held | null = null;
  /** Of all that were in force, in order. */
  readonly #uses: KeyUse[] = [];

  /** RTP that authenticated, by its key; of keys that there was none of nothing is said. */
  get uses(): KeyUse[] {
    return this.#uses.filter(({ packets }) => packets > 0);
  }

  /** The same key goes on with its roll-over counters and its replay list. */
  use(key: MediaKey | null): void {
    if (sameKey(key, this.#key)) return;
    this.#former = this.#current;
    this.#key = key;
    this.#current = key && {
      receiver: new SrtpReceiver(key.suite, key.master, { mkiOctets: key.mki?.length ?? 0 }),
      use: { fingerprint: keyFingerprint(key.master), packets: 0 },
    };
    if (this.#current) this.#uses.push(this.#current.use);
  }

  unprotect(bytes: Buffer): Unprotected {
    const { opened, by } = this.#first((receiver) => receiver.unprotect(bytes));
    if (opened.result === 'authentic' && by) by.use.packets++;
    if (by !== null && by === this.#former) this.underFormer++;
    return opened;
  }

  unprotectRtcp(bytes: Buffer): Unprotected {
    return this.#first((receiver) => receiver.unprotectRtcp(bytes)).opened;
  }

  /** `by`: the key that opened it, or that in force. */
  #first(open: Open): { opened: Unprotected; by: Held | null } {
    const now: Unprotected = this.#current ? open(this.#current.receiver) : { result: 'bad-tag' };
    const unchanged = { opened: now, by: this.#current };
    if (now.result === 'authentic' || now.result === 'replayed' || !this.#former) return unchanged;
    const before = open(this.#former.receiver);
    return before.result === 'authentic' ? { opened: before, by: this.#former } : unchanged;
  }
}
