/** The outcome that the case names for the trust mode: a certificate accepted or refused. */
import type { Judge } from '../requirement.ts';
import { accepted, attemptsOf, story } from './bench-part.ts';
import { acceptedCase } from './acceptance.ts';
import { refused } from './refusal.ts';

export function trustOutcome({ of, mustClose = false }: { of: string; mustClose?: boolean }): Judge {
  return (evidence, { case: row, trust }) => {
    const outcome = row?.expect[trust];
    if (!row || !outcome) throw new Error(`${row?.id ?? 'a case'} names no outcome for trust mode ${trust}`);
    const expected = `${of} (${row.title}): ${outcome === 'refuse' ? 'refused, closed without application data' : 'accepted'}`;
    if (outcome !== 'refuse') return acceptedCase(evidence, expected);
    // Where trust was withdrawn, the device must have used it before: else the refusal says nothing of the withdrawal.
    const earlier = attemptsOf(evidence, 'case').slice(0, -1);
    const never = earlier.find((one) => !accepted(one));
    if (never) return { verdict: 'inconclusive', expected, seen: `not accepted while it was trusted: ${story(never)}` };
    return refused(evidence, expected, 'certificate', mustClose);
  };
}
