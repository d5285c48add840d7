/** One connection to the server with everything that lives on it: registration and calls. A new connection, a new line. */
import type { Duplex } from 'node:stream';
import { Inviter, UserAgent, type Invitation, type Referral } from 'sip.js';
import type { ServiceTarget, Surroundings, TlsConnector } from '../contracts.ts';
import { accountAuthentication } from './account-authentication.ts';
import { bywaysOf } from './byways.ts';
import { Call, type CallEvents } from './call.ts';
import { keepAlivePlan } from './flow-timer.ts';
import { instanceId } from './instance.ts';
import { localAddress } from './local-address.ts';
import type { NonceCounts } from './nonce-counts.ts';
import { Passage } from './passage.ts';
import { Registration } from './registration.ts';
import { connectToServer } from './server-connection.ts';
import { ServiceRoute } from './service-route.ts';
import { followed } from './transfer.ts';
import { StreamTransport } from './transport.ts';
import { isSips, UriSchemes } from './uri-schemes.ts';
import { createUserAgent, type MediaEvent, type UserAgentParts } from './user-agent.ts';

export interface LineEvents {
  incoming(invitation: Invitation): void;
  /** The peer or the network closed the connection; not told after `close()`. */
  closed(reason: string): void;
  /** A refresh failed after the registration had been accepted. */
  registrationLost(reason: string): void;
  media(call: string, event: MediaEvent): void;
  /** A flaw wants another call placed in the place of one to sips:. */
  referred(uri: string): void;
}

/** How long the server may take, in milliseconds. */
export interface LineTimings {
  connectMs: number;
  /** For the registrar. */
  answerMs: number;
}

/** What all lines of a device share. */
export interface Inheritance {
  timings: LineTimings;
  nonces: NonceCounts;
}

interface Means extends UserAgentParts {
  routes: ServiceRoute;
  /** Another connection to the same server, verified anew. */
  connect: () => Promise<Duplex>;
}

export class Line {
  readonly verified: boolean;
  readonly registration: Registration;
  readonly #surroundings: Surroundings;
  readonly #connect: () => Promise<Duplex>;
  readonly #agent: UserAgent;
  readonly #transport: StreamTransport;
  readonly #routes: ServiceRoute;
  readonly #events: LineEvents;
  #closed = false;
  #opened = false;
  #lostBecause: string | null = null;
  #hasOutlived = false;

  private constructor(surroundings: Surroundings, means: Means, events: LineEvents, answerMs: number) {
    const { sip } = surroundings.settings();
    this.#surroundings = surroundings;
    this.#connect = means.connect;
    this.#transport = means.transport;
    this.#routes = means.routes;
    this.#events = events;
    this.verified = means.transport.protocol === 'TLS' && sip.validateServerCertificate;
    this.#agent = createUserAgent(surroundings, means, {
      incoming: (invitation) => events.incoming(invitation),
      disconnected: (error) => this.#lost(error),
      media: (call, event) => events.media(call, event),
    });
    this.registration = new Registration(this.#agent, {
      expires: sip.registerPeriod,
      regId: surroundings.flaws.has('registers-without-outbound') ? undefined : 1,
      answerMs,
      lostBecause: () => this.#lostBecause,
      accepted: (response) => this.#keepAlive(response),
      lost: (reason) => events.registrationLost(reason),
    });
  }

  /** Rejects with ConnectionRefused. */
  static async open(
    surroundings: Surroundings,
    connector: TlsConnector,
    target: ServiceTarget,
    events: LineEvents,
    { timings, nonces }: Inheritance,
  ): Promise<Line> {
    const connect = (): Promise<Duplex> => connectToServer(surroundings, connector, target, timings.connectMs);
    const stream = await connect();
    const { flaws, product } = surroundings;
    const routes = new ServiceRoute(flaws);
    const authentication = accountAuthentication(surroundings, nonces);
    const { transportation } = surroundings.settings().sip;
    const transport = new StreamTransport(stream, {
      protocol: transportation === 'TLS' ? 'TLS' : 'TCP',
      passage: new Passage({
        schemes: new UriSchemes(surroundings.settings().sip.scheme, flaws, product.name),
        routes,
        authentication,
        flaws,
        byways: bywaysOf(surroundings, connect, (uri) => events.referred(uri)),
      }),
      log: (text) => surroundings.log(text),
      flaws,
      isListening: () => surroundings.settings().listener.enabled,
      reopen: () => (line.hasOutlived ? connect() : Promise.reject(new Error('the connection is closed'))),
    });
    const address = await localAddress(stream, () => surroundings.resolve(target.host));
    const instance = instanceId(surroundings, connector);
    const means = { transport, routes, authentication, connect, address, instance };
    const line: Line = new Line(surroundings, means, events, timings.answerMs);
    // Over TLS 1.3 a server refuses our certificate only after the connection has come open here.
    if (transport.isConnected()) await line.#agent.start();
    if (!transport.isConnected()) throw new Error(line.#lostBecause ?? 'the connection was closed by the server');
    line.#opened = true;
    return line;
  }

  /** Whether calls go on over it although its connection was lost. */
  get hasOutlived(): boolean {
    return this.#hasOutlived;
  }

  /** The INVITE that was sent last, for `repeats-lost-requests`. */
  get lastInvite(): string | null {
    return this.#transport.lastInvite;
  }

  /** @throws Error when `target` is no SIP URI. */
  place(target: string, events: CallEvents): Call {
    const isChanged = this.#surroundings.flaws.has('calls-sips-as-sip');
    const uri = UserAgent.makeURI(isChanged ? target.replace(/^sips:/i, 'sip:') : target);
    if (!uri) throw new Error(`"${target}" is no SIP URI; expected user, user@domain or sip:user@domain`);
    return new Call(new Inviter(this.#agent, uri, { params: this.#towards(target) }), events);
  }

  /** Whom the other side of a call names (RFC 3515); null where it names nobody. */
  async follow(referral: Referral, events: CallEvents): Promise<Call | null> {
    const inviter = await followed(referral, this.#surroundings.flaws, (target) => this.#towards(target));
    return inviter && new Call(inviter, events);
  }

  /** Says what stands there, as it stands there. */
  repeat(message: string): Promise<void> {
    return this.#transport.send(message);
  }

  /** Its connection was lost and its calls go on: what they have to say opens another one. */
  outlive(): void {
    this.#hasOutlived = true;
  }

  /** Another connection after the loss of the last one, unless a call has opened it already. Rejects with ConnectionRefused. */
  async resume(): Promise<void> {
    this.#lostBecause = null;
    if (!this.#transport.isConnected()) this.#transport.replace(await this.#connect());
  }

  /** Closes the connection at once; nothing is unregistered. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#hasOutlived = false;
    this.registration.giveUp('the connection was closed here');
    await this.#transport.disconnect();
    await this.registration.dispose();
    await this.#agent.stop();
  }

  /** sip.js takes a route set there, and its type does not tell. @throws Error where the way there would be in clear. */
  #towards(target: string): object {
    // RFC 3261 §26.2.2: a SIPS URI is reached over TLS or not at all.
    if (isSips(target) && this.#transport.protocol !== 'TLS')
      throw new Error(`${target} needs TLS (sip.transportation)`);
    return { routeSet: this.#routes.towards(target) };
  }

  #keepAlive(accepted: { getHeader(name: string): string | undefined }): void {
    const { keepAliveInterval } = this.#surroundings.settings().sip;
    const plan = keepAlivePlan(accepted, keepAliveInterval, this.#surroundings.flaws);
    if (plan) this.#transport.keepAlive(plan.seconds, plan.needsPong);
  }

  #lost(error: Error | undefined): void {
    if (this.#closed) return;
    const why = `the connection was closed${error ? `: ${error.message}` : ' by the server'}`;
    this.#lostBecause = why;
    this.registration.giveUp(`${why}, before the registrar had answered`);
    if (this.#opened) this.#events.closed(why);
  }
}
