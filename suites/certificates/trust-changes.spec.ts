import { about, expect, runsOf, test } from '../../harness/test.ts';
import { trustList } from './cases.ts';

test.use({ trust: 'M2' });

for (const { row, service, requirement } of runsOf([trustList['TS-13/AUTHORITY']], 'M2')) {
  test(`${row.id} refuses over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
    await lab[service].present(row.serves);
    await dut.reach(service);

    await dut.remove('lab-authority.pem');
    await dut.reach(service);

    await expect(dut).toConform(requirement, { case: row.id });
  });
}

for (const { row, service, requirement } of runsOf([trustList['TS-14']], 'M2')) {
  test(`${row.id} over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
    await lab[service].present(row.serves);
    await dut.reach(service);

    await dut.remove('lab-authority.pem');
    await dut.linger();

    await expect(dut).toConform(requirement, { case: row.id });
  });
}

for (const { row, service, requirement } of runsOf([trustList['TS-15/REBOOT']], 'M2')) {
  test(`${row.id} accepts over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
    await lab[service].present(row.serves);
    await dut.reach(service);

    await dut.reset('reboot');
    await dut.reach(service);

    await expect(dut).toConform(requirement, { case: row.id });
  });
}

const { 'TS-15/FACTORY': uploaded, 'TS-15/PRELOADED': preloaded } = trustList;
for (const { row, service, outcome, requirement } of runsOf([uploaded, preloaded], 'M2')) {
  test(`${row.id} ${outcome}s over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
    await lab[service].present(row.serves);
    await dut.reach(service);

    await dut.reset('factory');
    await dut.reach(service);

    await expect(dut).toConform(requirement, { case: row.id });
  });
}

for (const { row, service, requirement } of runsOf([trustList['TS-16']], 'M2')) {
  test(`${row.id} over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
    await lab.sip.present(row.serves);
    await lab.provisioning.present(row.serves);
    await dut.reach('sip');

    await dut.upload({ file: 'pem-lf', of: 'unknown-authority' });
    await dut.reach('provisioning');
    await dut.reach('sip');

    await expect(dut).toConform(requirement, { case: row.id });
  });
}

for (const { row, service, requirement } of runsOf([trustList['TS-17']], 'M2')) {
  test(`${row.id} refuses over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
    await lab[service].present(row.serves);
    await dut.reach(service);

    await dut.validate(false);
    await dut.reach(service);
    await dut.validate(true);
    await dut.reach(service);

    await expect(dut).toConform(requirement, { case: row.id });
  });
}
