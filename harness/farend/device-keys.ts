/** The keys of the device: the one in force, and the one before it for what was under way when it changed. */
import { SrtpReceiver, type Unprotected } from '../wire/media/srtp.ts';
import { type MediaKey, sameKey } from './media-key.ts';

type Open = (receiver: SrtpReceiver) => Unprotected;

export class DeviceKeys {
  /** RTP that authenticated with the key before the one in force. */
  underFormer = 0;
  #key: MediaKey | null = null;
  #current: SrtpReceiver | null = null;
  #former: SrtpReceiver | null = null;

  /** The same key goes on with its roll-over counters and its replay list. */
  use(key: MediaKey | null): void {
    if (sameKey(key, this.#key)) return;
    this.#former = this.#current;
    this.#key = key;
    this.#current = key && new SrtpReceiver(key.suite, key.master, { mkiOctets: key.mki?.length ?? 0 });
  }

  unprotect(bytes: Buffer): Unprotected {
    return this.#first(
      (receiver) => receiver.unprotect(bytes),
      () => this.underFormer++,
    );
  }

  unprotectRtcp(bytes: Buffer): Unprotected {
    return this.#first((receiver) => receiver.unprotectRtcp(bytes));
  }

  #first(open: Open, onFormer: () => void = () => undefined): Unprotected {
    const now: Unprotected = this.#current ? open(this.#current) : { result: 'bad-tag' };
    if (now.result === 'authentic' || now.result === 'replayed' || !this.#former) return now;
    const before = open(this.#former);
    if (before.result !== 'authentic') return now;
    onFormer();
    return before;
  }
}
