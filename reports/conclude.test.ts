import { expect, test } from '@playwright/test';
import type { Requirement } from '../harness/requirement.ts';
import type { Level, Verdict } from '../harness/verdict.ts';
import type { Catalogue } from './catalogue.ts';
import { conclude, inOrder, selectionOf, statusOf, type Circumstances } from './conclude.ts';
import { runRecordSchema } from './run-record.ts';
import type { JudgedRow } from './rows.ts';
import { why } from './why.ts';

const requirement = (level: Level): Requirement & { area: string } => ({
  level,
  clause: 'RFC 0000 §1',
  sentence: 'Refuse what is wrong.',
  risk: 'something goes wrong',
  area: 'tls',
  judge: () => ({ verdict: 'pass', expected: '', seen: '' }),
});

const catalogue: Catalogue = {
  requirements: new Map([
    ['A-01', requirement('MUST')],
    ['A-02', requirement('SHOULD')],
  ]),
  cases: new Map(),
  kills: {},
  flaws: [],
  excluded: {},
  weightOf: (_policy, _id, { level }) => (level === 'MUST' ? 'blocking' : 'warning'),
};

const row = (id: string, verdict: Verdict, more: Partial<JudgedRow> = {}): JudgedRow => ({
  requirement: id,
  case: null,
  service: 'sip',
  trust: 'M2',
  variant: 'clean',
  title: 'a test',
  spec: 'suites/tls/a.spec.ts:9',
  verdict,
  expected: 'this',
  seen: 'that',
  reason: null,
  evidence: null,
  captures: [],
  durationMs: 1,
  ...more,
});

type Varied = Partial<Omit<Circumstances, 'settings'>> & { settings?: Partial<Circumstances['settings']> };

const about = (more: Varied = {}): Circumstances => ({
  selection: null,
  dut: { name: 'device', version: '1', driver: 'bundled', profile: 'bundled' },
  lab: { runtime: 'local', why: 'asked for', programs: {}, readyMs: 1 },
  benchFaults: [],
  waivers: [],
  ringproof: '0.1.0',
  startedAt: '2026-11-20T12:00:00.000Z',
  durationMs: 10,
  interrupted: false,
  ...more,
  settings: {
    id: 'x',
    policy: 'bcp',
    gate: 'baseline',
    failOn: 'must',
    recordOnly: false,
    commandLine: '',
    ...more.settings,
  },
});

const outcome = (rows: JudgedRow[], more: Varied = {}) => {
  const record = conclude(rows, catalogue, about(more));
  expect(() => runRecordSchema.parse(record)).not.toThrow();
  return { answer: record.answer, exit: record.exit };
};

// The table of docs/verdicts.md, row by row.
const table: [Verdict, 'blocking' | 'warning', 'must' | 'should', boolean, string, string[]][] = [
  ['pass', 'blocking', 'must', false, 'passed', []],
  ['attested', 'blocking', 'must', false, 'passed', []],
  ['observed', 'blocking', 'must', false, 'passed', []],
  ['not-applicable', 'blocking', 'must', false, 'skipped', []],
  ['not-run', 'blocking', 'must', false, 'skipped', []],
  ['fail', 'blocking', 'must', false, 'failed', []],
  ['fail', 'warning', 'must', false, 'passed', ['warning']],
  ['fail', 'warning', 'should', false, 'failed', []],
  ['inconclusive', 'blocking', 'must', false, 'failed', ['inconclusive']],
  ['inconclusive', 'warning', 'must', false, 'failed', ['inconclusive']],
  ['error', 'blocking', 'must', false, 'failed', ['error']],
  ['error', 'warning', 'must', false, 'failed', ['error']],
  ['fail', 'blocking', 'must', true, 'expected-failure', ['waived']],
  ['fail', 'warning', 'should', true, 'expected-failure', ['waived']],
  ['pass', 'blocking', 'must', true, 'passed', []],
  ['error', 'blocking', 'must', true, 'failed', ['error']],
  ['inconclusive', 'blocking', 'must', true, 'failed', ['inconclusive']],
];

for (const [verdict, weight, failOn, waived, status, marks] of table) {
  test(`${verdict} of a ${weight} requirement, --fail-on ${failOn}${waived ? ', waived' : ''}: ${status}`, () => {
    expect(statusOf(verdict, weight, failOn, waived)).toEqual({ status, marks });
  });
}

test.describe('answer and exit status', () => {
  const both = (first: Verdict, second: Verdict) => [row('A-01', first), row('A-02', second)];

  test('everything passes', () => expect(outcome(both('pass', 'pass'))).toEqual({ answer: 'YES', exit: 0 }));
  test('a MUST fails', () => expect(outcome(both('fail', 'pass'))).toEqual({ answer: 'NO', exit: 1 }));
  test('a SHOULD fails', () => expect(outcome(both('pass', 'fail'))).toEqual({ answer: 'YES', exit: 0 }));
  test('a SHOULD fails under --fail-on should', () =>
    expect(outcome(both('pass', 'fail'), { settings: { failOn: 'should' } })).toEqual({ answer: 'NO', exit: 1 }));
  test('inconclusive', () => expect(outcome(both('inconclusive', 'pass'))).toEqual({ answer: 'CANNOT SAY', exit: 1 }));
  test('error', () => expect(outcome(both('error', 'pass'))).toEqual({ answer: 'CANNOT SAY', exit: 3 }));
  test('an error beside a failure is a failure', () =>
    expect(outcome(both('fail', 'error'))).toEqual({ answer: 'NO', exit: 1 }));
  test('a blocking requirement that was not run', () =>
    expect(outcome([row('A-02', 'pass')], { selection: '--grep A-02' })).toEqual({ answer: 'CANNOT SAY', exit: 0 }));
  test('a warning that was not run', () => expect(outcome([row('A-01', 'pass')])).toEqual({ answer: 'YES', exit: 0 }));
  test('one service passed, the other was not run', () =>
    expect(outcome([row('A-01', 'pass'), row('A-01', 'not-run', { service: 'provisioning' })]).answer).toBe(
      'CANNOT SAY',
    ));
  test('not applicable', () => expect(outcome(both('not-applicable', 'pass'))).toEqual({ answer: 'YES', exit: 0 }));
  test('nothing applies to the device', () => {
    expect(outcome(both('not-applicable', 'not-applicable'))).toEqual({ answer: 'CANNOT SAY', exit: 3 });
    expect(outcome(both('not-applicable', 'not-applicable'), { selection: '--area media' })).toEqual({
      answer: 'CANNOT SAY',
      exit: 0,
    });
  });
  test('interrupted', () =>
    expect(outcome(both('pass', 'pass'), { interrupted: true })).toEqual({ answer: 'CANNOT SAY', exit: 130 }));
  test('interrupted after a failure', () =>
    expect(outcome(both('fail', 'pass'), { interrupted: true })).toEqual({ answer: 'NO', exit: 130 }));
  test('a fault of the bench alone', () =>
    expect(outcome(both('pass', 'pass'), { benchFaults: [{ code: 'X', message: 'y' }] })).toEqual({
      answer: 'CANNOT SAY',
      exit: 3,
    }));
  test('nothing was judged', () => expect(outcome([])).toEqual({ answer: 'CANNOT SAY', exit: 3 }));
  test('--record-only fails nothing, and still says what it saw', () =>
    expect(outcome(both('fail', 'error'), { settings: { recordOnly: true } })).toEqual({ answer: 'NO', exit: 0 }));
});

test.describe('waivers', () => {
  const waiver = (expires: string) => ({ waivers: [{ requirement: 'A-01', owner: 'me', reason: 'known', expires }] });
  const judged = (verdict: Verdict, expires: string) =>
    conclude([row('A-01', verdict), row('A-02', 'pass')], catalogue, about(waiver(expires)));

  test('a waived fail is expected', () => {
    const record = judged('fail', '2026-12-31');
    expect(record).toMatchObject({ answer: 'YES', exit: 0, waivers: [{ state: 'applied' }] });
    expect(record.rows[0]).toMatchObject({ verdict: 'fail', status: 'expected-failure', marks: ['waived'] });
  });
  test('it holds on its last day', () => expect(judged('fail', '2026-11-20').exit).toBe(0));
  test('an expired one ends the run red', () =>
    expect(judged('fail', '2026-11-19')).toMatchObject({ answer: 'NO', exit: 1, waivers: [{ state: 'expired' }] }));
  test('a needless one ends the run red', () =>
    expect(judged('pass', '2026-12-31')).toMatchObject({ exit: 1, waivers: [{ state: 'needless' }] }));
  test('one whose requirement was not run is not blamed', () =>
    expect(judged('not-run', '2026-12-31')).toMatchObject({ exit: 0, waivers: [{ state: 'applied' }] }));
});

test.describe('requirements', () => {
  const record = (rows: JudgedRow[], more = {}) => conclude(rows, catalogue, about(more)).requirements[0];

  test('the worst row counts', () =>
    expect(record([row('A-01', 'pass'), row('A-01', 'fail', { service: 'provisioning' })])).toMatchObject({
      verdict: 'fail',
      baseline: 'below',
    }));
  test('without a row: not run, and why', () => {
    expect(record([], { selection: '--area media' })).toMatchObject({
      verdict: 'not-run',
      reason: 'not selected by --area media',
      baseline: 'silent',
    });
    expect(record([], { interrupted: true })).toMatchObject({ reason: 'the run was interrupted' });
    expect(record([])).toMatchObject({ reason: 'no test judged it' });
  });
  test('the reason of what was not applicable is kept', () =>
    expect(record([row('A-01', 'not-applicable', { reason: 'no audio' })])).toMatchObject({
      verdict: 'not-applicable',
      reason: 'no audio',
    }));
  test('flawed variants do not speak for the clean device', () => {
    const rows = [row('A-01', 'pass'), row('A-01', 'fail', { variant: 'ignores-dates' })];
    expect(record(rows)).toMatchObject({ verdict: 'pass' });
    expect(conclude(rows, catalogue, about()).answer).toBe('YES');
  });
});

test('rows stand in catalogue order, whatever order they came in', () => {
  const rows = [
    row('A-02', 'pass'),
    row('A-01', 'pass', { service: 'provisioning' }),
    row('A-01', 'pass', { variant: 'flaw' }),
    row('A-01', 'pass', { spec: 'suites/tls/a.spec.ts:12' }),
    row('A-01', 'pass'),
  ];
  const names = (some: JudgedRow[]) =>
    inOrder(some, catalogue).map((one) =>
      [one.requirement, one.variant, one.service, one.spec.split(':')[1]].join(' '),
    );
  expect(names(rows)).toEqual([
    'A-01 clean sip 9',
    'A-01 clean sip 12',
    'A-01 clean provisioning 9',
    'A-01 flaw sip 9',
    'A-02 clean sip 9',
  ]);
  expect(names([...rows].reverse())).toEqual(names(rows));
});

test('a selection is told in the words of the command line', () => {
  expect(selectionOf({ areas: ['tls', 'media'], grep: 'CERT-03' })).toBe('--area tls,media --grep CERT-03');
  expect(selectionOf({ areas: null, grep: null })).toBeNull();
});

test.describe('observations', () => {
  test('a requirement that was only observed is silent, and hinders no YES', () => {
    const rows = [row('A-01', 'pass'), row('A-02', 'observed')];
    expect(outcome(rows)).toEqual({ answer: 'YES', exit: 0 });
    const [, observed] = conclude(rows, catalogue, about()).requirements;
    expect(observed).toMatchObject({ verdict: 'observed', baseline: 'silent' });
  });

  test('beside a verdict of the same requirement they do not count', () => {
    const [first] = conclude([row('A-01', 'observed'), row('A-01', 'pass')], catalogue, about()).requirements;
    expect(first).toMatchObject({ verdict: 'pass', baseline: 'meets' });
    expect(outcome([row('A-01', 'observed'), row('A-01', 'fail'), row('A-02', 'pass')]).answer).toBe('NO');
  });

  test('where nothing but observations ran, nothing was shown', () => {
    expect(outcome([row('A-01', 'observed'), row('A-02', 'observed')]).answer).toBe('CANNOT SAY');
  });

  test('are not counted among what was judged', () => {
    const words = why(conclude([row('A-01', 'pass'), row('A-02', 'observed')], catalogue, about()));
    expect(words).toBe(
      'The one requirement that was judged is met. One requirement is only observed: no clause draws a line there.',
    );
  });
});
