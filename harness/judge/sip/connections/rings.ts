/** A call that comes down the connection which the device itself has opened (RFC 3261 §26.3.2.1). */
import type { Judge } from '../../../requirement.ts';
import { isWaitedOut } from '../ending.ts';
import { messagesOf, requestsOf, responsesTo } from '../messages.ts';
import { registeredAttempt } from './registered.ts';

/** RFC 3261 §21.4, §21.6: busy, unwilling, or not content with the media; the way that the call came by was taken. */
const aboutTheCall = [415, 480, 486, 488, 600, 603, 606];

export const rings: Judge = (evidence) => {
  const expected = 'a call down the connection of the registration rings, or is answered';
  const look = registeredAttempt(evidence, expected);
  if ('finding' in look) return look.finding;
  const { attempt, index } = look;
  const messages = messagesOf(attempt);
  const invite = requestsOf(messages, 'INVITE', 'lab').find(({ connection }) => connection === index);
  if (!invite) return { verdict: 'inconclusive', expected, seen: 'the registrar could not call' };
  const statuses = responsesTo(messages, invite).map(({ message }) => message.status ?? 0);
  const told = statuses.find((status) => status > 100);
  if (told === undefined) {
    const waited = Math.round(attempt.lasted - invite.at);
    return {
      verdict: isWaitedOut(waited, evidence) ? 'fail' : 'inconclusive',
      expected,
      seen: `INVITE was not answered within ${waited} ms (${statuses.join(', ') || 'nothing'})`,
    };
  }
  const seen = `INVITE answered ${statuses.join(', ')}`;
  if (told < 300) return { verdict: 'pass', expected, seen };
  return { verdict: aboutTheCall.includes(told) ? 'inconclusive' : 'fail', expected, seen };
};
