/** The SIP user agent of the device: attempts, back-off and the list of calls, over one line at a time. */
import type { Invitation, Referral } from 'sip.js';
import { ConnectionRefused } from '../contracts.ts';
import type { AttemptResult, ServiceTarget, SipAgent, Surroundings, TlsConnector } from '../contracts.ts';
import { Call, type CallEvents } from './call.ts';
import { CallList } from './call-list.ts';
import { registerInClear, sendInClear } from './clear-fallback.ts';
import { registerOver } from './flaw-rejected-password.ts';
import { Line, type LineTimings } from './line.ts';
import { NonceCounts } from './nonce-counts.ts';
import { Retry } from './retry.ts';
import { hostInUri, serverAddress, serversToTry } from './server-address.ts';

type Registration = ReturnType<SipAgent['registration']>;
type AgentEvent = Parameters<Parameters<SipAgent['onEvent']>[0]>[0];

type Opened = AttemptResult & { mayRetry?: boolean };

/** How often the flaw `storms-after-rejection` tries again at once. */
const STORM = 8;

const defaultTimings: LineTimings = { connectMs: 5000, answerMs: 10_000 };

/** @param timings how long a connection and an answer may take; only tests want others. */
export function createSipAgent(
  surroundings: Surroundings,
  connector: TlsConnector,
  timings: LineTimings = defaultTimings,
): SipAgent {
  return new Agent(surroundings, connector, timings);
}

class Agent implements SipAgent {
  readonly #surroundings: Surroundings;
  readonly #connector: TlsConnector;
  readonly #timings: LineTimings;
  readonly #nonces = new NonceCounts();
  readonly #log = (line: string): void => this.#surroundings.log(line);
  readonly #calls = new CallList();
  readonly #callEvents: CallEvents = {
    changed: (call) => this.#tellCall(call),
    referred: (referral) => void this.#follow(referral),
  };
  readonly #listeners = new Set<(event: AgentEvent) => void>();
  readonly #retry: Retry;
  #line: Line | null = null;
  /** The settings that the line was opened with. */
  #fingerprint = '';
  /** For `repeats-lost-requests`. */
  #lostRequest: string | null = null;
  /** `host:port` of the last attempt. */
  #server = '';
  #registration: Registration;
  /** Attempts follow one another. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(surroundings: Surroundings, connector: TlsConnector, timings: LineTimings) {
    this.#surroundings = surroundings;
    this.#connector = connector;
    this.#timings = timings;
    this.#retry = new Retry({
      baseMs: () => surroundings.settings().sip.retryInterval * 1000,
      isConstant: () => surroundings.flaws.has('retries-at-constant-intervals'),
      again: () => void this.#exclusively(() => this.#register()),
    });
    this.#registration = { state: 'unregistered', reason: '', at: now(), server: '', verified: false };
  }

  register(): Promise<AttemptResult> {
    return this.#instead(() => this.#register());
  }

  unregister(): Promise<AttemptResult> {
    return this.#instead(async () => {
      if (!this.#line) return { outcome: 'failed', reason: 'there is no connection' };
      const { mayRetry: _, ...result } = await this.#line.registration.unregister();
      this.#report(result.outcome === 'accepted' ? 'unregistered' : 'failed', result.reason);
      return result;
    });
  }

  connect(): Promise<AttemptResult> {
    return this.#instead(async () => {
      const result = await this.#open();
      this.#report(result.outcome === 'accepted' ? 'unregistered' : reported(result), result.reason);
      return result;
    });
  }

  async call(to: string): Promise<{ outcome: 'established' | 'failed'; call: string; code?: number; reason?: string }> {
    const isNew = this.#surroundings.flaws.has('opens-connection-for-each-call');
    const opened = await this.#exclusively(async () => (this.#line && !isNew ? null : this.#open()));
    if (opened && opened.outcome !== 'accepted') {
      if (this.#surroundings.flaws.has('calls-in-clear-without-tls')) await this.#callInClear(this.#target(to));
      return { outcome: 'failed', call: '', reason: opened.reason };
    }
    if (!this.#line) return { outcome: 'failed', call: '', reason: 'there is no connection' };
    let call: Call;
    try {
      call = this.#line.place(this.#target(to), this.#callEvents);
    } catch (error) {
      return { outcome: 'failed', call: '', reason: (error as Error).message };
    }
    this.#calls.add(call);
    await call.invite();
    return { call: call.id, ...(await call.outcome) };
  }

  answer(id?: string): Promise<void> {
    return this.#calls.answer(id);
  }

  hangup(id?: string): Promise<void> {
    return this.#calls.hangup(id);
  }

  async dtmf(digits: string, id?: string): Promise<void> {
    await this.#calls.press(digits, this.#surroundings.flaws.has('dtmf-by-info'), id);
  }

  hold(held: boolean, id?: string): Promise<void> {
    return this.#calls.hold(held, id);
  }

  calls(): ReturnType<SipAgent['calls']> {
    return this.#calls.facts();
  }

  registration(): Registration {
    return { ...this.#registration };
  }

  onEvent(listener: (event: AgentEvent) => void): void {
    this.#listeners.add(listener);
  }

  reconfigure(): Promise<void> {
    // Other settings than those of the connection take effect without it.
    if (this.#fingerprint === this.#currentFingerprint()) return Promise.resolve();
    return this.#instead(async () => {
      if (!this.#line) return;
      await this.#closeLine();
      this.#report('unregistered', 'the settings were changed');
    });
  }

  stop(): Promise<void> {
    return this.#instead(() => this.#closeLine());
  }

  async #register(): Promise<AttemptResult> {
    let result = await this.#registerOnce();
    const storms = this.#surroundings.flaws.has('storms-after-rejection');
    for (let again = 0; storms && result.outcome !== 'accepted' && again < STORM; again++)
      result = await this.#registerOnce();
    return result;
  }

  async #registerOnce(): Promise<AttemptResult> {
    this.#report('trying', '');
    const opened = await this.#connected();
    if (opened.outcome !== 'accepted' || !this.#line) {
      this.#report(reported(opened), opened.reason);
      if (opened.mayRetry) this.#retry.plan();
      return { outcome: opened.outcome, reason: opened.reason };
    }
    const { mayRetry, ...result } = await registerOver(this.#line.registration, this.#surroundings.flaws);
    if (result.outcome === 'accepted') await this.#registered();
    else {
      await this.#closeLine();
      if (mayRetry) this.#retry.plan();
    }
    this.#report(result.outcome === 'accepted' ? 'registered' : 'failed', result.reason);
    return result;
  }

  async #registered(): Promise<void> {
    const { flaws } = this.#surroundings;
    this.#retry.forget();
    if (this.#lostRequest) await this.#line?.repeat(this.#lostRequest);
    this.#lostRequest = null;
    if (flaws.has('closes-connection-after-registration')) await this.#closeLine();
  }

  /** A new connection, so that every attempt is one from the beginning; calls that have outlived the last one get it, too. */
  #connected(): Promise<Opened> {
    const line = this.#line;
    const isOver = !line?.hasOutlived || !this.#calls.standing;
    return isOver ? this.#open() : this.#opened(() => line.resume());
  }

  async #open(): Promise<Opened> {
    await this.#closeLine();
    return this.#opened(async () => {
      this.#line = await this.#reach(await serversToTry(this.#surroundings));
    });
  }

  async #opened(open: () => Promise<void>): Promise<Opened> {
    const unusable = this.#unusable();
    if (unusable) return { outcome: 'failed', reason: unusable };
    this.#fingerprint = this.#currentFingerprint();
    try {
      await open();
      if (this.#surroundings.flaws.has('speaks-in-clear-too')) await this.#fallBackToClear();
      return { outcome: 'accepted' };
    } catch (error) {
      if (!(error instanceof ConnectionRefused)) return { outcome: 'failed', reason: (error as Error).message };
      if (this.#surroundings.flaws.has('falls-back-to-clear')) await this.#fallBackToClear();
      return { outcome: 'refused', reason: error.message, mayRetry: true };
    }
  }

  /** RFC 3263 §4.3: the next server where one cannot be reached; one that was refused is not gone around. */
  async #reach([target, ...others]: ServiceTarget[], isFirst = true): Promise<Line> {
    const { host, port, inClear } = target!;
    this.#server = `${host}:${port}`;
    if (inClear) {
      await registerInClear(await this.#addressOf(host), port, this.#surroundings.settings().account, this.#log);
      throw new Error(`registered in clear at ${host}`);
    }
    try {
      const line: Line = await Line.open(
        this.#surroundings,
        isFirst || !this.#surroundings.flaws.has('checks-first-server-only') ? this.#connector : this.#unchecking,
        { host, port },
        {
          incoming: (invitation) => void this.#incoming(invitation),
          closed: (reason) => void this.#connectionLost(line, reason),
          registrationLost: (reason) => this.#registrationLost(reason),
          media: (call, event) => this.#tellMedia(call, event),
          referred: (uri) => void this.call(uri),
        },
        { timings: this.#timings, nonces: this.#nonces },
      );
      return line;
    } catch (error) {
      const isUnreachable = error instanceof ConnectionRefused && error.refusal.kind === 'network';
      if (others.length === 0 || !isUnreachable) throw error;
      return this.#reach(others, false);
    }
  }

  /** For `checks-first-server-only`. */
  get #unchecking(): TlsConnector {
    const connector = this.#connector;
    return { ...connector, connect: (options) => connector.connect({ ...options, validate: false }) };
  }

  #unusable(): string | null {
    const { account, sip } = this.#surroundings.settings();
    if (sip.transportation !== 'TLS')
      return `${sip.transportation} is not supported: TLS is the only transport of this device (sip.transportation)`;
    if (!account.domain || !account.user) return 'there is no account: account.domain and account.user are needed';
    return null;
  }

  async #fallBackToClear(): Promise<void> {
    const settings = this.#surroundings.settings();
    const { host, clearPort } = serverAddress(settings);
    await registerInClear(await this.#addressOf(host), clearPort, settings.account, this.#log);
  }

  async #callInClear(uri: string): Promise<void> {
    const { host, clearPort } = serverAddress(this.#surroundings.settings());
    await sendInClear(await this.#addressOf(host), clearPort, () => `INVITE ${uri} SIP/2.0\r\n\r\n`, this.#log);
  }

  #addressOf(host: string): Promise<string> {
    return this.#surroundings.resolve(host).catch(() => host);
  }

  async #closeLine(): Promise<void> {
    const line = this.#line;
    if (!line) return;
    await this.#calls.endAll();
    this.#line = null;
    await line.close();
  }

  async #incoming(invitation: Invitation): Promise<void> {
    const { audio, srtp } = this.#surroundings.settings();
    const call = new Call(invitation, this.#callEvents);
    const busy = this.#calls.full;
    this.#calls.add(call);
    try {
      if (busy) await call.reject(486);
      else {
        const policy = { srtp, flaws: this.#surroundings.flaws };
        await call.receive(policy, audio.answerAutomatically, this.#surroundings.product.name);
      }
    } catch (error) {
      this.#surroundings.log(`sip: an incoming call failed: ${(error as Error).message}`);
    }
  }

  /** A transfer: the call that somebody has with us leads to another one. */
  async #follow(referral: Referral): Promise<void> {
    try {
      const call = this.#calls.full ? null : await this.#line?.follow(referral, this.#callEvents);
      if (!call) return;
      this.#calls.add(call);
      await call.invite();
    } catch (error) {
      this.#surroundings.log(`sip: a transfer failed: ${(error as Error).message}`);
    }
  }

  async #connectionLost(line: Line, reason: string): Promise<void> {
    if (this.#line !== line) return;
    const { flaws } = this.#surroundings;
    this.#calls.lost(reason, flaws.has('ends-calls-with-the-connection'));
    if (flaws.has('repeats-lost-requests')) this.#lostRequest = line.lastInvite;
    const registered = this.#registration.state === 'registered';
    if (this.#calls.standing) line.outlive();
    else {
      this.#line = null;
      await line.close();
    }
    // An attempt under way reports by itself.
    if (this.#registration.state === 'trying') return;
    this.#report(registered ? 'failed' : 'unregistered', reason);
    if (registered && !flaws.has('stays-away-after-loss')) this.#retry.plan();
  }

  #registrationLost(reason: string): void {
    if (this.#registration.state !== 'registered') return;
    this.#report('failed', reason);
    this.#retry.plan();
  }

  #target(to: string): string {
    if (/^sips?:/i.test(to)) return to;
    const { account, sip } = this.#surroundings.settings();
    return `${sip.scheme}:${to.includes('@') ? to : `${to}@${hostInUri(account.domain)}`}`;
  }

  #currentFingerprint(): string {
    const { account, sip } = this.#surroundings.settings();
    return JSON.stringify([account, sip]);
  }

  /** Whoever asks for something now need not wait for what was tried before, nor be disturbed by it later. */
  #instead<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#retry.forget();
    this.#line?.registration.giveUp('given up for a newer request');
    return this.#exclusively(() => {
      this.#retry.forget();
      return work();
    });
  }

  #report(state: Registration['state'], reason = ''): void {
    const server = this.#server;
    this.#registration = { state, reason, at: now(), server, verified: this.#line?.verified ?? false };
    this.#tell({ kind: 'registration', ...this.#registration });
    this.#surroundings.log(`sip: ${state}${server ? ` at ${server}` : ''}${reason ? `: ${reason}` : ''}`);
  }

  #tellCall(call: Call): void {
    this.#tell({ kind: 'call', ...call.facts() });
    const why = call.state === 'ended' && call.reason ? `: ${call.reason}` : '';
    this.#surroundings.log(`sip: ${call.direction} call with ${call.peer} ${call.state}${why}`);
  }

  #tellMedia(call: string, event: { happened: string; [detail: string]: unknown }): void {
    this.#tell({ kind: 'media', call, ...event });
    if (event.happened !== 'idle') return;
    this.#surroundings.log(`sip: nothing comes any more in the call ${call}: it is ended`);
    // It may be ending for another reason already.
    void this.#calls.hangup(call).catch(() => undefined);
  }

  #tell(event: AgentEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#queue.then(work, work);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }
}

const now = (): string => new Date().toISOString();

const reported = ({ outcome }: AttemptResult): 'refused' | 'failed' => (outcome === 'refused' ? 'refused' : 'failed');
