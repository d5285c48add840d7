/** What a certificate makes the device ask of others: CRLs and OCSP responses. Told, never judged. */
import type { Judge } from '../../requirement.ts';
import { judgedAttempt, story } from '../bench-part.ts';

export const tellsFetches: Judge = (evidence) => {
  const expected = 'whom the device asks because of the addresses in the certificate: counted';
  const look = judgedAttempt(evidence, expected);
  if ('finding' in look) return look.finding;
  const { attempt } = look;
  const { fetches } = attempt;
  if (!fetches) return { verdict: 'error', expected, seen: 'the bench had no server of CRLs and OCSP responses' };
  if (!attempt.connections.some(({ serverChain }) => serverChain.length > 0)) {
    return { verdict: 'inconclusive', expected, seen: `the certificate never reached the device: ${story(attempt)}` };
  }
  const asked = fetches.map(({ method, path }) => `${method} ${path}`).join(', ');
  const seen =
    fetches.length > 0
      ? `${fetches.length} ${fetches.length === 1 ? 'fetch' : 'fetches'}: ${asked}`
      : `no fetch within ${attempt.lasted} ms`;
  return { verdict: 'observed', expected, seen };
};
