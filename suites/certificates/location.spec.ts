import { about, expect, runsOf, test } from '../../harness/test.ts';
import { location } from './cases.ts';

test.describe('whom the device is told to reach', () => {
  for (const { row, service, outcome, requirement } of runsOf(location, 'M2')) {
    test(`${row.id} ${outcome}s over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab[service].present(row.serves);

      await dut.reach(service);

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }
});
