/**
 * A renegotiation up to TLS 1.2 whose server shows the certificate of somebody else (RFC 5746 §5). A device that is told no
 * more than to renegotiate may decline or ignore that; one that goes along must judge the certificate as any other. Finishing
 * the handshake is not going on, as some judge behind it: what is sent under the new keys is.
 */
import type { Attempt, Connection, Evidence } from '../../evidence.ts';
import type { Judge } from '../../requirement.ts';
import { accepted, attemptsOf, controlsFailed, endedByLab, judgedAttempt, story, unreadable } from '../bench-part.ts';
import { gradeOf, notOffered } from './handshake-outcome.ts';
import { clearAfter, inClear } from '../refusal.ts';
import { alerted, answeredAt, indexOf } from './renegotiation.ts';
import { namedOutcome } from '../trust/trust-outcome.ts';

export const refusesChangedIdentity: Judge = (evidence, context) => {
  const { row } = namedOutcome(context);
  const expected = `${row.title}: declined, or ended by the device; controls accepted`;
  const look = judgedAttempt(evidence, expected);
  if ('finding' in look) return look.finding;
  const { attempt } = look;
  const missing = notOffered(attempt);
  if (missing) return { verdict: 'not-applicable', expected, seen: missing };
  const wrong = shownWrongly(attempt);
  if (wrong) return { verdict: 'error', expected, seen: wrong };
  const asked = attempt.connections.filter(wasAsked);
  const on = asked.find(wentOn);
  if (on) return { verdict: 'fail', expected, seen: told('the device went on with the other server', attempt, on) };
  const clear = attempt.clearText.find(inClear);
  if (clear) return { verdict: 'fail', expected, seen: `${clear.kind} in clear over ${clear.transport.toUpperCase()}` };
  const late = clearAfter(evidence);
  if (late) return { verdict: 'fail', expected, seen: late };
  const hidden = unreadable(attempt, 'fromDevice', 'fromLab');
  if (hidden > 0) return { verdict: 'inconclusive', expected, seen: `${hidden} encrypted records could not be read` };
  if (asked.length === 0) {
    const seen = `the device was never asked to renegotiate: ${story(attempt)}`;
    return { verdict: 'inconclusive', expected, seen };
  }
  const begun = asked.filter(hasBegun);
  const [first] = begun;
  const concerned = first ? begun : asked;
  const given = concerned.find(endedByLab);
  if (given) return { verdict: 'inconclusive', expected, seen: told('the lab ended it first', attempt, given) };
  if (!first) return { verdict: 'pass', expected, seen: declined(attempt, asked) };
  const unproven = unended(attempt, begun);
  if (unproven) return { verdict: 'inconclusive', expected, seen: unproven };
  if (endsEvery(evidence)) return { verdict: 'pass', expected, seen: told(endsAny, attempt, first) };
  const control = controlsFailed(evidence, expected);
  if (control) return control;
  const grade = gradeOf({ ...attempt, connections: begun.map((one) => ({ ...one, messages: [] })) }, row.alerts);
  return { verdict: 'pass', expected, seen: `${told('broken off', attempt, first)}${grade}` };
};

const told = (what: string, attempt: Attempt, one: Connection): string =>
  `${what}: ${story({ ...attempt, connections: [one] })}`;

const endsAny = 'the device ends every renegotiation, with the right certificate too';

/** In both controls: such a device declines in its own way, and never comes to judge the certificate. */
const endsEvery = (evidence: Evidence): boolean =>
  (['control-before', 'control-after'] as const).every((role) => {
    const [control, ...more] = attemptsOf(evidence, role);
    if (!control || more.length > 0 || !accepted(control)) return false;
    const begun = control.connections.filter(hasBegun);
    return begun.length > 0 && begun.every((one) => endedByDevice(one) && !wentOn(one));
  });

const endedByDevice = (one: Connection): boolean => one.closed.by === 'device' || alerted(one);

/** Why a renegotiation that was begun shows nothing of the device; null where the device has ended each. */
function unended(attempt: Attempt, begun: readonly Connection[]): string | null {
  const unmet = begun.find((one) => !wasShown(one));
  if (unmet) return told('the other certificate never reached the device', attempt, unmet);
  const open = begun.find((one) => one.closed.by === 'open' && !alerted(one));
  return open
    ? told(`the device left the connection open for ${attempt.quiet} ms without sending anything`, attempt, open)
    : null;
}

/** docs/verdicts.md, rule 3. */
function shownWrongly({ presented, connections }: Attempt): string | null {
  const meant = presented.renegotiation?.leafSha256;
  if (!meant) return 'the bench did not say which certificate the renegotiation was to show';
  const seen = connections
    .map(({ renegotiatedChain }) => renegotiatedChain?.[0]?.sha256)
    .find((one) => one !== undefined && one !== meant);
  return seen ? `the renegotiation showed the leaf ${seen.slice(0, 16)}, not ${meant.slice(0, 16)}` : null;
}

const wasAsked = (one: Connection): boolean => indexOf(one, 'lab', 'hello_request', -1) >= 0;

const hasBegun = (one: Connection): boolean =>
  wasAsked(one) && indexOf(one, 'device', 'client_hello', indexOf(one, 'lab', 'hello_request', -1)) >= 0;

const wasShown = (one: Connection): boolean => (one.renegotiatedChain?.length ?? 0) > 0;

/** Application data behind the device's own Finished of the renegotiation. */
function wentOn(one: Connection): boolean {
  const answered = answeredAt(one);
  const finished = answered < 0 ? -1 : indexOf(one, 'device', 'finished', answered);
  return finished >= 0 && indexOf(one, 'device', 'application_data', finished) >= 0;
}

const noRenegotiation = 100;

function declined({ quiet }: Attempt, asked: readonly Connection[]): string {
  const words = asked.map(({ alerts, closed }) => {
    if (alerts.some(({ from, code }) => from === 'device' && code === noRenegotiation)) return 'declined by an alert';
    return closed.by === 'device' ? 'ended the connection behind the question' : `not begun within ${quiet} ms`;
  });
  return `the device does not renegotiate: ${[...new Set(words)].join(', ')}`;
}
