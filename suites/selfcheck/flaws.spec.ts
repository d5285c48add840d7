import { expect, test } from '@playwright/test';
import { requirements } from '../catalogue.ts';
import { certify, onlyLocal, told, type SelfcheckRow } from './certify.ts';
import { kills } from './kills.ts';

onlyLocal('the flaws are the same in every runtime');

test.describe('flaws of the bundled endpoint', () => {
  let rows: SelfcheckRow[];

  test.beforeAll(async () => {
    ({ rows } = await certify('flaws', ['--record-only', '--flaws', 'all']));
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
