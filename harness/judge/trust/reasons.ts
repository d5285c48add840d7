/**
 * Whether the device's own words tell one refusal from another. It is the words that the row is about, so they are told;
 * that the refusals were refusals is read from the wire.
 */
import type { Judge } from '../../requirement.ts';
import { accepted, attemptsOf, benchFault, servedWrongly, story } from '../bench-part.ts';

/** Numbers and names differ between any two messages. */
const bare = (reason: string): string => reason.toLowerCase().replace(/[\w-]+(\.[\w-]+)+|\d+/g, '#');

export const tellsReasonsApart: Judge = (evidence) => {
  const expected = 'the words of the device for each refusal, recorded';
  const fault = benchFault(evidence, expected);
  if (fault) return fault;
  const cases = attemptsOf(evidence, 'case');
  const taken = cases.find(accepted);
  if (taken) {
    const seen = `the device did not refuse "${taken.presented.certificate}": ${story(taken)}`;
    return { verdict: 'inconclusive', expected, seen };
  }
  const wrong = cases.map((one) => servedWrongly(one, expected)).find((one) => one !== null);
  if (wrong) return wrong;
  if (cases.length === 0) return { verdict: 'error', expected, seen: 'the bench stored no attempt of the case' };
  const unmet = cases.find(({ connections }) => !connections.some(({ serverChain }) => serverChain.length > 0));
  if (unmet) {
    const seen = `the certificate "${unmet.presented.certificate}" never reached the device: ${story(unmet)}`;
    return { verdict: 'inconclusive', expected, seen };
  }
  const words = cases.map(
    ({ presented, driverSaid }) => `${presented.certificate}: ${driverSaid.reason ?? 'no words'}`,
  );
  const different = new Set(cases.map(({ driverSaid }) => bare(driverSaid.reason ?? '')));
  const count = different.size === cases.length ? 'told apart' : `${different.size} of ${cases.length} told apart`;
  return { verdict: 'observed', expected, seen: `${count}; ${words.join('; ')}` };
};
