/** Transactions of SIP (RFC 3261 §17). */
import { header, parameter, type SipMessage } from './message.ts';

/** What a request and its responses have in common (RFC 3261 §17.1.3): the branch, and the method, as a CANCEL has the
 * branch of its INVITE. */
export const transactionOf = (message: SipMessage): string =>
  `${parameter(header(message, 'Via') ?? '', 'branch') ?? ''} ${/\w+\s*$/.exec(header(message, 'CSeq') ?? '')?.[0] ?? ''}`;
