import { expect, test } from '@playwright/test';
import type { TestCase, TestResult } from '@playwright/test/reporter';
import { rowAttachment, rowsOf } from './rows.ts';

const asked = (...ids: string[]) => ids.map((description) => ({ type: 'requirement', description }));
const testCase = (annotations: { type: string; description?: string }[]) =>
  ({ title: 'a test', annotations }) as unknown as TestCase;
const result = (more: object) =>
  ({ status: 'passed', attachments: [], duration: 12.4, ...more }) as unknown as TestResult;
const attached = (more: object = {}) => ({
  name: rowAttachment,
  contentType: 'application/json',
  body: Buffer.from(
    JSON.stringify({
      requirement: 'A-01',
      case: null,
      service: 'sip',
      trust: 'M2',
      variant: 'clean',
      verdict: 'pass',
      expected: 'x',
      seen: 'y',
      reason: null,
      evidence: null,
      captures: [],
      ...more,
    }),
  ),
});
const rows = (annotations: { type: string; description?: string }[], more: object) =>
  rowsOf(testCase(annotations), result(more), 'a.spec.ts:1');

test('takes the row that the matcher attached', () => {
  expect(rows(asked('A-01'), { attachments: [attached()] })).toEqual([
    expect.objectContaining({ requirement: 'A-01', verdict: 'pass', durationMs: 12, spec: 'a.spec.ts:1' }),
  ]);
});

test('a crash is an error of the requirement that was asked for, with the message as its reason', () => {
  const error = { message: '\u001b[31mLabError: LAB-DIED: Kamailio ended\u001b[0m\n  hint: see its log' };
  expect(rows(asked('A-01'), { status: 'failed', error })).toMatchObject([
    {
      requirement: 'A-01',
      verdict: 'error',
      seen: 'LAB-DIED: Kamailio ended',
      reason: 'LAB-DIED: Kamailio ended\n  hint: see its log',
    },
  ]);
});

test('a time-out without a message is an error', () => {
  expect(rows(asked('A-01'), { status: 'timedOut' })).toMatchObject([
    { verdict: 'error', reason: 'the test ran out of time' },
  ]);
});

test('a test that passed without judging is an error', () => {
  expect(rows(asked('A-01'), {})).toMatchObject([{ verdict: 'error' }]);
});

test('skips are not applicable or not run, by their words', () => {
  const skipped = (description?: string) =>
    rows([...asked('A-01'), { type: 'skip', description }], { status: 'skipped' });
  expect(skipped('not applicable: no certificate of its own')).toMatchObject([
    { verdict: 'not-applicable', reason: 'no certificate of its own' },
  ]);
  expect(skipped('needs --tier full')).toMatchObject([{ verdict: 'not-run', reason: 'needs --tier full' }]);
  expect(skipped()).toMatchObject([{ verdict: 'not-run', reason: 'skipped without a reason' }]);
});

test('an interrupted test was not run', () => {
  expect(rows(asked('A-01'), { status: 'interrupted' })).toMatchObject([{ verdict: 'not-run' }]);
});

test('what stood behind a failed requirement was not run', () => {
  const [first, second] = rows(asked('A-01', 'A-02'), {
    status: 'failed',
    attachments: [attached({ verdict: 'fail' })],
  });
  expect(first).toMatchObject({ requirement: 'A-01', verdict: 'fail' });
  expect(second).toMatchObject({ requirement: 'A-02', verdict: 'not-run', reason: 'the test ended at A-01 (fail)' });
});

test('a row that cannot be read is an error, not a pass', () => {
  expect(rows(asked('A-01'), { attachments: [attached({ verdict: 'fine' })] })).toMatchObject([
    { verdict: 'error', reason: expect.stringContaining('verdict') },
  ]);
});
