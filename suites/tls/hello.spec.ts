import { about, expect, runsOf, test } from '../../harness/test.ts';
import { hello, locatedHello } from './cases.ts';

test.describe('ClientHello', () => {
  for (const { row, service, requirement } of runsOf(hello, 'M2')) {
    test(`${row.id} over ${service}: ${row.title}`, about({ row, service }), async ({ dut }) => {
      await dut.greet(service);

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }

  for (const { row, service, requirement } of runsOf(locatedHello, 'M2')) {
    test(`${row.id} over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab[service].present(row.serves);

      await dut.reach(service);

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }
});
