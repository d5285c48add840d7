import { expect, test } from '@playwright/test';
import type { Verdict } from '../harness/verdict.ts';
import { differences } from './differences.ts';
import type { RunRecord } from './run-record.ts';

const record = (verdicts: Record<string, Verdict>) =>
  ({
    requirements: Object.entries(verdicts).map(([id, verdict]) => ({ id, verdict, sentence: id })),
  }) as unknown as RunRecord;
const between = (before: Record<string, Verdict>, after: Record<string, Verdict>) => {
  const { worse, ...groups } = differences(record(before), record(after));
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
