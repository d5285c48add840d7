import { about, expect, runsOf, test } from '../../harness/test.ts';
import { bothSchemes, held, severed } from './cases.ts';

for (const { row, service, requirement } of runsOf(bothSchemes, 'M2')) {
  test(`${row.id}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
    await lab.sip.present(row.serves);
    await dut.reach('sip');
    await dut.dial('sip:bench@lab.test');
    await dut.dial('sips:bench@lab.test');

    await expect(dut).toConform(requirement, { case: row.id });
  });
}

for (const { row, service, requirement } of runsOf(held, 'M2')) {
  test(`${row.id}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
    await lab.sip.present(row.serves);
    await dut.reach('sip');
    await dut.dialAndHold('sips:bench@lab.test');

    await expect(dut).toConform(requirement, { case: row.id });
  });
}

for (const { row, service, requirement } of runsOf(severed, 'M2')) {
  test(`${row.id}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
    await lab.sip.present(row.serves);
    await dut.reach('sip');
    await dut.sever();
    await dut.dial('sips:bench@lab.test');
    await dut.watch();

    await expect(dut).toConform(requirement, { case: row.id });
  });
}
