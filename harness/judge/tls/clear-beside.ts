/** Nothing in clear beside TLS: a device that is served over TLS leaves the ports without it alone. */
import type { Judge } from '../../requirement.ts';
import { acceptedCase } from '../acceptance.ts';
import { attemptsOf } from '../bench-part.ts';
import { inClear } from '../refusal.ts';

export const nothingBesideTls: Judge = (evidence) => {
  const expected = 'request sent and answered over TLS, nothing in clear on any port meanwhile';
  const finding = acceptedCase(evidence, expected);
  const clear = attemptsOf(evidence, 'case')
    .flatMap(({ clearText }) => clearText)
    .find(inClear);
  if (finding.verdict === 'error') return finding;
  if (clear) {
    const where = `${clear.transport.toUpperCase()} port of ${clear.port.toUpperCase()} in clear`;
    return { verdict: 'fail', expected, seen: `${clear.kind} on the ${where} after ${Math.round(clear.at)} ms` };
  }
  // Where it is not served over TLS other rows say so.
  if (finding.verdict !== 'pass') return { ...finding, verdict: 'inconclusive' };
  return { ...finding, seen: `${finding.seen}; nothing in clear until ${evidence.window} ms of silence had passed` };
};
