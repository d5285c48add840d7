import { about, expect, runsOf, test } from '../../harness/test.ts';
import { hello } from './cases.ts';

test.describe('ClientHello', () => {
  for (const { row, service, requirement } of runsOf(hello, 'M2')) {
    test(`${row.id} over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab[service].present(row.serves);

      await dut.reach(service);

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }
});
