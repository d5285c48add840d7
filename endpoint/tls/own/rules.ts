/** The checks of the device's own TLS client: what the standards demand, and the flaws that do without. */
import type { Flaws, FlawName } from '../../flaws.ts';
import type { Alert } from '../alerts.ts';
import { Objection } from '../objection.ts';

/** What a server did that a client MUST end the connection for. */
export class Breach extends Objection {
  constructor(alert: Alert, text: string) {
    super('protocol', alert, text);
  }
}

export class Rules {
  readonly #flaws: Flaws;

  constructor(flaws: Flaws) {
    this.#flaws = flaws;
  }

  has(flaw: FlawName): boolean {
    return this.#flaws.has(flaw);
  }

  /** Throws Breach where the rule is broken, unless one of the flaws bears with that. `text` says what the server did. */
  must(holds: boolean, alert: Alert, text: string, ...bearing: readonly FlawName[]): void {
    if (!holds && !bearing.some((flaw) => this.has(flaw))) throw new Breach(alert, text);
  }
}
