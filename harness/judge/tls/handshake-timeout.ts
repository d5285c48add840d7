/**
 * A server that falls silent in the handshake: the device gives it up by itself. How long it may take is the profile's;
 * where the bench did not wait for as long, what was seen is told and nothing is judged.
 */
import type { Attempt, Connection } from '../../evidence.ts';
import type { Judge } from '../../requirement.ts';
import { controlsFailed, judgedAttempt, wentOn } from '../bench-part.ts';
import { notOffered } from './handshake-outcome.ts';
import { clearAfter, leaked } from '../refusal.ts';

/** RFC 3261 §17.1.1.2: a transaction that got no answer has failed after 64*T1. */
const transactionLimit = 32_000;

export const handshakeTimeout: Judge = (evidence) => {
  const limit = evidence.handshakeLimit ?? transactionLimit;
  const expected = `the handshake given up by the device within ${limit} ms; controls accepted`;
  const look = judgedAttempt(evidence, expected);
  if ('finding' in look) return look.finding;
  const { attempt } = look;
  const missing = notOffered(attempt);
  if (missing) return { verdict: 'not-applicable', expected, seen: missing };
  const leak = leaked(attempt) ?? clearAfter(evidence);
  if (leak) return { verdict: 'fail', expected, seen: leak };
  const on = attempt.connections.find(wentOn);
  if (on) return { verdict: 'fail', expected, seen: 'the device went on although the server had not finished' };
  const waits = attempt.connections.filter(({ hello }) => hello !== null).map((one) => waitOf(one, attempt));
  if (waits.length === 0) return { verdict: 'inconclusive', expected, seen: 'no ClientHello came' };
  const control = controlsFailed(evidence, expected);
  if (control) return control;
  const longest = Math.max(...waits.map(({ ms }) => ms));
  if (longest > limit) return { verdict: 'fail', expected, seen: `still waiting after ${longest} ms` };
  if (waits.every(({ ended }) => ended)) {
    return { verdict: 'pass', expected, seen: `given up by the device after ${longest} ms` };
  }
  return { verdict: 'observed', expected, seen: `still waiting after ${longest} ms; the bench waited no longer` };
};

/** From the connection to its end, or to the end of the attempt, and whether the device itself ended it. */
const waitOf = ({ openedAt, closed }: Connection, { lasted }: Attempt): { ms: number; ended: boolean } => ({
  ms: Math.round((closed.at ?? lasted) - openedAt),
  ended: closed.by === 'device',
});
