import { about, expect, runsOf, test } from '../../harness/test.ts';
import { order } from './cases.ts';

test.describe('message order', () => {
  for (const { row, service, requirement } of runsOf(order, 'M2')) {
    test(`${row.id} over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab[service].present(row.serves);

      await dut.reach(service);

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }
});
