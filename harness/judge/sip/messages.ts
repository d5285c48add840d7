/** The SIP messages of an attempt as they passed over its connections, secrets masked. */
import type { Attempt } from '../../evidence.ts';
import { header, parameter, parseHead, type SipMessage, SipSyntaxError } from '../../wire/sip/message.ts';

export interface SeenMessage {
  /** Which connection of the attempt, from 0. */
  connection: number;
  /** Milliseconds after the attempt began. */
  at: number;
  from: 'device' | 'lab';
  /** Headers and body as far as the first 4 KiB of the message reach. */
  message: SipMessage;
  /** Whether those hold all headers: what is missing there is missing in the message. */
  whole: boolean;
}

/** In the order of the wire. What is no SIP message, or could not be read, is left out. */
export function messagesOf({ connections }: Pick<Attempt, 'connections'>): SeenMessage[] {
  return connections
    .flatMap(({ application }, connection) =>
      application.flatMap(({ at, from, text }) => {
        const message = text === undefined ? null : read(text);
        return message ? [{ connection, at, from, message, whole: text?.includes(headEnd) ?? false }] : [];
      }),
    )
    .sort((one, other) => one.at - other.at);
}

/** Requests of that method; of the device, unless told. */
export const requestsOf = (
  messages: readonly SeenMessage[],
  method: string,
  from: SeenMessage['from'] = 'device',
): SeenMessage[] => messages.filter((one) => one.from === from && one.message.method === method);

/** The responses to a request, in order (RFC 3261 §17.1.3). */
export const responsesTo = (messages: readonly SeenMessage[], { from, message }: SeenMessage): SeenMessage[] =>
  messages.filter(
    (one) => one.from !== from && one.message.status !== null && transactionOf(one.message) === transactionOf(message),
  );

/** The final one; undefined where none came. */
export const finalTo = (messages: readonly SeenMessage[], request: SeenMessage): SeenMessage | undefined =>
  responsesTo(messages, request).find(({ message }) => (message.status ?? 0) >= 200);

/** Number and method of CSeq. */
export function sequenceOf(message: SipMessage): { number: number; method: string } {
  const [, number = '0', method = ''] = /^(\d{1,10})\s+(\S+)/.exec(header(message, 'CSeq') ?? '') ?? [];
  return { number: Number(number), method };
}

/** The branch alone does not do: an ACK of a refusal and a CANCEL share it with their INVITE. */
const transactionOf = (message: SipMessage): string =>
  `${parameter(header(message, 'Via') ?? '', 'branch') ?? ''} ${header(message, 'Call-ID') ?? ''} ${sequenceOf(message).method}`;

const headEnd = '\r\n\r\n';

function read(text: string): SipMessage | null {
  const end = text.indexOf(headEnd);
  // What is cut off within a line is no line.
  const cut = end < 0 ? Math.max(text.lastIndexOf('\r\n'), 0) : end;
  try {
    const message = parseHead(Buffer.from(text.slice(0, cut)));
    return { ...message, body: Buffer.from(end < 0 ? '' : text.slice(end + headEnd.length)) };
  } catch (error) {
    if (error instanceof SipSyntaxError) return null;
    throw error;
  }
}
