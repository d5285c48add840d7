/** What the lab asked of a registered device over its connection, and what came back (RFC 3261 §17.1.3 tells by what). */
import type { ApplicationData, Attempt } from '../../evidence.ts';

export interface Question {
  method: string;
  /** Call-ID and CSeq, which every response repeats. */
  id: string;
  at: number;
  /** Responses of any kind, and final ones. */
  responses: number;
  finals: number;
}

/** OPTIONS and INVITE of the lab that could be read, in order; what belongs to a call that was begun is no question. */
export function questionsOf({ connections }: Attempt): Question[] {
  const data = connections.flatMap(({ application }) => application);
  const responses = data.filter((one) => one.from === 'device' && statusOf(one) !== null);
  return data
    .filter(({ from, kind }) => from === 'lab' && ['SIP OPTIONS', 'SIP INVITE'].includes(kind))
    .map((one): Question => {
      const id = idOf(one);
      const own = responses.filter((response) => idOf(response) === id);
      const finals = own.filter((response) => (statusOf(response) ?? 0) >= 200).length;
      return { method: one.kind.slice(4), id, at: one.at, responses: own.length, finals };
    });
}

/** Responses of the device to requests of the lab, readable or not when they were sent. */
export const responsesTo = ({ connections }: Attempt): ApplicationData[] =>
  connections.flatMap(({ application }) =>
    application.filter((one) => one.from === 'device' && statusOf(one) !== null && /OPTIONS|INVITE/.test(idOf(one))),
  );

const statusOf = ({ kind }: ApplicationData): number | null => {
  const status = /^SIP (\d{3})$/.exec(kind)?.[1];
  return status === undefined ? null : Number(status);
};

function idOf({ text = '' }: ApplicationData): string {
  const field = (name: string): string =>
    new RegExp(`^(?:${name})[ \\t]*:[ \\t]*(.*?)[ \\t]*$`, 'im').exec(text)?.[1] ?? '';
  return `${field('Call-ID|i')} ${field('CSeq').replace(/\s+/g, ' ')}`;
}
