/** One connection of the device to the registrar under a script (RFC 3261 §17 and §18 over TLS: nothing is sent twice). */
import { randomBytes } from 'node:crypto';
import { besideInvite, callerDialog, type Dialog, inDialog } from '../../farend/dialog.ts';
import {
  addressUri,
  header,
  headers,
  parameter,
  request as newRequest,
  type SipMessage,
  writeSip,
} from '../../wire/sip/message.ts';
import { parseDigest } from '../../wire/sip/digest-parameters.ts';
import { bindsContact } from './questions.ts';
import type { SecureConnection } from './secure-connection.ts';
import type { SipPerformance } from './sip-performance.ts';
import type { Answers, SipCall, SipScene } from './sip-script.ts';
import { TakenCalls } from './taken-calls.ts';

type Fields = readonly (readonly [name: string, value: string])[];

/** A device that answers without end is listened to without end; what it answered is remembered so far. */
const mostResponses = 1000;

export class RegistrarScene implements SipScene {
  readonly connection: number;
  contact = '';
  readonly #connection: SecureConnection;
  readonly #performance: SipPerformance;
  readonly #nonce = randomBytes(16).toString('hex');
  readonly #calls = new TakenCalls();
  /** Final responses of the device by branch and method; null while one is awaited. */
  readonly #awaited = new Map<string, SipMessage | null>();
  readonly #responses: SipMessage[] = [];
  #registered = false;
  #ended = false;

  constructor(connection: SecureConnection, performance: SipPerformance) {
    this.#connection = connection;
    this.#performance = performance;
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
    if (message.method === null) return this.#answered(message);
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
    this.#performance.conditions.changed();
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
    const id = transactionOf(request);
    this.#awaited.set(id, null);
    this.send(request);
    await this.#until(() => this.#awaited.get(id) !== null, ms);
    const final = this.#awaited.get(id) ?? null;
    this.#awaited.delete(id);
    if (final && request.method === 'INVITE') this.send(this.#acknowledgement(request, final));
    return final;
  }

  request(method: string, fields: Fields = [], body = ''): SipMessage {
    const uri = this.contact;
    return newRequest(
      method,
      uri,
      [
        ['Via', this.#via()],
        ['Max-Forwards', '70'],
        ['From', `<sip:bench@${this.domain}>;tag=${token()}`],
        ['To', `<${uri.replace(/;.*$/, '')}>`],
        ['Call-ID', token()],
        ['CSeq', `1 ${method}`],
        ['Contact', `<sip:bench@${this.domain};transport=tls>`],
        ...fields,
      ],
      body,
    );
  }

  call(invite: SipMessage, answer: SipMessage): SipCall {
    return this.#standing(invite, callerDialog(invite, answer));
  }

  async next(fits: (request: SipMessage) => boolean, ms = this.window): Promise<SipMessage | null> {
    const { requests, conditions } = this.#performance;
    const before = requests.length;
    const find = (): SipMessage | undefined => requests.slice(before).find(fits);
    await conditions.until(() => this.#performance.over || find() !== undefined, ms);
    return find() ?? null;
  }

  async response(fits: (response: SipMessage) => boolean, ms = this.window): Promise<SipMessage | null> {
    const find = (): SipMessage | undefined => this.#responses.find(fits);
    await this.#until(() => find() !== undefined, ms);
    return find() ?? null;
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
        if (begun.confirmed) await called(this.#standing(begun.invite, begun.dialog), this);
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
    const [given = ''] = [...headers(request, 'Authorization'), ...headers(request, 'Proxy-Authorization')];
    const algorithm = parseDigest(given)?.get('algorithm') ?? 'none named';
    this.say(`credentials ${found} (${algorithm}) in CSeq ${header(request, 'CSeq') ?? ''}`);
  }

  #answered(response: SipMessage): void {
    if (this.#responses.length < mostResponses) this.#responses.push(response);
    const id = transactionOf(response);
    if ((response.status ?? 0) >= 200 && this.#awaited.get(id) === null) this.#awaited.set(id, response);
    this.#performance.conditions.changed();
  }

  /** RFC 3261 §13.2.2.4 and §17.1.1.3. */
  #acknowledgement(invite: SipMessage, final: SipMessage): SipMessage {
    const isRefusal = (final.status ?? 0) >= 300;
    if (isRefusal) return besideInvite(invite, 'ACK', header(final, 'To') ?? '');
    return inDialog(callerDialog(invite, final), 'ACK', this.#via());
  }

  #standing(invite: SipMessage, dialog: Dialog): SipCall {
    return {
      invite,
      request: (method, fields = [], body = '') => {
        const bare = inDialog(dialog, method, this.#via());
        const more = fields.map(([name, value]) => ({ name, value }));
        return { ...bare, headers: [...bare.headers, ...more], body: Buffer.from(body) };
      },
    };
  }

  async #until(condition: () => boolean, ms: number): Promise<void> {
    await this.#performance.conditions.until(() => condition() || this.#ended || this.#performance.over, ms);
  }

  #via(): string {
    return `SIP/2.0/TLS bench.${this.domain};branch=z9hG4bK${token()}`;
  }
}

/** RFC 3261 §17.1.3. */
const transactionOf = (message: SipMessage): string =>
  `${parameter(header(message, 'Via') ?? '', 'branch') ?? ''} ${/\w+\s*$/.exec(header(message, 'CSeq') ?? '')?.[0] ?? ''}`;

const token = (): string => randomBytes(9).toString('hex');
