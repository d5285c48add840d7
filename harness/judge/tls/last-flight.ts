/**
 * What is wrong with the last flight of the server. In TLS 1.3 the device's Finished comes after it, and is going on; up to
 * TLS 1.2 (RFC 5246 §7.3) the device has said all that it has to say before it, so that only its request tells.
 */
import type { Attempt, Connection, Evidence } from '../../evidence.ts';
import type { Finding, Judge } from '../../requirement.ts';
import { judgedAttempt, story } from '../bench-part.ts';
import { gradeOf, handshakeOutcome } from './handshake-outcome.ts';
import { refused } from '../refusal.ts';
import { namedOutcome } from '../trust/trust-outcome.ts';

export const lastFlightRefused: Judge = (evidence, context) => {
  const { row } = namedOutcome(context);
  const expected = `${row.title}: ended by the device without application data; controls accepted`;
  const look = judgedAttempt(evidence, expected);
  if ('finding' in look) return look.finding;
  const { attempt } = look;
  if (!attempt.connections.some(isOfTls12)) return handshakeOutcome(evidence, context);
  if (!attempt.connections.some((one) => changedAt(one) !== null)) {
    const seen = `the last flight never reached the device: ${story(attempt)}`;
    return { verdict: 'inconclusive', expected, seen };
  }
  const finding = crossed(attempt, refused(withoutFalseStart(evidence), expected, 'answer', true));
  return { ...finding, seen: `${finding.seen}${gradeOf(attempt, row.alerts)}` };
};

const isOfTls12 = ({ negotiated }: Connection): boolean => negotiated !== null && negotiated.version !== 'TLS 1.3';

/** When the lab's last flight began. */
const changedAt = ({ messages }: Connection): number | null =>
  messages.find(({ from, type }) => from === 'lab' && type === 'change_cipher_spec')?.at ?? null;

/** RFC 7918: a client may send its request with its own Finished, so that what came before the flight is no answer to it. */
const withoutFalseStart = (evidence: Evidence): Evidence => ({
  ...evidence,
  attempts: evidence.attempts.map((one) => (one.role === 'case' ? afterFlight(one) : one)),
});

/** Under way when the flight came: a request that the device would take back, as its fatal alert says, tells nothing. */
function crossed({ connections }: Attempt, finding: Finding): Finding {
  const told = connections.filter(({ application }) => application.some(({ from }) => from === 'device'));
  if (finding.verdict !== 'fail' || told.length === 0 || !told.every(takenBack)) return finding;
  return { ...finding, verdict: 'inconclusive', seen: `a fatal alert followed the request: ${finding.seen}` };
}

const takenBack = ({ application, alerts }: Connection): boolean => {
  const [answer] = application.filter(({ from }) => from === 'lab');
  const requests = application.filter(({ from }) => from === 'device');
  return (
    alerts.some(
      ({ from, level, at }) => from === 'device' && level === 'fatal' && requests.every((one) => one.at <= at),
    ) && requests.every(({ at }) => answer === undefined || at < answer.at)
  );
};

const afterFlight = (attempt: Attempt): Attempt => ({
  ...attempt,
  connections: attempt.connections.map((one) => ({
    ...one,
    application: one.application.filter(({ from, at }) => from === 'lab' || at > (changedAt(one) ?? -1)),
  })),
});
