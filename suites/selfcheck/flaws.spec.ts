import { expect, test } from '@playwright/test';
import { outcomeFor, requirementsOf, servicesFor, type Case } from '../../harness/requirement.ts';
import { cases, requirements } from '../catalogue.ts';
import { onlyLocal, told, type SelfcheckRow } from './certify.ts';
import { flawedRun } from './flawed-run.ts';
import { kills, notKillable } from './kills.ts';

onlyLocal('the flaws are the same in every runtime');

test.describe('flaws of the bundled endpoint', () => {
  let rows: SelfcheckRow[];

  test.beforeAll(async () => {
    ({ rows } = await flawedRun());
  });

  for (const [flaw, ids] of Object.entries(kills)) {
    test(`"${flaw}" fails ${ids.join(', ')}`, () => {
      const flawed = rows.filter((row) => row.variant === flaw);
      const failed = new Set(
        flawed.filter((row) => row.verdict === 'fail').flatMap((row) => [row.requirement, row.case]),
      );

      expect(
        ids.filter((id) => !failed.has(id)),
        told(flawed).join('\n'),
      ).toEqual([]);
    });
  }
});

const killed = new Set(Object.values(kills).flat());

test('every id that a flaw kills exists', () => {
  expect([...killed].filter((id) => !requirements.has(id) && !cases.has(id))).toEqual([]);
  expect(Object.keys(notKillable).filter((id) => !cases.has(id) && !requirements.has(id))).toEqual([]);
});

test('every requirement that can fail is killed by a flaw, itself or by one of its cases', () => {
  const byCases = [...cases.values()].filter((row) => killed.has(row.id)).flatMap(requirementsOf);
  const proven = new Set([...killed, ...byCases]);
  const observed = [...requirements.keys()].filter((id) => ownCases(id).length > 0 && !ownCases(id).some(canFail));

  expect(
    [...requirements.keys()].filter((id) => !proven.has(id) && !observed.includes(id) && !(id in notKillable)),
  ).toEqual([]);
});

test('every case that can fail is killed by a flaw', () => {
  const unproven = [...cases.values()].filter((row) => canFail(row) && !killed.has(row.id));

  expect(unproven.map(({ id }) => id).filter((id) => !(id in notKillable))).toEqual([]);
});

const ownCases = (id: string): Case[] => [...cases.values()].filter((row) => requirementsOf(row).includes(id));

function canFail(row: Case): boolean {
  return (['M0', 'M1', 'M2', 'M3'] as const).some((trust) =>
    servicesFor(row).some((service) => ['accept', 'refuse'].includes(outcomeFor(row, trust, service) ?? '')),
  );
}
