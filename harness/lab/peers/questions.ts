/**
 * What the registrar asks of a device that has registered, over the device's own connection (RFC 3261 §18.2.2 answers
 * there), and how it goes on with the answers: a call is never left ringing.
 */
import { besideInvite, callerDialog, sdpField } from '../../farend/dialog.ts';
import { addressUri, header, parameter, type SipMessage, writeSip } from '../../wire/sip/message.ts';
import { acknowledgement, initialRequest, standingCall } from './registrar-requests.ts';

/** One OPTIONS, one INVITE, or three OPTIONS in one piece, so that they share a record. */
const askedBy = {
  options: ['OPTIONS'],
  invite: ['INVITE'],
  'three-options': ['OPTIONS', 'OPTIONS', 'OPTIONS'],
} as const;

export type Questions = keyof typeof askedBy;

/** How many answers are due. */
export const countOf = (questions: Questions): number => askedBy[questions].length;

/** A call without media, so that a device that takes it sends nothing. */
export const quietOffer = quietDescription('m=audio 9 RTP/AVP 0 8', 'a=inactive');

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
    if (status < 200) return writeSip(besideInvite(invite, 'CANCEL', header(invite, 'To') ?? ''));
    this.#calls.delete(id);
    const ack = writeSip(acknowledgement(this.#domain, invite, response));
    if (status >= 300) return ack;
    const call = standingCall(this.#domain, invite, callerDialog(invite, response));
    return Buffer.concat([ack, writeSip(call.request('BYE'))]);
  }

  #ask(method: string, uri: string): SipMessage {
    if (method !== 'INVITE') return initialRequest(this.#domain, uri, method, [], '');
    const invite = initialRequest(this.#domain, uri, method, [sdpField], quietOffer);
    this.#calls.set(header(invite, 'Call-ID') ?? '', invite);
    return invite;
  }
}

/** Of a side that takes no packets anywhere. */
export function quietDescription(...media: string[]): string {
  return [...['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0'], ...media, ''].join('\r\n');
}

/** Whether the device is registered by this request and the status that it was answered with. */
export function bindsContact(request: SipMessage, status: number): boolean {
  const contact = header(request, 'Contact') ?? '*';
  const seconds = parameter(contact, 'expires') ?? header(request, 'Expires');
  return request.method === 'REGISTER' && status === 200 && contact !== '*' && seconds !== '0';
}
