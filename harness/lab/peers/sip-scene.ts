/** One connection of the device to the registrar under a script (RFC 3261 §17 and §18 over TLS: nothing is sent twice). */
import { randomBytes } from 'node:crypto';
import { besideInvite, callerDialog } from '../../farend/dialog.ts';
import { addressUri, header, type SipMessage, writeSip } from '../../wire/sip/message.ts';
import { credentialFields, parseDigest } from '../../wire/sip/digest-parameters.ts';
import { transactionOf } from '../../wire/sip/transaction.ts';
import { DeviceResponses } from './device-responses.ts';
import { bindsContact } from './questions.ts';
import { acknowledgement, initialRequest, type Over, standingCall } from './registrar-requests.ts';
import type { SecureConnection } from './secure-connection.ts';
import type { SipPerformance } from './sip-performance.ts';
import type { Answers, Fields, SipCall, SipScene } from './sip-script.ts';
import { TakenCalls } from './taken-calls.ts';

/** How long a cancelled call is waited for, ms. */
const cancelled = 500;

export class RegistrarScene implements SipScene {
  readonly connection: number;
  contact = '';
  readonly #connection: SecureConnection;
  readonly #performance: SipPerformance;
  readonly #nonce = randomBytes(16).toString('hex');
  readonly #over: Over;
  readonly #calls: TakenCalls;
  readonly #responses = new DeviceResponses();
  #registered = false;
  #ended = false;

  constructor(connection: SecureConnection, performance: SipPerformance) {
    this.#connection = connection;
    this.#performance = performance;
    this.#over = connection.presentation.transport ?? 'tls';
    this.#calls = new TakenCalls(this.#over);
    this.connection = performance.join();
    connection.stream.once('close', () => {
      this.#ended = true;
      performance.conditions.changed();
    });
  }

  get domain(): string {
    return this.#performance.options.domain;
  }

  get window(): number {
    return this.#performance.options.window;
  }

  get requests(): readonly SipMessage[] {
    return this.#performance.requests;
  }

  get memory(): Map<string, unknown> {
    return this.#performance.memory;
  }

  /** A message of the device. */
  receive(message: SipMessage): void {
    if (message.method === null) this.#responses.keep(message);
    else this.#asked(message);
    this.#performance.conditions.changed();
  }

  #asked(message: SipMessage): void {
    this.#performance.keep(message);
    let answers: Answers = [];
    try {
      answers = this.#answersTo(message);
    } catch (error) {
      this.#performance.fail(error);
    }
    for (const one of answers) this.send(one);
    this.#witness(message, answers);
    this.#goOn(message, answers);
  }

  /** Two CRLFs of the device (RFC 5626 §4.4.1). */
  ping(): void {
    if (this.#performance.options.script.pong === false) this.say('ping → no pong');
    else this.#connection.stream.write('\r\n');
  }

  registrar(request: SipMessage): SipMessage | null {
    const called = this.#calls.answer(request);
    return called === undefined
      ? this.#performance.options.registrations.answer(request, this.#nonce).response
      : called;
  }

  accept(register: SipMessage): SipMessage {
    return this.#performance.options.registrations.accept(register);
  }

  credentials(request: SipMessage): 'right' | 'wrong' | null {
    return this.#performance.options.registrations.credentials(request);
  }

  send(message: SipMessage | Buffer): void {
    if (!this.#ended) this.#connection.stream.write(Buffer.isBuffer(message) ? message : writeSip(message));
  }

  async ask(request: SipMessage, ms = this.window): Promise<SipMessage | null> {
    this.#responses.expect(request);
    this.send(request);
    await this.#until(() => this.#responses.hasCome(request), ms);
    if (request.method === 'INVITE' && !this.#responses.hasCome(request)) await this.#cancel(request);
    const final = this.#responses.take(request);
    if (final && request.method === 'INVITE') this.send(acknowledgement(this.domain, request, final, this.#over));
    return final;
  }

  request(method: string, fields: Fields = [], body = ''): SipMessage {
    return initialRequest(this.domain, this.contact, method, fields, body, this.#over);
  }

  call(invite: SipMessage, answer: SipMessage): SipCall {
    return standingCall(this.domain, invite, callerDialog(invite, answer), this.#over);
  }

  async next(fits: (request: SipMessage) => boolean, ms = this.window): Promise<SipMessage | null> {
    const { requests, conditions } = this.#performance;
    const before = requests.length;
    const find = (): SipMessage | undefined => requests.slice(before).find(fits);
    await conditions.until(() => this.#performance.over || find() !== undefined, ms);
    return find() ?? null;
  }

  async response(fits: (response: SipMessage) => boolean, ms = this.window): Promise<SipMessage | null> {
    await this.#until(() => this.#responses.find(fits) !== undefined, ms);
    return this.#responses.find(fits) ?? null;
  }

  async ended(ms = this.window): Promise<boolean> {
    await this.#until(() => this.#ended, ms);
    return this.#ended;
  }

  close(how: 'tls' | 'tcp' | 'reset'): void {
    if (how === 'tls') this.#connection.stream.end();
    else this.#connection.cut(how === 'tcp' ? 'fin' : 'rst');
  }

  say(line: string): void {
    this.#connection.say(line);
  }

  #answersTo(request: SipMessage): Answers {
    const { answer, respond } = this.#performance.options.script;
    const own = answer?.(request, this);
    if (own !== undefined) return own ?? [];
    const response = this.registrar(request);
    if (!response) return [];
    return respond ? respond(response, request, this) : [response];
  }

  /** What the script does of its own accord behind an answer. */
  #goOn(request: SipMessage, answers: Answers): void {
    const { script } = this.#performance.options;
    const status = answers.map((one) => (Buffer.isBuffer(one) ? null : one.status)).find((one) => one !== null);
    if (bindsContact(request, status ?? 0)) {
      this.contact = addressUri(header(request, 'Contact') ?? '');
      const { registered } = script;
      if (registered && !this.#registered) this.#play(() => registered(this));
      this.#registered = true;
    }
    const begun = this.#calls.begunBy(request);
    const { called } = script;
    // From the answer on: behind its ACK the device may be told to hang up as soon as nothing is played.
    if (begun && called)
      this.#play(async () => {
        await this.#until(() => begun.confirmed, this.window);
        if (begun.confirmed) await called(standingCall(this.domain, begun.invite, begun.dialog, this.#over), this);
      });
  }

  #play(part: () => Promise<void>): void {
    this.#performance.run(async () => {
      await part();
      this.say('script: done');
    });
  }

  #witness(request: SipMessage, answers: Answers): void {
    const what = answers.map((one) => (Buffer.isBuffer(one) ? `${one.length} octets` : (one.status ?? one.method)));
    const from = addressUri(header(request, 'From') ?? '');
    this.say(`${request.method} from ${from} → ${what.join(' + ') || 'no answer'}`);
    const found = this.credentials(request);
    if (!found) return;
    const [given = ''] = credentialFields(request);
    const algorithm = parseDigest(given)?.get('algorithm') ?? 'none named';
    this.say(`credentials ${found} (${algorithm}) in CSeq ${header(request, 'CSeq') ?? ''}`);
  }

  /** RFC 3261 §9.1: a device is not left ringing, but what it has not taken up cannot be cancelled. */
  async #cancel(invite: SipMessage): Promise<void> {
    if (!this.#responses.find((one) => transactionOf(one) === transactionOf(invite))) return;
    this.send(besideInvite(invite, 'CANCEL', header(invite, 'To') ?? ''));
    await this.#until(() => this.#responses.hasCome(invite), cancelled);
  }

  async #until(condition: () => boolean, ms: number): Promise<void> {
    await this.#performance.conditions.until(() => condition() || this.#ended || this.#performance.over, ms);
  }
}
