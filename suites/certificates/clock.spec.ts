import { about, expect, runsOf, test } from '../../harness/test.ts';
import { clock } from './cases.ts';

test.use({ trust: 'M2' });

for (const { row, service, outcome, requirement } of runsOf(clock, 'M2')) {
  test(`${row.id} ${outcome}s over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
    await lab[service].present(row.serves);
    await dut.reach(service);

    await dut.setClock(row.clock);
    await dut.reach(service);

    await expect(dut).toConform(requirement, { case: row.id });
  });
}
