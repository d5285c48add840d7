/** Calls to sips: as caller: that they are made, and that nothing takes their security away (RFC 5630 §5.1.1). */
import { header } from '../../../wire/sip/message.ts';
import type { Judge } from '../../../requirement.ts';
import { finalTo, requestsOf, type SeenMessage } from '../messages.ts';
import { lookAt } from './look.ts';
import { callsOf, isSecure, schemeOf } from './uris.ts';

/** RFC 3261 §26.3.1: told to call sip: first and sips: behind it. The first shows that the device calls at all. */
export const callsSips: Judge = (evidence) => {
  const expected = 'INVITE to sips: when told to call sips:';
  const look = lookAt(evidence, expected);
  if ('ended' in look) return look.ended;
  const schemes = callsOf(look.messages).map(({ message }) => schemeOf(message.uri));
  if (schemes.includes('sips')) return look.finding('pass', 'INVITE to sips: over TLS');
  if (schemes.length === 0) return look.finding('inconclusive', 'the device called neither sip: nor sips:');
  return look.finding('fail', schemes.length > 1 ? 'INVITE to sip: in its place' : 'it called sip: and not sips:');
};

const told = (ms: number): string => `within ${Math.round(ms)} ms`;

/** A call to sips: is refused by that status: the device calls nobody by sip: in its place. */
export const staysWithSips: Judge = (evidence) => {
  const expected = 'after the refusal of a call to sips: no call to sip:; nothing in clear';
  const look = lookAt(evidence, expected);
  if ('ended' in look) return look.ended;
  const { attempt, messages, finding } = look;
  const secure = callsOf(messages).find(({ message }) => isSecure(message.uri));
  if (!secure) return finding('inconclusive', 'the device did not call sips:');
  const refusal = finalTo(messages, secure);
  if (!refusal) return finding('error', 'the registrar did not refuse the call');
  const status = refusal.message.status ?? 0;
  const lower = callsOf(messages).find(({ at, message }) => at >= refusal.at && !isSecure(message.uri));
  if (lower)
    return finding('fail', `${status} to the call to sips:, then INVITE to sip: ${told(lower.at - refusal.at)}`);
  if (!isAcknowledged(messages, secure)) return finding('inconclusive', `nobody shows that the ${status} has arrived`);
  return finding('pass', `${status} to the call to sips: acknowledged; no call to sip: ${told(attempt.quiet)}`);
};

/** The ACK of a refusal has the Call-ID and the number of the INVITE (RFC 3261 §17.1.1.3). */
const isAcknowledged = (messages: readonly SeenMessage[], { message: invite }: SeenMessage): boolean =>
  messages.some(
    ({ from, message }) =>
      from === 'device' && message.method === 'ACK' && header(message, 'Call-ID') === header(invite, 'Call-ID'),
  );

/** RFC 5630 §5.1.1.3: a REFER to sip: within a call to sips:. */
export const refusesLowerReferral: Judge = (evidence) => {
  const expected = 'no call to sip: on account of a REFER within a call to sips:';
  const look = lookAt(evidence, expected);
  if ('ended' in look) return look.ended;
  const { attempt, messages, finding } = look;
  const [refer] = requestsOf(messages, 'REFER', 'lab');
  if (!refer || !callsOf(messages).some(({ at, message }) => at < refer.at && isSecure(message.uri)))
    return finding('inconclusive', 'no call to sips: stood in which the device could be asked');
  const lower = callsOf(messages).find(({ at, message }) => at >= refer.at && !isSecure(message.uri));
  if (lower) return finding('fail', `INVITE to sip: ${told(lower.at - refer.at)} of the REFER`);
  const status = finalTo(messages, refer)?.message.status;
  if (status === undefined) return finding('inconclusive', 'the REFER was not answered');
  return finding('pass', `REFER answered ${status}; no call to sip: ${told(attempt.lasted - refer.at)}`);
};
