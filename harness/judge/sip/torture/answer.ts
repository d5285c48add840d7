/** Messages that are hard to read: what an endpoint makes of each (RFC 4475, RFC 5118). */
import type { Judge } from '../../../requirement.ts';
import { finalsOf, finalThat, survives } from './survival.ts';

const isServerError = (status: number): boolean => status >= 500 && status < 600 && status !== 501;

/** What says that a message is malformed, too long, or not for endpoints to mind. */
const faults = [400, 413, 482, 483];

/** The grammar allows the message, so it is answered as what it asks for; whether that can be done is not the matter. */
export const reads: Judge = survives({
  wording: 'read, and answered as what it asks for',
  objection: finalThat((status) =>
    faults.includes(status) || isServerError(status) ? 'what the RFCs allow was taken for a fault' : null,
  ),
});

/** An endpoint is no registrar, and does nothing that it has never heard of (RFC 3261 §8.2.1). */
export const declines: Judge = survives({
  wording: 'read, and declined',
  objection: finalThat((status) => (status < 400 || isServerError(status) ? 'not declined' : null)),
});

/** The same, and there is no fault in it. */
export const readsAndDeclines: Judge = survives({
  wording: 'read, and declined',
  objection: finalThat((status) => {
    if (status < 400) return 'not declined';
    return faults.includes(status) || isServerError(status) ? 'what the grammar allows was taken for a fault' : null;
  }),
});

export const refusesWith = (...statuses: readonly number[]): Judge =>
  survives({
    wording: `refused with ${statuses.join(' or ')}`,
    objection: finalThat((status) => (statuses.includes(status) ? null : 'another answer is due')),
  });

/** It is no SIP, and refused as such. */
export const refuses: Judge = survives({
  wording: 'refused with a 4xx',
  objection: finalThat((status) => (isClientError(status) ? null : 'not refused')),
});

/** RFC 4475 §3.3.1 has a 400 as the ideal only: there is little that an answer could be recognised by. */
export const refusesOrDrops: Judge = survives({
  wording: 'refused with a 4xx, or dropped',
  objection: (look) => {
    const finals = finalsOf(look);
    const isRefused = finals.length > 0 && finals.every(({ status }) => isClientError(status ?? 0));
    return look.answers.length === 0 || isRefused ? null : 'not refused';
  },
});

/** What it asks for is left open: it may be refused, or read as what it must mean. Only that an endpoint is no registrar. */
export const answers: Judge = survives({
  wording: 'refused, or read as what it means',
  objection: finalThat((status, { message }) =>
    message.text.trimStart().startsWith('REGISTER') && status < 300 ? 'an endpoint is no registrar' : null,
  ),
});

/** A response to nothing is dropped (RFC 3261 §18.1.2). */
export const drops: Judge = survives({
  wording: 'dropped',
  objection: (look) => (look.answers.length > 0 ? 'a response is never answered' : null),
});

const isClientError = (status: number): boolean => status >= 400 && status < 500;
