import { about, expect, runsOf, test } from '../../harness/test.ts';
import { sweeps } from './cases.ts';

test.describe('one suite, one group', () => {
  for (const { row, service, outcome, requirement } of runsOf(sweeps, 'M2')) {
    test(`${row.id} ${outcome}s over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab[service].present(row.serves);

      await dut.reach(service);

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }
});
