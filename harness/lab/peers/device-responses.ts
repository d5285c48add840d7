/** What the device has answered over one connection, and what it still has to. */
import type { SipMessage } from '../../wire/sip/message.ts';
import { transactionOf } from '../../wire/sip/transaction.ts';

/** A device that answers without end is listened to without end; what it answered is remembered so far. */
const mostResponses = 1000;

export class DeviceResponses {
  /** Final responses by transaction; null while one is awaited. */
  readonly #awaited = new Map<string, SipMessage | null>();
  readonly #all: SipMessage[] = [];

  /** From now on its final response is kept, until it is taken. */
  expect(request: SipMessage): void {
    this.#awaited.set(transactionOf(request), null);
  }

  /** Whether the final response to an awaited request has come. */
  hasCome(request: SipMessage): boolean {
    return this.#awaited.get(transactionOf(request)) !== null;
  }

  /** The final response; null where none came. The request is awaited no more. */
  take(request: SipMessage): SipMessage | null {
    const id = transactionOf(request);
    const final = this.#awaited.get(id) ?? null;
    this.#awaited.delete(id);
    return final;
  }

  find(fits: (response: SipMessage) => boolean): SipMessage | undefined {
    return this.#all.find(fits);
  }

  keep(response: SipMessage): void {
    if (this.#all.length < mostResponses) this.#all.push(response);
    const id = transactionOf(response);
    if ((response.status ?? 0) >= 200 && this.#awaited.get(id) === null) this.#awaited.set(id, response);
  }
}
