/** The outcome that the case names for the trust mode: a certificate accepted or refused. */
import type { Evidence } from '../evidence.ts';
import { outcomeFor, type Judge } from '../requirement.ts';
import { attemptsOf } from './bench-part.ts';
import { acceptedCase } from './acceptance.ts';
import { observedOutcome } from './observation.ts';
import { refused } from './refusal.ts';

export function trustOutcome({ of, mustClose = false }: { of: string; mustClose?: boolean }): Judge {
  return (evidence, { case: row, trust, service }) => {
    const outcome = row && outcomeFor(row, trust, service);
    if (!row || !outcome)
      throw new Error(`${row?.id ?? 'a case'} names no outcome for ${service} in trust mode ${trust}`);
    if (outcome === 'record') return observedOutcome(evidence, `${of} (${row.title}): accepted or refused, recorded`);
    const expected = `${of} (${row.title}): ${outcome === 'refuse' ? 'refused, closed without application data' : 'accepted'}`;
    if (outcome === 'accept') return acceptedCase(evidence, expected);
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
