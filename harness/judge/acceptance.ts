/** Acceptance: the device connected, sent its request, and got it answered. */
import type { Connection, Evidence } from '../evidence.ts';
import type { Finding, Judge } from '../requirement.ts';
import { accepted, acceptedOn, attemptsOf, firstFromDevice, judgedAttempt, story, unreadable } from './bench-part.ts';

export function acceptance({ of }: { of: string }): Judge {
  return (evidence) => acceptedCase(evidence, `${of} accepted: request sent and answered`);
}

export function acceptedCase(evidence: Evidence, expected: string): Finding {
  const look = judgedAttempt(evidence, expected);
  if ('finding' in look) return look.finding;
  const { attempt } = look;
  const taken = acceptedOn(attempt);
  if (taken.length > 0) {
    if (taken.some((one) => one.serverChain.length > 0)) return { verdict: 'pass', expected, seen: story(attempt) };
    return { verdict: 'inconclusive', expected, seen: `no certificate was shown in the session: ${story(attempt)}` };
  }
  const hidden = unreadable(attempt, 'fromDevice', 'fromLab');
  if (hidden > 0) {
    return { verdict: 'inconclusive', expected, seen: `${hidden} encrypted records could not be read` };
  }
  // What is sent to a server is not refused; that the answer was another one is not about the case.
  if (attempt.connections.some(firstFromDevice)) {
    return { verdict: 'inconclusive', expected, seen: `request sent, but not answered with 200: ${story(attempt)}` };
  }
  // A device that takes nothing at all has not shown that it minds this certificate.
  const controls = [...attemptsOf(evidence, 'control-before'), ...attemptsOf(evidence, 'control-after')];
  const failed = controls.find((one) => !accepted(one));
  if (failed || controls.length === 0) {
    const seen = failed ? `the device does not accept the control either: ${story(failed)}` : 'no control ran';
    return { verdict: 'inconclusive', expected, seen };
  }
  if (attempt.connections.length === 0) {
    return { verdict: 'inconclusive', expected, seen: `the device made no connection within ${attempt.lasted} ms` };
  }
  if (!attempt.connections.some(isRefusal)) {
    return { verdict: 'inconclusive', expected, seen: `neither accepted nor refused: ${story(attempt)}` };
  }
  return { verdict: 'fail', expected, seen: `refused: ${story(attempt)}` };
}

const internalError = 80;

/**
 * The device ended it, or what it offers left the lab nothing to go on with (a fatal alert). Silence is no refusal, nor is
 * a lab that closes on a silent device or breaks down itself, nor an end before any ClientHello.
 */
const isRefusal = ({ hello, closed, alerts }: Connection): boolean =>
  hello !== null &&
  (closed.by === 'device' || alerts.some(({ from, level }) => from === 'device' || level === 'fatal')) &&
  !alerts.some(({ from, code }) => from === 'lab' && code === internalError);
