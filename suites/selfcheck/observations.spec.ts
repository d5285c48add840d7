import { expect, test } from '@playwright/test';
import { cases } from '../catalogue.ts';
import { certify, onlyLocal, told, type SelfcheckRow } from './certify.ts';
import { flawedRun } from './flawed-run.ts';
import { kills } from './kills.ts';
import { observations } from './observations.ts';

onlyLocal('the flaws are the same in every runtime');

test.describe('flaws that change what is told', () => {
  let flawed: SelfcheckRow[];
  let clean: SelfcheckRow[];

  test.beforeAll(async () => {
    test.setTimeout(1_200_000);
    ({ rows: flawed } = await flawedRun());
    ({ rows: clean } = await certify('clean', []));
  });

  for (const [flaw, observation] of Object.entries(observations)) {
    test(`"${flaw}" is told of ${observation.case}`, () => {
      const ofCase = (rows: SelfcheckRow[]) => rows.filter((row) => row.case === observation.case);
      const changed = ofCase(flawed.filter((row) => row.variant === flaw));
      const other = ofCase(clean).filter((row) => !observation.told.test(row.seen));

      expect(changed.length).toBeGreaterThan(0);
      expect(told(changed.filter((row) => !observation.told.test(row.seen)))).toEqual([]);
      expect(new Set(other.map((row) => row.service)), told(ofCase(clean)).join('\n')).toEqual(
        new Set(changed.map((row) => row.service)),
      );
    });
  }
});

test('every case that a flaw changes exists, and no such flaw kills another', () => {
  expect(Object.values(observations).filter((one) => !cases.has(one.case))).toEqual([]);
  expect(Object.keys(observations).filter((flaw) => flaw in kills)).toEqual([]);
});
