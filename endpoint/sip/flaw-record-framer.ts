/** For `takes-records-for-messages`: what comes in one piece is one message, and whatever else is in it gets lost. */
import { Framer, type FramerEvents } from './framer.ts';

export class RecordFramer {
  readonly #events: FramerEvents;

  constructor(events: FramerEvents) {
    this.#events = events;
  }

  /** @throws FramingError as the framer does. */
  push(chunk: Buffer): void {
    let isFirst = true;
    new Framer({
      message: (text) => {
        if (isFirst) this.#events.message(text);
        isFirst = false;
      },
      ping: () => this.#events.ping(),
    }).push(chunk);
  }
}
