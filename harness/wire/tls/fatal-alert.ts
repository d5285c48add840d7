/** What a handshake throws where the peer must be told by a fatal alert. */
import { alertName } from './registries/alerts.ts';

export class FatalAlert extends Error {
  readonly code: number;

  constructor(code: number, reason: string) {
    super(`${alertName(code)}: ${reason}`);
    this.code = code;
  }
}

/** This client can not be given the handshake; the message says what it lacks. No alert: the device is not to blame. */
export class Undeliverable extends Error {}

/** The same, because the client's hello does not offer what this needs, or offers what has to be unoffered. */
export class NotOffered extends Undeliverable {}
