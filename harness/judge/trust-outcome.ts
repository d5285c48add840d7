/** The outcome that the case names for the trust mode: a certificate accepted or refused. */
import type { Evidence } from '../evidence.ts';
import type { Judge } from '../requirement.ts';
import { attemptsOf } from './bench-part.ts';
import { acceptedCase } from './acceptance.ts';
import { refused } from './refusal.ts';

export function trustOutcome({ of, mustClose = false }: { of: string; mustClose?: boolean }): Judge {
  return (evidence, { case: row, trust }) => {
    const outcome = row?.expect[trust];
    if (!row || !outcome) throw new Error(`${row?.id ?? 'a case'} names no outcome for trust mode ${trust}`);
    const expected = `${of} (${row.title}): ${outcome === 'refuse' ? 'refused, closed without application data' : 'accepted'}`;
    if (outcome !== 'refuse') return acceptedCase(evidence, expected);
    return refused(withHistory(evidence), expected, 'certificate', mustClose);
  };
}

/** Where trust was withdrawn within the test, the control before it is the attempt that was made while it stood. */
function withHistory(evidence: Evidence): Evidence {
  const earlier = attemptsOf(evidence, 'case').slice(0, -1);
  if (earlier.length === 0) return evidence;
  const kept = evidence.attempts.filter((one) => one.role !== 'control-before' && !earlier.includes(one));
  return { ...evidence, attempts: [...earlier.map((one) => ({ ...one, role: 'control-before' as const })), ...kept] };
}
