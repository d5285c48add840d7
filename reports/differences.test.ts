import { expect, test } from '@playwright/test';
import type { Verdict } from '../harness/verdict.ts';
import { differences } from './differences.ts';
import type { RunRecord } from './run-record.ts';

const record = (verdicts: Record<string, Verdict>) =>
  ({
    requirements: Object.entries(verdicts).map(([id, verdict]) => ({ id, verdict, sentence: id })),
    rows: [],
  }) as unknown as RunRecord;
const between = (before: Record<string, Verdict>, after: Record<string, Verdict>) => {
  const { worse, newFailures, mended, newlyNotTested, changed } = differences(record(before), record(after));
  const groups = { newFailures, mended, newlyNotTested, changed };
  const named = Object.fromEntries(
    Object.entries(groups).flatMap(([name, changes]) =>
      changes.length > 0 ? [[name, changes.map((one) => one.id)]] : [],
    ),
  );
  return { ...named, worse };
};

test('nothing changed', () =>
  expect(between({ A: 'pass', B: 'fail' }, { A: 'pass', B: 'fail' })).toEqual({ worse: false }));
test('a new failure', () => expect(between({ A: 'pass' }, { A: 'fail' })).toEqual({ newFailures: ['A'], worse: true }));
test('a requirement that is new and fails', () =>
  expect(between({}, { A: 'fail' })).toEqual({ newFailures: ['A'], worse: true }));
test('mended', () => expect(between({ A: 'fail' }, { A: 'pass' })).toEqual({ mended: ['A'], worse: false }));
test('no longer tested', () =>
  expect(between({ A: 'pass', B: 'fail' }, { A: 'not-run' })).toEqual({ newlyNotTested: ['A', 'B'], worse: true }));
test('a pass that became unsure', () =>
  expect(between({ A: 'pass' }, { A: 'inconclusive' })).toEqual({ changed: ['A'], worse: true }));
test('tested for the first time', () =>
  expect(between({ A: 'not-run' }, { A: 'pass' })).toEqual({ changed: ['A'], worse: false }));

test('an observation with another value is told, and nothing is worse for it', () => {
  const observing = (seen: string, service: 'sip' | 'provisioning' = 'sip') => {
    const row = { requirement: 'A', case: 'X-1', service, trust: 'M2', title: 'x', variant: 'clean' };
    return { requirements: [], rows: [{ ...row, verdict: 'observed', seen }] } as unknown as RunRecord;
  };
  const told = (before: RunRecord, after: RunRecord) => {
    const { observed, worse } = differences(before, after);
    return { worse, observed: observed.map(({ from, to }) => `${from} -> ${to}`) };
  };
  expect(told(observing('accepted: REGISTER after 4 ms'), observing('refused: closed'))).toEqual({
    observed: ['accepted -> refused'],
    worse: false,
  });
  const otherStory = told(observing('accepted: REGISTER after 4 ms'), observing('accepted: REGISTER after 9 ms'));
  expect(otherStory.observed).toEqual([]);
  const series = (last: string) => observing(`accepted: a, b; refused: ${last}; by its own words: trust.add x: done`);
  expect(told(series('c'), series('c, d')).observed).toEqual([
    'accepted: a, b; refused: c -> accepted: a, b; refused: c, d',
  ]);
  const left = (later: string) => observing(`the connection was left open; the next one ${later}: TLS 1.3`);
  expect(told(left('refused'), left('accepted')).observed).toHaveLength(1);
  expect(told(observing('no fetch within 26 ms'), observing('no fetch within 140 ms')).observed).toEqual([]);
  expect(told(observing('no fetch within 26 ms'), observing('2 fetches: GET /a, GET /b')).observed).toHaveLength(1);
  const shown = (year: number) => observing(`valid until ${year}-11-20T13:50:24.000Z, coded as UTCTime: TLS 1.3`);
  expect(told(shown(2056), shown(2057)).observed).toEqual([]);
  expect(told(observing('accepted: x'), observing('refused: x', 'provisioning')).observed).toEqual([]);
});
