/** Messages that are hard to read: what an endpoint makes of each (RFC 4475, RFC 5118). */
import type { Judge } from '../../../requirement.ts';
import { isBreakdown, type TortureLook } from './look.ts';
import { finalsOf, finalThat, survives } from './survival.ts';

/** What says that a message is malformed, too long, or not for endpoints to mind. */
const faults = [400, 413, 482, 483];

/** The grammar allows the message, so it is answered as what it asks for; whether that can be done is not the matter. */
export const reads: Judge = survives({
  wording: 'read, and answered as what it asks for',
  objection: finalThat((status) =>
    faults.includes(status) || isBreakdown(status) ? 'what the RFCs allow was taken for a fault' : null,
  ),
});

/** An endpoint is no registrar, and does nothing that it has never heard of (RFC 3261 §8.2.1). */
export const declines: Judge = survives({
  wording: 'read, and declined',
  objection: finalThat((status) => (status < 400 || isBreakdown(status) ? 'not declined' : null)),
});

/** The same, and there is no fault in it. */
export const readsAndDeclines: Judge = survives({
  wording: 'read, and declined',
  objection: finalThat((status) => {
    if (status < 400) return 'not declined';
    return faults.includes(status) || isBreakdown(status) ? 'what the grammar allows was taken for a fault' : null;
  }),
});

export const refusesWith = (...statuses: readonly number[]): Judge =>
  survives({
    wording: `refused with ${statuses.join(' or ')}`,
    objection: finalThat((status) => (statuses.includes(status) ? null : 'another answer is due')),
    doubt: declinedUnread,
  });

/** It is no SIP, and refused as such. */
export const refuses: Judge = survives({
  wording: 'refused with a 4xx',
  objection: (look) =>
    refused(look) ?? (declinedUnread(look) === null ? null : 'an answer that may have nothing to do with it'),
  doubt: declinedUnread,
});

/** RFC 4475 §3.3.1 has a 400 as the ideal only: there is little that an answer could be recognised by. */
export const refusesOrDrops: Judge = survives({
  wording: 'refused with a 4xx, or dropped',
  objection: (look) => (look.answers.length === 0 ? null : refused(look)),
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

/** A call that rings has been taken for one, even if it is cancelled afterwards. */
const refused = (look: TortureLook): string | null =>
  look.answers.some(({ message: { status } }) => status !== null && status > 100 && status < 200)
    ? 'not refused: it rang'
    : finalThat((status) => (status >= 400 && status < 500 ? null : 'not refused with a 4xx'))(look);

/** Said of who asks, of the moment, or of the media: the message may have been read as if nothing were odd about it. */
const aboutSomethingElse = [401, 403, 407, 480, 486, 488, 600, 603, 606];

function declinedUnread(look: TortureLook): string | null {
  const [final] = finalsOf(look);
  const status = final?.status ?? 0;
  if (aboutSomethingElse.includes(status)) return `${status} says nothing of the message`;
  return status >= 300 && status === look.before ? `the device answers every OPTIONS with ${status}` : null;
}
