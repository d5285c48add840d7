import { about, expect, runsOf, test } from '../../harness/test.ts';
import { keySeries } from './cases.ts';

const [offers, answers, taken] = [
  keySeries['SDES-35/OFFERS'],
  keySeries['SDES-35/ANSWERS'],
  keySeries['SDES-53/TAKEN'],
];

test.describe('keys of many calls', () => {
  test.use({ srtp: 'mandatory' });

  for (const { row, service, requirement } of runsOf([offers, answers], 'M2')) {
    test(`${row.id}: ${row.title}`, about({ row, service }), async ({ dut }) => {
      await dut.gatherKeys(row.gathers);

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }

  for (const { row, service, requirement } of runsOf([taken], 'M2')) {
    test(`${row.id}: ${row.title}`, about({ row, service }), async ({ dut }) => {
      await dut.gatherKeys(row.gathers);

      await dut.download();

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }
});
