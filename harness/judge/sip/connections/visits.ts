/** The listener of a device beside the connection that it has opened itself (RFC 5923), and calls by other ways. */
import type { Evidence, Visit } from '../../../evidence.ts';
import type { Finding, Judge } from '../../../requirement.ts';
import { header, headers, type SipMessage } from '../../../wire/sip/message.ts';
import { finalTo, messagesOf, requestsOf } from '../messages.ts';
import { registeredAttempt } from './registered.ts';
import { rings } from './rings.ts';

const lastVisit = ({ visits = [] }: Evidence): Visit | undefined => visits.findLast(({ role }) => role === 'case');

function told({ reached, answer, closed, request, lasted, over }: Visit): string {
  const way = over === undefined ? 'over TLS' : `over ${over.toUpperCase()}`;
  if (!reached) return `nothing took ${request.method} ${way}`;
  if (answer) return `${request.method} ${way} answered ${answer.status} ${answer.reason}`;
  return `${request.method} ${way} ${closed ? 'ended by a close' : `not answered within ${lasted} ms`}`;
}

/** A call by another way than the connection of the registration, down which calls are taken. */
export const takesNoOtherCalls: Judge = (evidence, context) => {
  const expected = 'the call by another way refused or not answered, while one down the connection rings';
  const taken = rings(evidence, context);
  if (taken.verdict === 'error') return { ...taken, expected };
  const visit = lastVisit(evidence);
  if (!visit) return { verdict: 'error', expected, seen: 'the bench stored no visit of the case' };
  const seen = told(visit);
  if (visit.answer && visit.answer.status < 300) return { verdict: 'fail', expected, seen };
  // A device that takes no calls at all has not shown that it minds this one.
  if (taken.verdict !== 'pass') return { verdict: 'inconclusive', expected, seen: `${taken.seen}; ${seen}` };
  return { verdict: 'pass', expected, seen: `${seen}; ${taken.seen}` };
};

/** RFC 5923 §5: the parameter has no value. */
const isAliased = (request: SipMessage): boolean => /;\s*alias\s*(?:;|,|$)/i.test(headers(request, 'Via')[0] ?? '');

/** Who offers its connection for requests takes them there, and at its listener as before. */
export const keepsBothWays: Judge = (evidence) => {
  const expected = 'requests answered over the connection that was offered by alias, and at the listener as well';
  const look = registeredAttempt(evidence, expected);
  if ('finding' in look) return look.finding;
  const { attempt, index } = look;
  const finding = (verdict: Finding['verdict'], seen: string): Finding => ({ verdict, expected, seen });
  const messages = messagesOf(attempt);
  const register = requestsOf(messages, 'REGISTER').find(({ connection }) => connection === index);
  if (!register || !isAliased(register.message))
    return finding(
      'not-applicable',
      `no alias in the Via of the device: ${(register && header(register.message, 'Via')) ?? ''}`,
    );
  const [asked] = requestsOf(messages, 'OPTIONS', 'lab');
  const answer = asked && finalTo(messages, asked);
  const visit = lastVisit(evidence);
  if (!asked || !visit) return finding('inconclusive', 'the bench could not ask both ways');
  const seen = `OPTIONS over the connection ${answer ? `answered ${answer.message.status}` : `not answered within ${evidence.window} ms`}; ${told(visit)}`;
  return finding(answer && visit.answer ? 'pass' : 'fail', seen);
};

/** RFC 5923 §8.2, §9.2: a claim alone makes nobody a server. */
export const reusesNoUnverifiedAlias: Judge = (evidence) => {
  const expected = 'no request to the server over the connection of a stranger who claims to be it';
  const visit = lastVisit(evidence);
  const [heard] = visit?.heard ?? [];
  if (heard !== undefined) return { verdict: 'fail', expected, seen: `"${heard}" over the connection of the stranger` };
  const look = registeredAttempt(evidence, expected);
  if ('finding' in look) return look.finding;
  if (!visit?.heard || visit.shown !== null || !visit.answer) {
    const seen = `no stranger was connected: ${visit ? told(visit) : 'no visit was made'}`;
    return { verdict: 'inconclusive', expected, seen };
  }
  return { verdict: 'pass', expected, seen: `${told(visit)}; the device registered over a connection of its own` };
};

/** Slow clients keep nobody out. */
export const servesBesideSlowClients: Judge = (evidence) => {
  const visit = lastVisit(evidence);
  const count = visit?.beside ?? 0;
  const expected = 'a good client let in and answered while many slow ones are connected';
  if (!visit) return { verdict: 'error', expected, seen: 'the bench stored no visit of the case' };
  const seen = `${count} slow clients; ${told(visit)}`;
  const control = (evidence.visits ?? []).filter(({ role }) => role !== 'case');
  if (visit.answer && visit.answer.status < 300) return { verdict: 'pass', expected, seen };
  const isServed = control.length > 0 && control.every(({ answer }) => answer && answer.status < 300);
  return { verdict: isServed ? 'fail' : 'inconclusive', expected, seen };
};
