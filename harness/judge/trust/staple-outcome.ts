/**
 * The outcome for a stapled OCSP response, which a server may send only to a client that has asked for it (RFC 6066 §8), so
 * that no other can miss it (RFC 7633 §4.3.3).
 */
import type { Judge } from '../../requirement.ts';
import { judgedAttempt } from '../bench-part.ts';
import { trustOutcome } from './trust-outcome.ts';

export function stapleOutcome({ of }: { of: string }): Judge {
  const outcome = trustOutcome({ of });
  return (evidence, context) => {
    const finding = outcome(evidence, context);
    if (!/^(must-)?staple-/.test(context.case?.serves.certificate ?? '')) return finding;
    const look = judgedAttempt(evidence, finding.expected);
    if ('finding' in look) return look.finding;
    const { connections } = look.attempt;
    if (connections.some(({ hello }) => hello?.extensions.includes('status_request'))) return finding;
    const seen = 'the device does not ask for a stapled response (no status_request), so none was sent';
    return { ...finding, verdict: 'inconclusive', seen };
  };
}
