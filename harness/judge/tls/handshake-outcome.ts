/**
 * What a device makes of a server whose handshake deviates in one thing: it goes on to its request, or it ends the
 * connection. Going on with a handshake that MUST be ended is a fail, whatever comes of it. The alert is graded beside it.
 */
import type { Attempt, Connection, Evidence } from '../../evidence.ts';
import type { Finding, Judge, Outcome } from '../../requirement.ts';
import { acceptedCase } from '../acceptance.ts';
import { judgedAttempt, story, wentOn } from '../bench-part.ts';
import { clearAfter, leaked, refused } from '../refusal.ts';
import { namedOutcome } from '../trust/trust-outcome.ts';

export const handshakeOutcome: Judge = (evidence, context) => {
  const { row, outcome } = namedOutcome(context);
  const expected = `${row.title}: ${wording[outcome]}`;
  const look = judgedAttempt(evidence, expected);
  if ('finding' in look) return look.finding;
  const { attempt } = look;
  const excuse = excused(evidence, attempt, expected, outcome === 'refuse');
  if (excuse) return excuse;
  if (outcome === 'accept') return onceAnswered(attempt, acceptedCase(evidence, expected));
  const finding = outcome === 'record' ? told(evidence, attempt, expected) : ended(evidence, attempt, expected);
  return { ...finding, seen: `${finding.seen}${gradeOf(attempt, row.alerts)}` };
};

const wording: Record<Outcome, string> = {
  accept: 'the device goes on, and its request is answered; controls accepted',
  refuse: 'ended by the device without application data; controls accepted',
  record: 'what the device does is recorded',
};

/** What the lab says that the hello lacks; null where it delivered its answer to any connection. */
export function notOffered({ connections, witness }: Pick<Attempt, 'connections' | 'witness'>): string | null {
  if (connections.length === 0 || connections.some(delivered)) return null;
  // A line about anything else is of a connection from before.
  const ends = witness.lines.filter((line) => line.includes('no flight sent'));
  const said = ends.map((line) => /not offered: (.+?)(?:;|$)/.exec(line)?.[1]);
  const missing = said.filter((one) => one !== undefined);
  // A connection that brought no ClientHello has its line too, and lacks nothing.
  const mute = connections.filter(({ hello }) => hello === null).length;
  return said.length - missing.length <= mute ? (missing[0] ?? null) : null;
}

/** Not applicable to what the device offers. Where the server is to be refused that excuses no request to anybody else. */
export function excused(evidence: Evidence, attempt: Attempt, expected: string, refuses: boolean): Finding | null {
  const missing = notOffered(attempt);
  if (!missing) return null;
  const leak = refuses ? (leaked(attempt) ?? clearAfter(evidence)) : null;
  return leak
    ? { verdict: 'fail', expected, seen: `${missing}; ${leak}` }
    : { verdict: 'not-applicable', expected, seen: missing };
}

const delivered = ({ messages }: Connection): boolean => messages.some(({ from }) => from === 'lab');

function ended(evidence: Evidence, attempt: Attempt, expected: string): Finding {
  const on = attempt.connections.find(wentOn);
  if (!on) return speakingTls(attempt, refused(evidence, expected, 'answer', true));
  const seen = `the device went on with the handshake: ${story({ ...attempt, connections: [on] })}`;
  return { verdict: 'fail', expected, seen };
}

/** A device that ended the connection before anything came has refused nothing. */
function onceAnswered(attempt: Attempt, finding: Finding): Finding {
  if (finding.verdict !== 'fail' || attempt.connections.some(delivered)) return finding;
  return { ...finding, verdict: 'inconclusive', seen: `the lab could not deliver its answer: ${story(attempt)}` };
}

/** Octets that are no TLS may be anything, as the key exchange of SSL 2.0: whoever sends them may have gone on. */
function speakingTls({ connections }: Attempt, finding: Finding): Finding {
  const strange = connections
    .flatMap(({ messages }) => messages.slice(messages.findIndex(({ from }) => from === 'lab')))
    .find(({ from, type }) => from === 'device' && type === 'not_tls');
  if (finding.verdict !== 'pass' || !strange) return finding;
  return {
    ...finding,
    verdict: 'inconclusive',
    seen: `answered by ${strange.bytes} octets that are no TLS: ${finding.seen}`,
  };
}

function told(evidence: Evidence, attempt: Attempt, expected: string): Finding {
  if (acceptedCase(evidence, expected).verdict === 'pass') {
    return { verdict: 'observed', expected, seen: `went on to its request: ${story(attempt)}` };
  }
  // What is sent in answer to no ClientHello is no answer.
  if (!attempt.connections.some((one) => one.hello !== null && delivered(one))) {
    return { verdict: 'inconclusive', expected, seen: `the lab could not deliver its answer: ${story(attempt)}` };
  }
  const what = attempt.connections.some(wentOn) ? 'went on with the handshake' : whatBecameOf(attempt);
  return { verdict: 'observed', expected, seen: `${what}: ${story(attempt)}` };
}

function whatBecameOf({ connections, quiet }: Attempt): string {
  if (connections.every(({ closed }) => closed.by === 'device')) return 'ended by the device';
  return connections.some(({ closed }) => closed.by === 'open')
    ? `still waiting after ${quiet} ms`
    : 'ended by the lab';
}

/** Strict: the specified alert. Conceptual: another one, or none (RFC 8446 §6.2 asks for one). */
export function gradeOf({ connections }: Attempt, fitting: readonly number[] | undefined): string {
  if (!fitting || connections.some(wentOn)) return '';
  const alerts = connections.flatMap((one) =>
    one.alerts.filter(({ from, level }) => from === 'device' && level === 'fatal'),
  );
  const [alert] = alerts;
  if (!alert) return '; no alert tells the server why';
  return fitting.includes(alert.code)
    ? `; the alert fits`
    : `; the alert is another than the clause names (${fitting.join(', ')})`;
}
