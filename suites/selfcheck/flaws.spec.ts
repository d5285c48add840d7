import { expect, test } from '@playwright/test';
import { requirements } from '../catalogue.ts';
import { certify, type SelfcheckRow } from './certify.ts';
import { kills } from './kills.ts';

const told = (rows: readonly SelfcheckRow[]) =>
  rows.map((row) => `${row.requirement} ${row.case ?? ''} ${row.service}: ${row.verdict} (${row.reason ?? row.seen})`);

test.describe('flaws of the bundled endpoint', () => {
  let rows: SelfcheckRow[];

  test.beforeAll(async () => {
    ({ rows } = await certify('flaws', ['--record-only', '--flaws', 'all']));
  });

  test('the endpoint without a flaw passes everything', () => {
    const clean = rows.filter((row) => row.variant === 'clean');

    expect(told(clean.filter((row) => row.verdict !== 'pass'))).toEqual([]);
    expect([...new Set(clean.map((row) => row.requirement))].sort()).toEqual([...requirements.keys()].sort());
  });

  for (const [flaw, ids] of Object.entries(kills)) {
    test(`"${flaw}" fails ${ids.join(', ')}`, () => {
      const flawed = rows.filter((row) => row.variant === flaw);
      const failed = new Set(flawed.filter((row) => row.verdict === 'fail').map((row) => row.requirement));

      expect(
        ids.filter((id) => !failed.has(id)),
        told(flawed).join('\n'),
      ).toEqual([]);
    });
  }
});

test('every requirement is killed by a flaw', () => {
  const killed = new Set(Object.values(kills).flat());

  expect([...requirements.keys()].filter((id) => !killed.has(id))).toEqual([]);
  expect([...killed].filter((id) => !requirements.has(id))).toEqual([]);
});
