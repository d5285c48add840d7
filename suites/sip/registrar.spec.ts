import { about, expect, test } from '../../harness/test.ts';
import { dialling, registering, repeated, watchedDialling } from './registrar-runs.ts';

for (const { row, service, requirement } of registering) {
  test(`${row.id}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
    await lab.sip.present(row.serves);
    await dut.reach('sip');

    await expect(dut).toConform(requirement, { case: row.id });
  });
}

for (const { row, service, requirement } of repeated) {
  test(`${row.id}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
    await lab.sip.present(row.serves);
    await dut.reach('sip');
    await dut.reach('sip');

    await expect(dut).toConform(requirement, { case: row.id });
  });
}

for (const { row, service, requirement, dials } of dialling) {
  test(`${row.id}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
    await lab.sip.present(row.serves);
    await dut.reach('sip');
    await dut.dial(dials);

    await expect(dut).toConform(requirement, { case: row.id });
  });
}

for (const { row, service, requirement, dials } of watchedDialling) {
  test(`${row.id}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
    await lab.sip.present(row.serves);
    await dut.reach('sip');
    await dut.dial(dials);
    await dut.watch();

    await expect(dut).toConform(requirement, { case: row.id });
  });
}
