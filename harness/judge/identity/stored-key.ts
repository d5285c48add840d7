/**
 * A private key in the trust list. The wire shows nothing of a file that is merely stored: what the device says against
 * itself is a fail, what it says for itself is told and proves nothing (docs/verdicts.md, rule 8).
 */
import type { Judge } from '../../requirement.ts';
import { acceptedCase } from '../acceptance.ts';
import { saidOf } from '../trust/steps.ts';

export function storedKey(): Judge {
  return (evidence) => {
    const expected = 'a private key refused as a trusted certificate, and not listed';
    const alive = acceptedCase(evidence, expected);
    if (alive.verdict !== 'pass') return alive.verdict === 'fail' ? { ...alive, verdict: 'inconclusive' } : alive;
    const actions = evidence.actions ?? [];
    const upload = actions.find(({ what }) => what === 'trust.add');
    const [earlier, later] = actions.filter(({ what }) => what === 'trust.list').map(({ listed }) => listed ?? []);
    if (!upload || !earlier || !later) {
      return { verdict: 'error', expected, seen: 'the bench stored no list before and after the upload' };
    }
    const stored = later.filter((name) => !earlier.includes(name));
    if (stored.length > 0) return { verdict: 'fail', expected, seen: `listed afterwards: ${stored.join(', ')}` };
    if (upload.said === 'done') return { verdict: 'fail', expected, seen: `took ${upload.about} without an error` };
    return { verdict: 'observed', expected, seen: `not listed${saidOf(evidence)}` };
  };
}
