/** Between the stream and sip.js: what is changed on the way, what is answered at once, and what a flaw sends another way. */
import type { Flaws } from '../flaws.ts';
import type { Authentication } from './authentication.ts';
import type { Byways } from './byways.ts';
import { fieldOf, isInDialog, methodOf, requestLine, statusOf, withFields } from './message-text.ts';
import type { ServiceRoute } from './service-route.ts';
import { isSips, type Reception, type UriSchemes } from './uri-schemes.ts';

const uriIn = (value: string): string => value.replace(/^[^<]*<|>.*$/g, '');

export interface PassageOptions {
  schemes: UriSchemes;
  routes: ServiceRoute;
  authentication: Authentication;
  flaws: Flaws;
  byways: Byways;
}

export class Passage {
  readonly #options: PassageOptions;

  constructor(options: PassageOptions) {
    this.#options = options;
  }

  /** What sip.js gets, or what goes back to the peer in its place. */
  receive(message: string): Reception {
    const { schemes, routes, byways } = this.#options;
    if (statusOf(message).startsWith('2') && methodOf(message) === 'REGISTER') routes.learn(message);
    const downgrade = schemes.isSecure(message) ? this.#downgrade(message) : null;
    if (downgrade !== null) byways.call(downgrade);
    return schemes.receive(this.#options.authentication.receive(message));
  }

  /** Whom a flaw calls by sip: on account of the answer to a call to sips:. */
  #downgrade(message: string): string | null {
    const { flaws } = this.#options;
    const status = statusOf(message);
    if (methodOf(message) !== 'INVITE') return null;
    if (status === '302') return flaws.has('follows-redirect-to-sip') ? uriIn(fieldOf(message, 'Contact')) : null;
    const isRefused = status === '416' || status === '480';
    return isRefused && flaws.has('retries-as-sip') ? uriIn(fieldOf(message, 'To')).replace(/^sips:/i, 'sip:') : null;
  }

  /** What goes over the connection; null where a flaw has sent it another way. */
  send(message: string): string | null {
    const { schemes, flaws, byways } = this.#options;
    const written = schemes.send(message);
    const request = requestLine(written);
    if (request === null && flaws.has('answers-over-new-connection')) {
      byways.overNewConnection(written);
      return null;
    }
    if (request !== null && this.#belongsInClear(written, request)) {
      byways.inClear(written);
      return null;
    }
    const isOwn = request !== null && flaws.has('writes-tcp-into-via');
    const sent = isOwn ? withFields(written, 'Via', (value) => value.replace('SIP/2.0/TLS', 'SIP/2.0/TCP')) : written;
    return this.#options.authentication.send(sent);
  }

  #belongsInClear(message: string, { method, uri }: { method: string; uri: string }): boolean {
    const { schemes, flaws } = this.#options;
    if (method === 'BYE') return flaws.has('ends-secure-calls-in-clear') && schemes.isSecure(message);
    const routedSecurely = /^<sips:/i.test(fieldOf(message, 'Route'));
    const begins = method === 'INVITE' && !isInDialog(message) && !isSips(uri);
    return begins && routedSecurely && flaws.has('leaves-tls-for-plain-uri');
  }
}
