import { about, expect, runsOf, test } from '../../harness/test.ts';
import { bothSchemes, held, severed } from './cases.ts';
import { plainCallee, secureCallee } from './cases/row-parts.ts';

for (const { row, service, requirement } of runsOf(bothSchemes, 'M2')) {
  test(`${row.id}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
    await lab.sip.present(row.serves);
    await dut.reach('sip');
    await dut.dial(plainCallee);
    await dut.dial(secureCallee);

    await expect(dut).toConform(requirement, { case: row.id });
  });
}

for (const { row, service, requirement } of runsOf(held, 'M2')) {
  test(`${row.id}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
    await lab.sip.present(row.serves);
    await dut.reach('sip');
    await dut.dialAndHold(secureCallee);

    await expect(dut).toConform(requirement, { case: row.id });
  });
}

for (const { row, service, requirement } of runsOf(severed, 'M2')) {
  test(`${row.id}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
    await lab.sip.present(row.serves);
    await dut.reach('sip');
    await dut.sever();
    await dut.dial(secureCallee);
    await dut.watch();

    await expect(dut).toConform(requirement, { case: row.id });
  });
}
