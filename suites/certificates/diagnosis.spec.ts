import { about, expect, runsOf, test } from '../../harness/test.ts';
import { diagnosis } from './cases.ts';

test.describe('reasons for refusals', () => {
  for (const { row, service, requirement } of runsOf(diagnosis, 'M2')) {
    test(`${row.id} over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      for (const certificate of ['expired', 'wrong-name', 'unknown-authority'] as const) {
        await lab[service].present({ certificate });
        await dut.reach(service);
      }

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }
});
