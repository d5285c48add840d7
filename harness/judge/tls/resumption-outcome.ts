/**
 * RFC 7627 §5.3: a session goes on with or without an extended master secret as it was made, and a ServerHello that says
 * otherwise ends the handshake. Only the connections in which the server did so count: who is turned down there may well come
 * back for a whole handshake. That the device goes on with honest sessions is seen before, else its refusal may be about any.
 */
import type { Attempt, Connection, Evidence } from '../../evidence.ts';
import type { Judge } from '../../requirement.ts';
import { accepted, attemptsOf, judgedAttempt, story } from '../bench-part.ts';
import { handshakeOutcome } from './handshake-outcome.ts';
import { namedOutcome } from '../trust/trust-outcome.ts';

export const resumesAsMade: Judge = (evidence, context) => {
  const { row } = namedOutcome(context);
  const expected = `${row.title}: ended by the device; a session that goes on as it was made accepted before`;
  const look = judgedAttempt(evidence, expected);
  if ('finding' in look) return look.finding;
  const earlier = attemptsOf(evidence, 'case').slice(0, -1);
  const broken = earlier.find((one) => !accepted(one));
  if (broken || earlier.length === 0) {
    const seen = `there was no session to go on with: ${broken ? story(broken) : 'no attempt before'}`;
    return { verdict: 'inconclusive', expected, seen };
  }
  const finding = { ...handshakeOutcome(withResumedOnly(evidence), context), expected };
  if (finding.verdict !== 'pass' || earlier.some(({ connections }) => connections.some(goesOn))) return finding;
  return { ...finding, verdict: 'inconclusive', seen: `goes on with no honest session either: ${finding.seen}` };
};

/** RFC 5246 §7.3: an abbreviated handshake has no Certificate. */
const isAbbreviated = ({ messages, serverChain }: Connection): boolean =>
  serverChain.length === 0 && messages.some(({ from, type }) => from === 'lab' && type === 'server_hello');

const goesOn = (one: Connection): boolean =>
  isAbbreviated(one) && one.application.some(({ from }) => from === 'device');

/** Where no connection was one, they all stay, and the lab's words say why. */
function withResumedOnly(evidence: Evidence): Evidence {
  const last = evidence.attempts.findLastIndex(({ role }) => role === 'case');
  const only = (attempt: Attempt): Attempt => {
    const resumed = attempt.connections.filter(isAbbreviated);
    return resumed.length > 0 ? { ...attempt, connections: resumed } : attempt;
  };
  return { ...evidence, attempts: evidence.attempts.map((one, index) => (index === last ? only(one) : one)) };
}
