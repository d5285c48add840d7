/** Fetches the configuration file: credentials, redirects, and the flaws of both. */
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { ConnectionRefused, type Surroundings, type TlsConnector } from '../contracts.ts';
import { authorize, isStale } from './authorization.ts';
import { exchange } from './exchange.ts';
import type { Response } from './http-response.ts';
import { clearPortOf, hostOf, pathOf, portOf } from './target.ts';

const ANSWER_MS = 20_000;
const MAX_REDIRECTS = 3;
/** A 401 is answered once, and once more where only the nonce was too old. */
const MAX_ANSWERS = 2;
const redirects = [301, 302, 303, 307, 308];

export class Fetcher {
  readonly #surroundings: Surroundings;
  readonly #connector: TlsConnector;
  /** Credentials go to no other host than that of the setting. */
  readonly #origin: string;

  constructor(surroundings: Surroundings, connector: TlsConnector, url: URL) {
    this.#surroundings = surroundings;
    this.#connector = connector;
    this.#origin = url.origin;
  }

  /** The last answer, whatever its status. Rejects with ConnectionRefused, AnswerOverdue or Error. */
  async fetch(url: URL, hops = 0): Promise<Response> {
    const response = await this.#ask(url, hops);
    const location = response.headers.get('location')?.[0];
    if (!redirects.includes(response.status) || location === undefined) return response;
    if (hops >= MAX_REDIRECTS) throw new Error(`the server redirects more than ${MAX_REDIRECTS} times`);
    if (!URL.canParse(location, url.href)) throw new Error('the server redirects to what is no URL');
    const next = new URL(location, url);
    this.#surroundings.log(`provisioning: ${response.status} to ${next.origin}${next.pathname}`);
    if (next.protocol !== 'https:' && !this.#mayFollowInClear(next)) throw this.#refusedRedirect(url, next);
    return this.fetch(next, hops + 1);
  }

  #mayFollowInClear(next: URL): boolean {
    return next.protocol === 'http:' && this.#surroundings.flaws.has('follows-redirect-to-http');
  }

  #refusedRedirect(from: URL, to: URL): ConnectionRefused {
    return new ConnectionRefused({
      at: new Date().toISOString(),
      service: 'provisioning',
      peer: `${hostOf(from)}:${portOf(from)}`,
      kind: 'protocol',
      reason: `the server redirects to ${to.protocol}//${to.host}, which is not https and not followed`,
    });
  }

  async #ask(url: URL, hops: number): Promise<Response> {
    if (url.protocol === 'http:') return this.#request(url, await this.#openClear(url, portOf(url)));
    let authorization: string | undefined;
    for (let answers = 0; ; answers++) {
      const stream = await this.#openTls(url, hops);
      if (!stream) return this.#request(url, await this.#openClear(url, clearPortOf(url)));
      const response = await this.#request(url, stream, authorization);
      const challenges = response.headers.get('www-authenticate') ?? [];
      const mayAnswer = this.#answersChallenges && (answers === 0 || (answers < MAX_ANSWERS && isStale(challenges)));
      if (response.status !== 401 || !mayAnswer || url.origin !== this.#origin) return response;
      const { authUserName: user, authPassword: password } = this.#surroundings.settings().provisioning;
      if (user === '') return response;
      const answer = authorize(challenges, pathOf(url), { user, password });
      if (answer === null) throw new Error('the server wants an authentication that the device does not know');
      authorization = answer;
    }
  }

  get #answersChallenges(): boolean {
    const { flaws, identity } = this.#surroundings;
    return !flaws.has('ignores-challenges-with-certificate') || identity.current() === null;
  }

  /** Null: TLS failed and the flaw `falls-back-to-clear` goes on without. */
  async #openTls(url: URL, hops: number): Promise<Duplex | null> {
    const host = hostOf(url);
    const { flaws } = this.#surroundings;
    const validates = this.#surroundings.settings().provisioning.validateServerCertificate;
    const validate = validates && !(hops > 0 && flaws.has('checks-first-hop-only'));
    try {
      const options = { service: 'provisioning', host, port: portOf(url), identity: host, validate } as const;
      const stream = await this.#connector.connect(options);
      if (flaws.has('speaks-in-clear-too')) {
        // Whatever comes of it.
        await this.#request(url, await this.#openClear(url, clearPortOf(url))).catch(() => undefined);
      }
      return stream;
    } catch (error) {
      if (!flaws.has('falls-back-to-clear') || !(error instanceof ConnectionRefused)) throw error;
      this.#surroundings.refused(error.refusal);
      return null;
    }
  }

  async #openClear(url: URL, port: number): Promise<Duplex> {
    return connect({ host: await this.#surroundings.resolve(hostOf(url)), port });
  }

  #request(url: URL, stream: Duplex, authorization?: string): Promise<Response> {
    const { product, mac, flaws } = this.#surroundings;
    const head = [
      `GET ${pathOf(url)} HTTP/1.1`,
      `Host: ${url.host}`,
      `User-Agent: ${product.name.replace(/[^\w.-]+/g, '-')}/${product.firmware.replace(/[^\w.-]+/g, '-')} ${mac}`,
      'Accept: application/json, text/plain, */*',
      ...(authorization === undefined ? [] : [`Authorization: ${authorization}`]),
      'Connection: close',
      '\r\n',
    ];
    return exchange(stream, head.join('\r\n'), ANSWER_MS, flaws.has('takes-records-for-messages'));
  }
}
