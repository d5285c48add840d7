/** The SIP user agent of the device: whatever is asked of it, in its turn, over one line at a time. */
import type { AttemptResult, SipAgent, Surroundings, TlsConnector } from '../contracts.ts';
import { Announcements, type AgentListener, type RegistrationFacts } from './announcements.ts';
import { CallControl } from './call-control.ts';
import { CurrentLine } from './current-line.ts';
import type { LineTimings } from './line.ts';
import { RegistrationKeeper } from './registration-keeper.ts';

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
  readonly #announcements: Announcements;
  readonly #current: CurrentLine;
  readonly #calls: CallControl;
  readonly #keeper: RegistrationKeeper;
  /** Attempts follow one another. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(surroundings: Surroundings, connector: TlsConnector, timings: LineTimings) {
    this.#surroundings = surroundings;
    this.#announcements = new Announcements((line) => surroundings.log(line));
    this.#current = new CurrentLine(surroundings, connector, timings, {
      incoming: (invitation) => void this.#calls.receive(invitation),
      closed: (reason) => void this.#keeper.connectionLost(reason),
      registrationLost: (reason) => this.#keeper.registrationLost(reason),
      media: (call, event) => this.#calls.heard(call, event),
      referred: (uri) => void this.call(uri),
    });
    this.#calls = new CallControl(surroundings, this.#announcements, () => this.#current.line);
    this.#keeper = new RegistrationKeeper({
      surroundings,
      current: this.#current,
      calls: this.#calls.list,
      announcements: this.#announcements,
      again: () => void this.#inTurn(() => this.#keeper.register()),
    });
  }

  register(): Promise<AttemptResult> {
    return this.#instead(() => this.#keeper.register());
  }

  unregister(): Promise<AttemptResult> {
    return this.#instead(() => this.#keeper.unregister());
  }

  connect(): Promise<AttemptResult> {
    return this.#instead(() => this.#keeper.connect());
  }

  registration(): RegistrationFacts {
    return this.#announcements.registration;
  }

  async call(to: string): ReturnType<SipAgent['call']> {
    const { flaws } = this.#surroundings;
    const isNew = flaws.has('opens-connection-for-each-call');
    const opened = await this.#inTurn(async () => (this.#current.line && !isNew ? null : this.#keeper.open()));
    if (!opened || opened.outcome === 'accepted') return this.#calls.place(to);
    if (flaws.has('calls-in-clear-without-tls')) await this.#calls.placeInClear(to);
    return { outcome: 'failed', call: '', reason: opened.reason };
  }

  answer(id?: string): Promise<void> {
    return this.#calls.list.answer(id);
  }

  hangup(id?: string): Promise<void> {
    return this.#calls.list.hangup(id);
  }

  dtmf(digits: string, id?: string): Promise<void> {
    return this.#calls.list.press(digits, this.#surroundings.flaws.has('dtmf-by-info'), id);
  }

  hold(held: boolean, id?: string): Promise<void> {
    return this.#calls.list.hold(held, id);
  }

  calls(): ReturnType<SipAgent['calls']> {
    return this.#calls.list.facts();
  }

  onEvent(listener: AgentListener): void {
    this.#announcements.listen(listener);
  }

  reconfigure(): Promise<void> {
    return this.#current.isOutdated ? this.#instead(() => this.#keeper.closeOutdated()) : Promise.resolve();
  }

  stop(): Promise<void> {
    return this.#instead(() => this.#keeper.close());
  }

  /** Whoever asks for something now need not wait for what was tried before, nor be disturbed by it later. */
  #instead<Result>(work: () => Promise<Result>): Promise<Result> {
    const giveUp = (): void => this.#keeper.giveUp('given up for a newer request');
    giveUp();
    return this.#inTurn(() => {
      // What was given up may have planned another try.
      giveUp();
      return work();
    });
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#queue.then(work, work);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }
}
