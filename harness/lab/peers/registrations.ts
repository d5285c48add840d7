/** What a registrar answers (RFC 3261 §10.3), without a network: one request in, one response and a remark out. */
import { randomBytes } from 'node:crypto';
import { credentialFields, parseDigest } from '../../wire/sip/digest-parameters.ts';
import { challenge, verifyDigest } from '../../wire/sip/digest.ts';
import {
  addressUri,
  header,
  headerItems,
  headers,
  parameter,
  responseTo,
  type SipMessage,
} from '../../wire/sip/message.ts';
import type { LabAccount } from '../lab.ts';

export interface Answer {
  /** Null where nothing may be answered: ACK, responses, and requests without the headers that an answer copies. */
  response: SipMessage | null;
  /** `REGISTER from sip:1001@lab.test → 401` */
  remark: string;
}

const allowed = 'REGISTER, OPTIONS';
const defaultExpires = 300;
const longestExpires = 3600;
const mostContacts = 10;

/** Bindings and credentials of one domain, shared by all connections. */
export class Registrations {
  readonly #domain: string;
  readonly #accounts: ReadonlyMap<string, string>;
  /** Contacts by user and URI; a value is the header value without `expires`, and its end in ms of the process clock. */
  readonly #bindings = new Map<string, Map<string, { contact: string; endsAt: number }>>();

  constructor(domain: string, accounts: readonly LabAccount[]) {
    this.#domain = domain;
    this.#accounts = new Map(accounts.map((account) => [account.user, account.password]));
  }

  forget(): void {
    this.#bindings.clear();
  }

  /** `nonce` is the one of this connection: no other is accepted, so that every connection shows a challenge. */
  answer(request: SipMessage, nonce: string): Answer {
    if (request.method === null) return { response: null, remark: `response ${request.status ?? ''} ignored` };
    const from = addressUri(header(request, 'From') ?? '');
    const remark = (what: string | number): string => `${request.method ?? ''} from ${from} → ${what}`;
    if (['Via', 'From', 'To', 'Call-ID', 'CSeq'].some((name) => header(request, name) === undefined)) {
      return { response: null, remark: remark('no answer: a mandatory header is missing') };
    }
    if (request.method === 'ACK') return { response: null, remark: remark('no answer') };
    const response = this.#respond(request, request.method, nonce);
    return { response, remark: remark(response.status ?? 0) };
  }

  #respond(request: SipMessage, method: string, nonce: string): SipMessage {
    switch (method) {
      case 'REGISTER':
        return this.#register(request, nonce);
      case 'OPTIONS':
        return reply(request, 200, 'OK', [['Allow', allowed]]);
      case 'INVITE':
      case 'MESSAGE':
      case 'SUBSCRIBE':
        return reply(request, 404, 'Not Found');
      default:
        return reply(request, 405, 'Method Not Allowed', [['Allow', allowed]]);
    }
  }

  /** 200 to a REGISTER with its contacts bound, whoever sent it. */
  accept(request: SipMessage): SipMessage {
    return this.#bind(request, userOf(request, 'To'));
  }

  /** Whether the digest of a request fits the password of its user, whatever the realm and the nonce; null: it has none. */
  credentials(request: SipMessage): 'right' | 'wrong' | null {
    const given = credentialFields(request);
    if (given.length === 0) return null;
    const user = userOf(request, 'From');
    const password = this.#accounts.get(user);
    const expected = { method: request.method ?? '', user, password: password ?? '', body: request.body };
    return password !== undefined && given.every((one) => verifyDigest(one, expected)) ? 'right' : 'wrong';
  }

  #register(request: SipMessage, nonce: string): SipMessage {
    const user = userOf(request, 'To');
    const password = this.#accounts.get(user);
    const credentials = headers(request, 'Authorization').find(
      (value) => parseDigest(value)?.get('realm') === this.#domain,
    );
    if (credentials === undefined) return this.#challenge(request, nonce, false);
    const expected = { method: 'REGISTER', user, realm: this.#domain };
    const right = password !== undefined && verifyDigest(credentials, { ...expected, password });
    if (!right) return reply(request, 403, 'Forbidden');
    if (parseDigest(credentials)?.get('nonce') !== nonce) return this.#challenge(request, nonce, true);
    return this.#bind(request, user);
  }

  #challenge(request: SipMessage, nonce: string, stale: boolean): SipMessage {
    return reply(request, 401, 'Unauthorized', [
      ['WWW-Authenticate', challenge({ realm: this.#domain, nonce, stale })],
    ]);
  }

  #bind(request: SipMessage, user: string): SipMessage {
    const now = performance.now();
    const bindings = this.#bindings.get(user) ?? new Map<string, { contact: string; endsAt: number }>();
    this.#bindings.set(user, bindings);
    for (const [uri, binding] of bindings) if (binding.endsAt <= now) bindings.delete(uri);
    const contacts = headerItems(request, 'Contact');
    if (contacts.includes('*')) bindings.clear();
    for (const contact of contacts) {
      if (contact === '*') continue;
      const uri = addressUri(contact);
      const seconds = lifetime(parameter(contact, 'expires') ?? header(request, 'Expires'));
      bindings.delete(uri);
      if (seconds === 0) continue;
      // A device on the bench registers anew for every case, each time from another address.
      const oldest = bindings.size >= mostContacts ? bindings.keys().next() : null;
      if (oldest?.value !== undefined) bindings.delete(oldest.value);
      bindings.set(uri, { contact: withoutExpires(contact), endsAt: now + seconds * 1000 });
    }
    return reply(
      request,
      200,
      'OK',
      [...bindings.values()].map(({ contact, endsAt }) => [
        'Contact',
        `${contact};expires=${Math.round((endsAt - now) / 1000)}`,
      ]),
    );
  }
}

function reply(
  request: SipMessage,
  status: number,
  reason: string,
  fields: readonly (readonly [string, string])[] = [],
): SipMessage {
  return responseTo(request, status, reason, { toTag: randomBytes(6).toString('hex'), headers: fields });
}

const userOf = (request: SipMessage, name: 'From' | 'To'): string =>
  /^sips?:([^@;]+)@/i.exec(addressUri(header(request, name) ?? ''))?.[1] ?? '';

/** Seconds; the default for what is missing or no number (RFC 3261 §10.2.1.1). */
function lifetime(expires: string | undefined): number {
  if (expires === undefined || !/^\d{1,10}$/.test(expires)) return defaultExpires;
  return Math.min(Number(expires), longestExpires);
}

/** The parameter stands behind the address; one inside <> belongs to the URI and stays. */
function withoutExpires(contact: string): string {
  const end = contact.lastIndexOf('>') + 1;
  return contact.slice(0, end) + contact.slice(end).replaceAll(/;\s*expires\s*=\s*[^;,\s]+/gi, '');
}
