/** The far end's user agent on one connection: client transactions, digest, and who hears what. */
import { randomBytes } from 'node:crypto';
import { respond } from '../wire/sip/digest.ts';
import { header, request, type SipMessage } from '../wire/sip/message.ts';
import { transactionOf } from '../wire/sip/transaction.ts';
import { Conditions } from './conditions.ts';
import type { ProxyConnection } from './connection.ts';
import { besideInvite } from './dialog.ts';

export interface Identity {
  domain: string;
  user: string;
  password: string;
}

/** A request on its way; `sent` changes when it is repeated with credentials. */
export interface Transaction {
  sent: SipMessage;
  final: SipMessage | null;
}

export const token = (): string => randomBytes(8).toString('hex');

export class Agent {
  readonly identity: Identity;
  readonly contact: string;
  readonly conditions = new Conditions();
  /** Requests from outside, and every message either way for those who keep a ladder. */
  onRequest: (message: SipMessage) => void = () => undefined;
  observe: (message: SipMessage, sent: boolean) => void = () => undefined;
  readonly #connection: ProxyConnection;
  readonly #transactions = new Map<string, Transaction>();

  constructor(connection: ProxyConnection, identity: Identity) {
    const { host, port } = connection.local;
    this.identity = identity;
    this.contact = `<sip:${identity.user}@${host}:${port};transport=tls>`;
    this.#connection = connection;
    connection.onMessage = (message) => this.#receive(message);
    connection.onClosed = () => this.conditions.changed();
  }

  get closedBecause(): string | null {
    return this.#connection.closedBecause;
  }

  /** A Via value of its own branch. */
  via(): string {
    const { host, port } = this.#connection.local;
    return `SIP/2.0/TLS ${host}:${port};rport;branch=z9hG4bK${token()}`;
  }

  send(message: SipMessage): void {
    this.observe(message, true);
    this.#connection.send(message);
  }

  /** A first request outside any dialog. */
  initial(
    method: string,
    uri: string,
    to: string,
    fields: readonly (readonly [string, string])[],
    body = '',
  ): SipMessage {
    const from = `<sip:${this.identity.user}@${this.identity.domain}>`;
    return request(
      method,
      uri,
      [
        ['Via', this.via()],
        ['Max-Forwards', '70'],
        ['From', `${from};tag=${token()}`],
        ['To', to],
        ['Call-ID', token()],
        ['CSeq', `1 ${method}`],
        ['Contact', this.contact],
        ['User-Agent', 'ringproof far end'],
        ...fields,
      ],
      body,
    );
  }

  /** Sends it and answers one challenge. The transaction's `final` is set within `milliseconds`, or stays null. */
  begin(message: SipMessage): Transaction {
    const transaction: Transaction = { sent: message, final: null };
    this.#start(transaction);
    return transaction;
  }

  /** Its final answer, null where none came in time; `unless`: whether there is no use in waiting any more. */
  async finish(
    transaction: Transaction,
    milliseconds: number,
    unless: () => boolean = () => false,
  ): Promise<SipMessage | null> {
    const over = (): boolean => transaction.final !== null || this.closedBecause !== null || unless();
    await this.conditions.until(over, milliseconds);
    this.#transactions.delete(transactionOf(transaction.sent));
    return transaction.final;
  }

  #start(transaction: Transaction): void {
    this.#transactions.set(transactionOf(transaction.sent), transaction);
    this.send(transaction.sent);
  }

  #receive(message: SipMessage): void {
    this.observe(message, false);
    if (message.method !== null) this.onRequest(message);
    else this.#answered(message);
    this.conditions.changed();
  }

  #answered(response: SipMessage): void {
    const transaction = this.#transactions.get(transactionOf(response));
    const status = response.status ?? 0;
    if (!transaction || status < 200) return;
    this.#transactions.delete(transactionOf(response));
    const isInvite = transaction.sent.method === 'INVITE' && /INVITE\s*$/i.test(header(response, 'CSeq') ?? '');
    if (isInvite && status >= 300) this.send(besideInvite(transaction.sent, 'ACK', header(response, 'To') ?? ''));
    const again = this.#withCredentials(transaction.sent, response);
    if (again) {
      transaction.sent = again;
      this.#start(transaction);
    } else {
      transaction.final = response;
    }
  }

  /** RFC 3261 §22.2, §22.3: the same request once more with credentials; null where that was done or is not asked. */
  #withCredentials(sent: SipMessage, response: SipMessage): SipMessage | null {
    const proxy = response.status === 407;
    const asked = header(response, proxy ? 'Proxy-Authenticate' : 'WWW-Authenticate');
    const answerName = proxy ? 'Proxy-Authorization' : 'Authorization';
    if (![401, 407].includes(response.status ?? 0) || !asked || header(sent, answerName)) return null;
    const { user, password } = this.identity;
    const value = respond(asked, { method: sent.method ?? '', uri: sent.uri ?? '', user, password });
    const next = parseInt(header(sent, 'CSeq') ?? '1', 10) + 1;
    const changed: Record<string, string> = { via: this.via(), cseq: `${next} ${sent.method ?? ''}` };
    const kept = sent.headers.map((each) => ({ ...each, value: changed[each.name.toLowerCase()] ?? each.value }));
    return { ...sent, headers: [...kept, { name: answerName, value }] };
  }
}
