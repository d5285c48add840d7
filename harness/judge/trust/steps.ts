/**
 * Rows that make several attempts. Each is judged alone: with the control before it, and the one behind it if it had one.
 */
import type { Action, Attempt, Evidence } from '../../evidence.ts';
import type { Finding, Outcome } from '../../requirement.ts';
import { acceptedCase } from '../acceptance.ts';
import { attemptsOf, controlHeld, firstFromDevice } from '../bench-part.ts';
import { observedOutcome } from '../observation.ts';
import { refused } from '../refusal.ts';

/** One attempt of the case with what belongs to it. */
export interface Step {
  evidence: Evidence;
  attempt: Attempt;
  /** The device had accepted the same certificate of the same service earlier in the test. */
  withdrawn: boolean;
}

export function stepsOf(evidence: Evidence): Step[] {
  const { attempts } = evidence;
  return attempts.flatMap((attempt, index): Step[] => {
    if (attempt.role !== 'case') return [];
    const isOfService = (one: Attempt): boolean => one.service === attempt.service;
    const earlier = attempts.slice(0, index).filter(isOfService);
    const end = attempts.findIndex((one, other) => other > index && one.role === 'case');
    const later = attempts.slice(index + 1, end < 0 ? undefined : end).filter(isOfService);
    // Where trust was withdrawn within the test, the control before it is the attempt that was made while it stood.
    const itself = earlier.findLast((one) => one.role === 'case' && sameServed(one, attempt) && controlHeld(one));
    const before = itself
      ? [{ ...itself, role: 'control-before' as const }]
      : earlier.filter(({ role }) => role === 'control-before');
    const after = later.filter(({ role }) => role === 'control-after');
    const alone = { ...evidence, attempts: [...before, attempt, ...after] };
    return [{ evidence: alone, attempt, withdrawn: itself !== undefined }];
  });
}

const sameServed = (one: Attempt, other: Attempt): boolean =>
  one.presented.leafSha256 === other.presented.leafSha256 && one.presented.certificate === other.presented.certificate;

export function judgeStep(step: Step, outcome: Outcome, expected: string, mustClose: boolean): Finding {
  if (outcome === 'record') return observedOutcome(step.evidence, expected);
  if (outcome === 'accept') return acceptedCase(step.evidence, expected);
  return resumedPastRemoval(step, expected) ?? refused(step.evidence, expected, 'certificate', mustClose);
}

/** A session from before lives on the trust of before: what is trusted no more is refused all the same. */
function resumedPastRemoval({ evidence, withdrawn }: Step, expected: string): Finding | null {
  const [attempt] = attemptsOf(evidence, 'case');
  const resumed = attempt?.connections.find(
    (one) => one.negotiated !== null && one.serverChain.length === 0 && firstFromDevice(one) !== undefined,
  );
  // RFC 8446 §4.6.1 does not tie a session to the dates of its certificate.
  const isDated = evidence.actions?.some(({ what }) => what === 'clock') ?? false;
  if (!withdrawn || !resumed || isDated) return null;
  const seen = `went on in a session from before, without a certificate, and sent ${firstFromDevice(resumed)?.kind}`;
  return { verdict: 'fail', expected, seen };
}

/** Whether an attempt came to what the row needs it to have come to. */
export function cameTo(step: Step, outcome: Outcome): boolean {
  return outcome === 'record' || judgeStep(step, outcome, '', false).verdict === 'pass';
}

/** A file that the device refuses is a result. */
const offered: readonly Action['what'][] = ['trust.add', 'identity.set'];

/** What the row rests on and was not done, in words: nothing can be said of a deletion, reset or clock that never came. */
export function notDone({ actions = [] }: Pick<Evidence, 'actions'>): string | null {
  const undone = actions.find(({ what, said }) => said === 'failed' || (said === 'refused' && !offered.includes(what)));
  return undone ? `what the row is about was not done: ${inWords(undone)}` : null;
}

const mostTold = 3;

/** What the device said at its management interface, in one line; empty where nothing was asked of it. It proves nothing. */
export function saidOf({ actions = [] }: Pick<Evidence, 'actions'>): string {
  const asked = actions.filter(({ what }) => what !== 'restore' && what !== 'trust.list');
  if (asked.length === 0) return '';
  const told = asked.length <= mostTold ? asked : asked.filter(({ said }) => said !== 'done');
  const counted = told.length === asked.length && told.length <= mostTold ? [] : [`${asked.length} requests`];
  return `; by its own words: ${[...counted, ...told.slice(0, mostTold).map(inWords)].join('; ')}`;
}

const inWords = ({ what, about, said, reason }: Action): string =>
  `${what} ${about}: ${said}${reason ? `, "${reason}"` : ''}`;
