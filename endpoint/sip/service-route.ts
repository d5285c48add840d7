/** The routes of a registrar for what the device sends into its domain (RFC 3608), kept for the calls of one line. */
import type { Flaws } from '../flaws.ts';
import { fieldsOf } from './message-text.ts';
import { isSips } from './uri-schemes.ts';

/** As many as a registrar has reason to name. */
const MOST_ROUTES = 16;

export class ServiceRoute {
  readonly #flaws: Flaws;
  #routes: string[] = [];

  constructor(flaws: Flaws) {
    this.#flaws = flaws;
  }

  /** RFC 3608 §6.1: each answer that accepts a registration replaces the routes of the one before. */
  learn(accepted: string): void {
    this.#routes = fieldsOf(accepted, 'Service-Route')
      .flatMap((value) => value.match(/<[^<>]*>[^,<]*/g) ?? [])
      .slice(0, MOST_ROUTES);
  }

  /** Values of Route for a request to that URI; RFC 5630 §5.1.1 makes all of them sips: where the URI is. */
  towards(uri: string): string[] {
    if (!isSips(uri) || this.#flaws.has('keeps-sip-routes')) return [...this.#routes];
    return this.#routes.map((route) => route.replace(/^<sip:/i, '<sips:'));
  }
}
