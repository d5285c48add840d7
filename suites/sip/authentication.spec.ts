import { about, expect, runsOf, test } from '../../harness/test.ts';
import { leaving, strangers } from './cases/authentication.ts';

for (const { row, service, requirement } of runsOf(leaving, 'M2')) {
  test(`${row.id}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
    await lab.sip.present(row.serves);
    await dut.reach('sip');
    await dut.leave();

    await expect(dut).toConform(requirement, { case: row.id });
  });
}

for (const { row, service, requirement } of runsOf(strangers, 'M2')) {
  test(`${row.id}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
    await lab.sip.present(row.serves);
    await dut.reach('sip');
    await dut.hangUp();
    await dut.watch();

    await expect(dut).toConform(requirement, { case: row.id });
  });
}
