/**
 * What the registrar asks of a device that has registered, over the device's own connection (RFC 3261 §18.2.2 answers
 * there), and how it goes on with the answers: a call is never left ringing.
 */
import { randomBytes } from 'node:crypto';
import { addressUri, header, parameter, request, type SipMessage, writeSip } from '../../wire/sip/message.ts';

/** One OPTIONS, one INVITE, or three OPTIONS in one piece, so that they share a record. */
export const askedBy = {
  options: ['OPTIONS'],
  invite: ['INVITE'],
  'three-options': ['OPTIONS', 'OPTIONS', 'OPTIONS'],
} as const;

export type Questions = keyof typeof askedBy;

/** How many answers are due. */
export const countOf = (questions: Questions): number => askedBy[questions].length;

/** A call without media, so that a device that takes it sends nothing. */
export const quietOffer = [
  ...['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0'],
  ...['m=audio 9 RTP/AVP 0 8', 'a=inactive', ''],
].join('\r\n');

export class Questioner {
  readonly #questions: Questions;
  readonly #domain: string;
  #asked = false;
  /** INVITE requests without a final answer, by Call-ID. */
  readonly #calls = new Map<string, SipMessage>();

  /** `domain`: of the lab, in whose name it asks. */
  constructor(questions: Questions, domain: string) {
    this.#questions = questions;
    this.#domain = domain;
  }

  /** What goes out behind the answer to this request: everything behind the first registration, later nothing. */
  after(answered: SipMessage, status: number): Buffer | null {
    if (!bindsContact(answered, status) || this.#asked) return null;
    this.#asked = true;
    const contact = header(answered, 'Contact') ?? '';
    return Buffer.concat(askedBy[this.#questions].map((method) => writeSip(this.#ask(method, addressUri(contact)))));
  }

  /** RFC 3261 §9.1, §13.2.2.4, §15 and §17.1.1.3: what goes out behind a response. */
  reply(response: SipMessage): Buffer | null {
    const id = header(response, 'Call-ID') ?? '';
    const invite = this.#calls.get(id);
    const { status } = response;
    if (!invite || status === null || !/\bINVITE$/.test(header(response, 'CSeq') ?? '') || status === 100) return null;
    if (status < 200) return writeSip(this.#follow('CANCEL', invite, invite));
    this.#calls.delete(id);
    if (status >= 300) return writeSip(this.#follow('ACK', invite, response));
    const [ack, bye] = [this.#follow('ACK', invite, response, 1), this.#follow('BYE', invite, response, 2)];
    return Buffer.concat([writeSip(ack), writeSip(bye)]);
  }

  #ask(method: string, uri: string): SipMessage {
    const asked = request(
      method,
      uri,
      [
        ['Via', this.#via()],
        ['Max-Forwards', '70'],
        ['From', `<sip:bench@${this.#domain}>;tag=${token()}`],
        ['To', `<${uri.replace(/;.*$/, '')}>`],
        ['Call-ID', token()],
        ['CSeq', `1 ${method}`],
        ['Contact', `<sip:bench@${this.#domain};transport=tls>`],
        ...(method === 'INVITE' ? [['Content-Type', 'application/sdp'] as const] : []),
      ],
      method === 'INVITE' ? quietOffer : '',
    );
    if (method === 'INVITE') this.#calls.set(header(asked, 'Call-ID') ?? '', asked);
    return asked;
  }

  /** CANCEL and the ACK of a refusal belong to the transaction of the INVITE; in a dialog each has one of its own. */
  #follow(method: string, invite: SipMessage, answer: SipMessage, inDialog: 0 | 1 | 2 = 0): SipMessage {
    const of = (message: SipMessage, name: string): string => header(message, name) ?? '';
    const contact = header(answer, 'Contact');
    const target = inDialog > 0 && contact ? addressUri(contact) : (invite.uri ?? '');
    return request(method, target, [
      ['Via', inDialog > 0 ? this.#via() : of(invite, 'Via')],
      ['Max-Forwards', '70'],
      ['From', of(invite, 'From')],
      ['To', of(answer, 'To')],
      ['Call-ID', of(invite, 'Call-ID')],
      ['CSeq', `${inDialog === 2 ? 2 : 1} ${method}`],
    ]);
  }

  #via(): string {
    return `SIP/2.0/TLS bench.${this.#domain};branch=z9hG4bK${token()}`;
  }
}

/** Whether the device is registered by this request and the status that it was answered with. */
export function bindsContact(request: SipMessage, status: number): boolean {
  const contact = header(request, 'Contact') ?? '*';
  const seconds = parameter(contact, 'expires') ?? header(request, 'Expires');
  return request.method === 'REGISTER' && status === 200 && contact !== '*' && seconds !== '0';
}

const token = (): string => randomBytes(9).toString('hex');
