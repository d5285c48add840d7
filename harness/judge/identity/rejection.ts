/**
 * A server that does not take the device: the device gives up. It does not go on in clear, and does not storm the server with
 * further attempts. That its driver calls the rejection a success is the driver's mistake or its own: the wire does not tell.
 */
import type { Attempt, Evidence } from '../../evidence.ts';
import type { Judge } from '../../requirement.ts';
import { controlsFailed, judgedAttempt, story } from '../bench-part.ts';
import { clearAfter, inClear } from '../refusal.ts';

/**
 * RFC 5626 §4.5 sets the first wait at 30 to 60 s. An attempt, its repetition without a certificate or on another
 * connection, and one more at the end of a window that outlasts the first wait are no storm.
 */
const mostConnections = 3;

/** What the device must not have done, in words; null where it has done none of it. */
export function uncleanEnd(evidence: Evidence, attempt: Attempt): string | null {
  const clear = attempt.clearText.find(inClear);
  if (clear)
    return `${clear.kind} in clear over ${clear.transport.toUpperCase()} after ${Math.round(clear.at)} ms: ${story(attempt)}`;
  const late = clearAfter(evidence);
  if (late) return late;
  const onTlsPort = attempt.connections
    .flatMap(({ messages }) => messages)
    .find(({ from, type }) => from === 'device' && type === 'clear_text');
  if (onTlsPort) return `${onTlsPort.detail ?? 'text'} in clear on the port of TLS`;
  const { length } = attempt.connections;
  if (length > mostConnections) return `${length} connections within ${attempt.lasted} ms: ${story(attempt)}`;
  return null;
}

/** The alert that the case names ends a handshake in which the device has shown its certificate. */
export const givesUpWhenRejected: Judge = (evidence, { case: row }) => {
  const code = row?.serves.rejectsClient;
  if (code === undefined) throw new Error(`${row?.id ?? 'a case'} names no alert`);
  const expected = `given up at alert ${code}: nothing in clear, at most ${mostConnections} connections; controls accepted`;
  const look = judgedAttempt(evidence, expected);
  if ('finding' in look) return look.finding;
  const { attempt } = look;
  const unclean = uncleanEnd(evidence, attempt);
  if (unclean) return { verdict: 'fail', expected, seen: unclean };
  const rejected = attempt.connections.find(
    ({ alerts, clientChain }) =>
      (clientChain?.length ?? 0) > 0 && alerts.some((one) => one.from === 'lab' && one.code === code),
  );
  if (!rejected) {
    const seen = `no alert ${code} followed a certificate of the device: ${story(attempt)}`;
    return { verdict: 'inconclusive', expected, seen };
  }
  const at = rejected.alerts.find((one) => one.from === 'lab' && one.code === code)?.at ?? 0;
  if (rejected.application.some((one) => one.from === 'device' && one.at > at))
    return { verdict: 'fail', expected, seen: `goes on after the alert: ${story(attempt)}` };
  const { length } = attempt.connections;
  const times = length === 1 ? 'one connection' : `${length} connections`;
  return (
    controlsFailed(evidence, expected) ?? {
      verdict: 'pass',
      expected,
      seen: `${story(attempt)}; ${times} within ${attempt.lasted} ms`,
    }
  );
};
