/** A request whose connection is lost before any answer (RFC 3261 §8.1.3.1, §17.1.4): as if 503 had come, and over. */
import type { Judge } from '../../../requirement.ts';
import { acceptedOn } from '../../bench-part.ts';
import { header, parameter, type SipMessage } from '../../../wire/sip/message.ts';
import { isWaitedOut } from '../ending.ts';
import { messagesOf, requestsOf } from '../messages.ts';
import { registeredAttempt } from './registered.ts';

export const givesUpLostRequest: Judge = (evidence) => {
  const expected = 'the INVITE whose connection was lost not sent again; the device back at its server';
  const look = registeredAttempt(evidence, expected);
  if ('finding' in look) return look.finding;
  const { attempt, connection, index } = look;
  const invites = requestsOf(messagesOf(attempt), 'INVITE');
  const [first] = invites;
  if (!first) return { verdict: 'inconclusive', expected, seen: 'the device did not call' };
  if (connection.closed.by !== 'lab') return { verdict: 'inconclusive', expected, seen: 'the connection was not lost' };
  const again = invites.slice(1).find(({ message }) => branchOf(message) === branchOf(first.message));
  if (again) {
    const seen = `the same INVITE again ${Math.round(again.at - first.at)} ms later, over another connection`;
    return { verdict: 'fail', expected, seen };
  }
  const anew = invites.length > 1 ? `; ${invites.length - 1} new ones followed` : '';
  const back = acceptedOn(attempt).find((one) => attempt.connections.indexOf(one) > index);
  if (!back)
    return {
      verdict: 'inconclusive',
      expected,
      seen: `the device did not come back within ${attempt.lasted} ms${anew}`,
    };
  // Only then could it be sent again.
  const since = back.application.find(({ from, kind }) => from === 'lab' && kind === 'SIP 200')?.at ?? 0;
  const waited = Math.round(attempt.lasted - since);
  const verdict = isWaitedOut(waited, evidence) ? 'pass' : 'inconclusive';
  return { verdict, expected, seen: `INVITE not again within ${waited} ms of the next registration${anew}` };
};

const branchOf = (message: SipMessage): string => parameter(header(message, 'Via') ?? '', 'branch') ?? '';
