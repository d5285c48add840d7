/** One connection to the server with everything that lives on it: registration and calls. A new connection, a new line. */
import {
  Inviter,
  Registerer,
  RegistererState,
  SIPExtension,
  URI,
  UserAgent,
  type Invitation,
  type Referral,
  type UserAgentOptions,
} from 'sip.js';
import type { Duplex } from 'node:stream';
import { ConnectionRefused } from '../contracts.ts';
import type { AttemptResult, ServiceTarget, Surroundings, TlsConnector } from '../contracts.ts';
import { Authentication } from './authentication.ts';
import { Call, type CallEvents } from './call.ts';
import { bywaysOf } from './byways.ts';
import { aliasOf } from './flaw-aliases.ts';
import { instanceId } from './instance.ts';
import { localAddress } from './local-address.ts';
import type { NonceCounts } from './nonce-counts.ts';
import { Passage } from './passage.ts';
import { isOwnRealm } from './realm.ts';
import { domainOf, hostInUri } from './server-address.ts';
import { ServiceRoute } from './service-route.ts';
import { SdesDescriptionHandler } from './session-description-handler.ts';
import { followed } from './transfer.ts';
import { StreamTransport } from './transport.ts';
import { UriSchemes } from './uri-schemes.ts';

export interface LineEvents {
  incoming(invitation: Invitation): void;
  /** The peer or the network closed the connection; not told after `close()`. */
  closed(reason: string): void;
  /** A refresh failed after the registration had been accepted. */
  registrationLost(reason: string): void;
  media(call: string, event: { happened: string; [detail: string]: unknown }): void;
  /** The flaw `follows-refer-to-sip`: the peer of a call wants another one placed. */
  referred(uri: string): void;
}

/** How long the registrar may take to answer, in milliseconds. */
export interface LineTimings {
  connectMs: number;
  answerMs: number;
}

/** What a line has from those before it. */
export interface Inheritance {
  timings: LineTimings;
  nonces: NonceCounts;
}

export interface RegistrationResult extends AttemptResult {
  /** Whether trying again later could help: not after the registrar said no (RFC 3261 §22.1). */
  mayRetry: boolean;
}

interface Means {
  transport: StreamTransport;
  routes: ServiceRoute;
  authentication: Authentication;
  /** Another connection to the same server, verified anew. */
  connect: () => Promise<Duplex>;
  /** See instance.ts. */
  instance: string;
}

export class Line {
  readonly verified: boolean;
  readonly #surroundings: Surroundings;
  readonly #connect: () => Promise<Duplex>;
  readonly #agent: UserAgent;
  readonly #transport: StreamTransport;
  readonly #routes: ServiceRoute;
  readonly #events: LineEvents;
  readonly #timings: LineTimings;
  readonly #expires: number;
  #registerer: Registerer | null = null;
  /** Ends the REGISTER that waits for an answer; null: there is none. */
  #settle: ((result: RegistrationResult) => void) | null = null;
  /** Ends the attempt that waits for an answer. */
  #interrupt: ((reason: string) => void) | null = null;
  #closed = false;
  #opened = false;
  #lostBecause: string | null = null;
  #hasOutlived = false;

  private constructor(
    surroundings: Surroundings,
    { transport, routes, authentication, connect, instance }: Means,
    address: string,
    events: LineEvents,
    timings: LineTimings,
  ) {
    const { account, sip } = surroundings.settings();
    this.#surroundings = surroundings;
    this.#connect = connect;
    this.verified = sip.validateServerCertificate;
    this.#events = events;
    this.#timings = timings;
    this.#expires = sip.registerPeriod;
    this.#transport = transport;
    this.#routes = routes;
    this.#agent = new UserAgent({
      ...unattended,
      instanceId: instance,
      contactParams: surroundings.flaws.has('writes-transport-tls') ? { transport: 'tls' } : {},
      uri: UserAgent.makeURI(`${sip.scheme}:${account.user}@${hostInUri(account.domain)}`),
      displayName: account.displayName,
      userAgentString: `${surroundings.product.name}/${surroundings.product.firmware}`,
      viaHost: hostInUri(address),
      transportConstructor: class {
        constructor() {
          return transport;
        }
      } as unknown as NonNullable<UserAgentOptions['transportConstructor']>,
      sessionDescriptionHandlerFactory: (session) =>
        new SdesDescriptionHandler({
          address,
          policy: () => ({ srtp: surroundings.settings().srtp, flaws: surroundings.flaws }),
          audio: () => surroundings.settings().audio,
          flaws: surroundings.flaws,
          tell: (event) => events.media((session as Inviter | Invitation).request.callId, event),
        }),
      // sip.js hands every level to its connector, whatever logLevel says.
      logConnector: (level, category, _label, content) => {
        if (level === 'warn' || level === 'error') surroundings.log(`sip: ${category}: ${brief(content)}`);
      },
      delegate: {
        onInvite: (invitation) => events.incoming(invitation),
        onDisconnect: (error) => this.#lost(error),
      },
    });
    if (sip.scheme === 'sips') makeContactSecure(this.#agent);
    // sip.js knows MD5 alone; its type names a class with private parts, of which it calls these two methods.
    const { configuration } = this.#agent.userAgentCore;
    configuration.authenticationFactory =
      authentication.factory as unknown as typeof configuration.authenticationFactory;
  }

  /** Rejects with ConnectionRefused. */
  static async open(
    surroundings: Surroundings,
    connector: TlsConnector,
    target: ServiceTarget,
    events: LineEvents,
    { timings, nonces }: Inheritance,
  ): Promise<Line> {
    const connect = (): Promise<Duplex> => connected(surroundings, connector, target, timings.connectMs);
    const stream = await connect();
    const routes = new ServiceRoute(surroundings.flaws);
    const authentication = authenticationOf(surroundings, nonces);
    const transport = new StreamTransport(stream, {
      passage: new Passage({
        schemes: new UriSchemes(surroundings.settings().sip.scheme, surroundings.flaws, surroundings.product.name),
        routes,
        authentication,
        flaws: surroundings.flaws,
        byways: bywaysOf(surroundings, connect, (uri) => events.referred(uri)),
      }),
      log: (text) => surroundings.log(text),
      flaws: surroundings.flaws,
      isListening: () => surroundings.settings().listener.enabled,
      reopen: () => (line.hasOutlived ? connect() : Promise.reject(new Error('the connection is closed'))),
    });
    const address = await localAddress(stream, () => surroundings.resolve(target.host));
    const means = { transport, routes, authentication, connect, instance: instanceId(surroundings, connector) };
    const line: Line = new Line(surroundings, means, address, events, timings);
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

  /** Its connection was lost and its calls go on: what they have to say opens another one. */
  outlive(): void {
    this.#hasOutlived = true;
  }

  /** Another connection after the loss of the last one, unless a call has opened it already. Rejects with ConnectionRefused. */
  async resume(): Promise<void> {
    this.#lostBecause = null;
    if (!this.#transport.isConnected()) this.#transport.replace(await this.#connect());
  }

  /** Says what stands there, as it stands there. */
  repeat(message: string): Promise<void> {
    return this.#transport.send(message);
  }

  /** One REGISTER (with its answer to a challenge); refreshed from then on while the line lives. */
  register(): Promise<RegistrationResult> {
    const registerer = (this.#registerer ??= this.#newRegisterer());
    return this.#attempt((settle) => {
      this.#settle = settle;
      registerer
        .register({
          requestDelegate: {
            onAccept: ({ message }) => {
              this.#keepAlive(message);
              settle({ outcome: 'accepted', mayRetry: false });
            },
            onReject: ({ message }) => settle(failed(statusLine(message), message.statusCode)),
          },
        })
        .catch((error: Error) => settle(failed(error.message)));
    });
  }

  #newRegisterer(): Registerer {
    const registerer = new Registerer(this.#agent, {
      expires: this.#expires,
      logConfiguration: false,
      ...(!this.#surroundings.flaws.has('registers-without-outbound') && { regId: 1 }),
    });
    registerer.stateChange.addListener((state) => {
      if (state !== RegistererState.Unregistered || this.#registerer !== registerer) return;
      const settle = this.#settle;
      if (settle === null) this.#events.registrationLost('the registrar did not confirm the registration again');
      // sip.js tells of the state first and of the response that caused it afterwards.
      else setImmediate(() => settle(failed('the answer of the registrar does not list our contact')));
    });
    return registerer;
  }

  /** RFC 5626 §4.4: the interval is the server's, where it names one; a server that knows outbound answers pings. */
  #keepAlive(accepted: { getHeader(name: string): string | undefined }): void {
    const { flaws } = this.#surroundings;
    if (flaws.has('sends-no-keep-alive')) return;
    const flowTimer = Number(accepted.getHeader('flow-timer') ?? NaN);
    const isAsked = flowTimer >= 1 && !flaws.has('ignores-flow-timer');
    const knowsOutbound = flowTimer >= 1 || /\boutbound\b/i.test(accepted.getHeader('require') ?? '');
    const needsPong = knowsOutbound && !flaws.has('ignores-missing-pong');
    this.#transport.keepAlive(isAsked ? flowTimer : this.#surroundings.settings().sip.keepAliveInterval, needsPong);
  }

  /** Takes the registration back over this connection, which stays open. */
  unregister(): Promise<RegistrationResult> {
    const registerer = this.#registerer;
    if (!registerer) return Promise.resolve(failed('this connection has no registration'));
    this.#registerer = null;
    return this.#attempt((settle) => {
      registerer
        .unregister({
          requestDelegate: {
            onAccept: () => settle({ outcome: 'accepted', mayRetry: false }),
            onReject: ({ message }) => settle(failed(statusLine(message), message.statusCode)),
          },
        })
        .catch((error: Error) => settle(failed(error.message)));
    });
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

  /** sip.js takes a route set there, and its type does not tell. */
  #towards(target: string): object {
    return { routeSet: this.#routes.towards(target) };
  }

  /** Ends an attempt that still waits for its answer. */
  giveUp(reason: string): void {
    this.#interrupt?.(reason);
  }

  /** Closes the connection at once; nothing is unregistered. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#hasOutlived = false;
    this.giveUp('the connection was closed here');
    await this.#transport.disconnect();
    // With the connection gone this sends nothing: it only stops the timers of the registration.
    const stopped = this.#registerer?.dispose();
    this.#registerer = null;
    await Promise.race([stopped, new Promise((next) => setImmediate(next))]);
    await this.#agent.stop();
  }

  #attempt(begin: (settle: (result: RegistrationResult) => void) => void): Promise<RegistrationResult> {
    if (this.#lostBecause) return Promise.resolve({ outcome: 'failed', reason: this.#lostBecause, mayRetry: true });
    return new Promise((resolve) => {
      const { answerMs } = this.#timings;
      const overdue = setTimeout(
        () =>
          settle({ outcome: 'timeout', reason: `the registrar did not answer within ${answerMs} ms`, mayRetry: true }),
        answerMs,
      );
      const settle = (result: RegistrationResult): void => {
        clearTimeout(overdue);
        this.#interrupt = null;
        this.#settle = null;
        resolve(result);
      };
      this.#interrupt = (reason) => settle({ outcome: 'failed', reason, mayRetry: true });
      begin(settle);
    });
  }

  #lost(error: Error | undefined): void {
    if (this.#closed) return;
    const why = `the connection was closed${error ? `: ${error.message}` : ' by the server'}`;
    this.#lostBecause = why;
    this.giveUp(`${why}, before the registrar had answered`);
    if (this.#opened) this.#events.closed(why);
  }
}

/** sip.js makes every Contact one of sip:. */
function makeContactSecure(agent: UserAgent): void {
  const { uri } = agent.contact;
  agent.contact.uri = new URI('sips', uri.user ?? '', uri.host);
}

async function connected(
  surroundings: Surroundings,
  connector: TlsConnector,
  target: ServiceTarget,
  timeoutMs: number,
): Promise<Duplex> {
  const alias = surroundings.flaws.has('reuses-unverified-aliases') ? aliasOf(surroundings, target) : null;
  if (alias) return alias;
  const { sip } = surroundings.settings();
  const options = { service: 'sip', ...target, validate: sip.validateServerCertificate, timeoutMs } as const;
  try {
    return await connector.connect({ ...options, identity: domainOf(surroundings) });
  } catch (error) {
    const isName = error instanceof ConnectionRefused && error.refusal.kind === 'name';
    if (!isName || !surroundings.flaws.has('checks-srv-target-name')) throw error;
    return connector.connect({ ...options, identity: target.host });
  }
}

function authenticationOf(surroundings: Surroundings, nonces: NonceCounts): Authentication {
  const { account } = surroundings.settings();
  const { flaws } = surroundings;
  return new Authentication({
    credentials: account,
    isOwnRealm: (realm) => isOwnRealm(account, realm),
    answers: !flaws.has('ignores-challenges-with-certificate') || surroundings.identity.current() === null,
    flaws,
    nonces,
  });
}

/** What sip.js is told so that it neither looks for a browser nor acts on its own. */
const unattended = {
  // RFC 3891: a call may take the place of another one.
  sipExtensionReplaces: SIPExtension.Supported,
  forceRport: true,
  gracefulShutdown: false,
  sendInitialProvisionalResponse: false,
  logBuiltinEnabled: false,
  logConfiguration: false,
} satisfies UserAgentOptions;

const failed = (reason: string, statusCode = 0): RegistrationResult => ({
  outcome: 'failed',
  reason,
  mayRetry: statusCode >= 500 && statusCode < 600,
});

const statusLine = ({ statusCode, reasonPhrase }: { statusCode?: number; reasonPhrase?: string }): string =>
  `${statusCode} ${reasonPhrase}`;

/** sip.js quotes messages in some of its warnings; keys and bodies do not belong into a log. */
const brief = (content: string): string =>
  (content.split(/[\r\n]/)[0] ?? '').replace(/inline:\S+/g, 'inline:...').slice(0, 200);
