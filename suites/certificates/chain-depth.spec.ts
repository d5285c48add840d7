import { about, expect, runsOf, test } from '../../harness/test.ts';
import { chainDepth } from './cases.ts';

test.use({ trust: 'M2' });

for (const { row, service, requirement } of runsOf(chainDepth, 'M2')) {
  test(`${row.id} over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
    for (const certificate of row.series) {
      await lab[service].present({ certificate });
      await dut.reach(service);
    }

    await expect(dut).toConform(requirement, { case: row.id });
  });
}
