/** RFC 8446 appendix E.5: early data can be played again by whoever saw it, so no request belongs into it. */
import type { Attempt, Connection } from '../../evidence.ts';
import type { Judge } from '../../requirement.ts';
import { accepted, attemptsOf, judgedAttempt, story } from '../bench-part.ts';
import { notOffered } from './handshake-outcome.ts';
import { namedOutcome } from '../trust/trust-outcome.ts';

export const sendsNoEarlyData: Judge = (evidence, context) => {
  const { row } = namedOutcome(context);
  const expected = `${row.title}: no early data in a later connection`;
  const look = judgedAttempt(evidence, expected);
  if ('finding' in look) return look.finding;
  const missing = notOffered(look.attempt);
  if (missing) return { verdict: 'not-applicable', expected, seen: missing };
  const attempts = attemptsOf(evidence, 'case');
  const sender = attempts.flatMap(({ connections }) => connections).find(early);
  if (sender) {
    const seen = hasSealedRequest(sender)
      ? 'sent early data before the ServerHello'
      : 'its ClientHello announced early data';
    return { verdict: 'fail', expected, seen };
  }
  const [first, later] = [attempts.find(gaveTicket), attempts.at(-1)];
  if (!first || !later || first === later || !accepted(later)) {
    const seen = `there was no connection behind a ticket: ${story(look.attempt)}`;
    return { verdict: 'inconclusive', expected, seen };
  }
  const resumes = later.connections.some(({ hello }) => hello?.extensions.includes('pre_shared_key'));
  const how = resumes ? 'showed the ticket without early data' : 'made no use of the ticket';
  return { verdict: 'pass', expected, seen: `${how}: ${story(later)}` };
};

const gaveTicket = ({ connections }: Attempt): boolean =>
  connections.some(({ messages }) =>
    messages.some(({ from, type }) => from === 'lab' && type === 'new_session_ticket'),
  );

const early = (one: Connection): boolean =>
  one.hello?.extensions.includes('early_data') === true || hasSealedRequest(one);

/** What is protected before the ServerHello can be nothing else. */
function hasSealedRequest({ messages }: Connection): boolean {
  const answered = messages.findIndex(({ from, type }) => from === 'lab' && type === 'server_hello');
  const before = answered < 0 ? messages : messages.slice(0, answered);
  return before.some(({ from, encrypted }) => from === 'device' && encrypted);
}
