import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { attempt, connection, evidence, hello } from '../harness/judge/evidence.sample.ts';
import { policies, policyNames } from '../harness/profiles/policies.ts';
import { currentCatalogue } from './current-catalogue.ts';
import { evidenceIn } from './evidence-store.ts';
import { readRecord } from './outcome.ts';
import { rejudge } from './rejudge.ts';
import { sampleRun, storeEvidence } from './sample/run.ts';
import { writeReports } from './write-reports.ts';

let folder = '';
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringproof-judge-'));
  const run = sampleRun();
  storeEvidence(run, folder);
  writeReports(run.record, folder, { catalogue: currentCatalogue, folder: join(folder, 'none') });
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a stored run judged again is the same record, to the byte', () => {
  const result = rejudge(readRecord(folder), evidenceIn(folder), currentCatalogue);
  expect(result.differences).toEqual([]);
  expect(result.judged).toBeGreaterThan(40);
  expect(`${JSON.stringify(result.record, null, 2)}\n`).toBe(readFileSync(join(folder, 'run.json'), 'utf8'));
});

for (const policy of policyNames.filter((name) => name !== 'bcp')) {
  test(`the policy "${policy}" changes weights and never a verdict`, () => {
    const stored = readRecord(folder);
    const { record, differences } = rejudge(stored, evidenceIn(folder), currentCatalogue, policy);
    expect(differences).toEqual([]);
    expect(record.policy).toBe(policy);
    const weights = (one: typeof record) => one.requirements.map(({ id, weight }) => `${id} ${weight}`);
    expect(weights(record)).not.toEqual(weights(stored));
    expect(record.rows.map((row) => row.verdict)).toEqual(stored.rows.map((row) => row.verdict));
  });
}

test('every requirement whose weight a policy changes exists', () => {
  const named = Object.values(policies).flatMap(({ raised, lowered }) => [...raised, ...lowered]);
  expect(named.filter((id) => !currentCatalogue.requirements.has(id))).toEqual([]);
});

test('a verdict that the evidence does not bear out is told', () => {
  const stored = readRecord(folder);
  const forged = stored.rows.find((row) => row.verdict === 'fail');
  if (forged) forged.verdict = 'pass';
  expect(rejudge(stored, evidenceIn(folder), currentCatalogue).differences).toEqual([
    expect.objectContaining({ field: 'verdict', stored: 'pass', now: 'fail' }),
  ]);
});

test('what does not apply is told with the reason that the judge gives now', () => {
  const stored = readRecord(folder);
  const [like] = stored.rows;
  const without = attempt('case', [connection({ hello: hello({ alpn: [] }), negotiated: null })]);
  writeFileSync(join(folder, 'evidence', 'hello.json'), JSON.stringify(evidence({ attempts: [without] })));
  stored.rows = [
    {
      ...like!,
      requirement: 'TLSX-29',
      case: 'CHL-34/OWN',
      service: 'sip',
      evidence: 'evidence/hello.json',
      reason: 'x',
    },
  ];
  const [row] = rejudge(stored, evidenceIn(folder), currentCatalogue).record.rows;
  expect(row).toMatchObject({ verdict: 'not-applicable', status: 'skipped' });
  expect(row?.reason).toBe(row?.seen);
});

test('evidence that was changed or removed is never judged', () => {
  const stored = readRecord(folder);
  const paths = [...new Set(stored.rows.flatMap((row) => row.evidence ?? []))];
  const [changed = '', removed = ''] = paths;
  writeFileSync(
    join(folder, changed),
    readFileSync(join(folder, changed), 'utf8').replace('"lasted":1046', '"lasted":1047'),
  );
  rmSync(join(folder, removed));
  const now = rejudge(stored, evidenceIn(folder), currentCatalogue).differences.filter(
    (one) => one.field === 'verdict',
  );
  expect(now.map((one) => one.now)).toEqual(['error', 'error']);
});

test('a path that leads out of the folder is not read', () => {
  expect(evidenceIn(folder).read('../../../etc/hostname')).toEqual({
    missing: expect.stringContaining('is not in the run'),
  });
});

test('a verdict without evidence is not believed', () => {
  const stored = readRecord(folder);
  const forged = stored.rows.find((row) => row.verdict === 'fail');
  if (forged) Object.assign(forged, { verdict: 'pass', evidence: null });
  const [first] = rejudge(stored, evidenceIn(folder), currentCatalogue).differences;
  expect(first).toMatchObject({ field: 'verdict', stored: 'pass', now: 'error' });
});
