/**
 * The words a judgement can end with, and the one rule by which many become one.
 * Nothing here knows of Playwright, files or devices.
 */

export const verdicts = [
  'fail',
  'error',
  'inconclusive',
  'not-run',
  'attested',
  'pass',
  'observed',
  'not-applicable',
] as const;

/**
 * `pass`, `fail`; `inconclusive` (the device gave nothing to judge), `error` (bench, driver or harness), `not-run`,
 * `not-applicable` (with the profile's reason), `attested` (a person answered), `observed` (the clause draws no line: what
 * was seen is told and nothing is judged).
 */
export type Verdict = (typeof verdicts)[number];

/** What a requirement's clause demands; `policy` rows have no RFC level of their own. */
export type Level = 'MUST' | 'SHOULD' | 'MAY' | 'policy';

/** How far a fail reaches under the gate: a blocking one ends the run red, a warning is only printed. */
export type Weight = 'blocking' | 'warning';

/**
 * The verdict of a requirement over its cases and services: the worst counts
 * (fail > error > inconclusive > not-run > attested > pass > observed), and `not-applicable` only where nothing else was
 * said.
 */
export function worst(all: readonly Verdict[]): Verdict {
  for (const verdict of verdicts) if (all.includes(verdict)) return verdict;
  return 'not-run';
}
