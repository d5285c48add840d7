/** What a client has still to send in its handshake, in order: anything else ends it (RFC 5246 §7.3, RFC 8446 §4). */
import { FatalAlert } from '../fatal-alert.ts';
import type { HandshakeMessage } from '../messages/handshake-messages.ts';
import { alertNumbers } from '../registries/alerts.ts';

export class AwaitedMessages {
  #names: readonly string[];

  constructor(...names: string[]) {
    this.#names = names;
  }

  /** From now on these, by their names; none is the end of the handshake. */
  set(...names: string[]): void {
    this.#names = names;
  }

  isNext(name: string): boolean {
    return this.#names[0] === name;
  }

  /** Throws FatalAlert where another one is due. */
  step(name: string): void {
    const [next = 'application data', ...later] = this.#names;
    if (name !== next) throw new FatalAlert(alertNumbers.unexpected_message, `${name} instead of ${next}`);
    this.#names = later;
  }

  /** The message with its header; throws FatalAlert where another one is due, or this one is longer than is read. */
  take({ name, length, whole }: HandshakeMessage): Buffer {
    this.step(name);
    if (!whole) throw new FatalAlert(alertNumbers.decode_error, `${name} of ${length} octets`);
    return whole;
  }

  /** It will not come after all. */
  drop(name: string): void {
    this.#names = this.#names.filter((each) => each !== name);
  }
}
