import { about, expect, runsOf, test } from '../../harness/test.ts';
import { trustFiles, trustList } from './cases.ts';

test.use({ trust: 'M2' });

for (const { row, service, requirement } of runsOf(trustFiles, 'M2')) {
  test(`${row.id} over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
    await lab[service].present(row.serves);
    await dut.reach(service);

    await dut.upload({ file: row.file, of: 'unknown-authority' });
    await dut.reach(service);

    await expect(dut).toConform(requirement, { case: row.id });
  });
}

const { 'TS-12/TWICE': twice, 'TS-12/NAMESAKES': namesakes } = trustList;
for (const { row, service, requirement } of runsOf([twice, namesakes], 'M2')) {
  test(`${row.id} accepts over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
    await lab[service].present(row.serves);
    await dut.reach(service);

    await dut.upload({ file: row.first, of: 'unknown-authority', name: 'first.pem' });
    await dut.upload({ file: 'pem-lf', of: 'unknown-authority', name: 'second.pem' });
    await dut.reach(service);

    await expect(dut).toConform(requirement, { case: row.id });
  });
}

for (const { row, service, requirement } of runsOf([trustList['TS-08']], 'M2')) {
  test(`${row.id} over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
    await dut.fill({ leaving: 1 });
    await dut.upload({ file: 'pem-lf', of: 'unknown-authority' });
    await lab[service].present(row.serves);
    await dut.reach(service);

    await dut.upload({ file: 'pem-lf', of: 'ecdsa-chain' });
    await lab[service].present({ certificate: 'ecdsa-chain' });
    await dut.reach(service);
    await lab[service].present({ certificate: 'good' });
    await dut.reach(service);
    await lab[service].present(row.serves);
    await dut.reach(service);

    await expect(dut).toConform(requirement, { case: row.id });
  });
}

const { 'TS-09/EMPTY': empty, 'TS-09/LARGE': large, 'TS-09/RANDOM': random, 'TS-09/TRUNCATED': truncated } = trustList;
for (const { row, service, requirement } of runsOf([empty, large, random, truncated], 'M2')) {
  test(`${row.id} over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
    await lab[service].present(row.serves);
    await dut.reach(service);

    await dut.upload({ file: row.file, of: 'unknown-authority' });
    await dut.reach(service);
    await lab[service].present({ certificate: 'unknown-authority' });
    await dut.reach(service);

    await expect(dut).toConform(requirement, { case: row.id });
  });
}

for (const { row, service, requirement } of runsOf([trustList['TS-09/NAMES']], 'M2')) {
  test(`${row.id} accepts over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
    await lab[service].present(row.serves);
    await dut.reach(service);

    await dut.uploadUnderHostileNames();
    await dut.reach(service);

    await expect(dut).toConform(requirement, { case: row.id });
  });
}

for (const { row, service, requirement } of runsOf([trustList['CTL-06']], 'M2')) {
  test(`${row.id} accepts over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
    await lab[service].present(row.serves);
    await dut.reach(service);

    for (const file of row.hostile) await dut.upload({ file, of: 'unknown-authority' });
    await dut.reach(service);

    await expect(dut).toConform(requirement, { case: row.id });
  });
}

for (const { row, service, requirement } of runsOf([trustList['TS-10']], 'M2')) {
  test(`${row.id} over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
    await dut.list();
    await dut.upload({ file: 'private-key', of: 'unknown-authority' });
    await dut.list();

    await lab[service].present(row.serves);
    await dut.reach(service);

    await expect(dut).toConform(requirement, { case: row.id });
  });
}

for (const { row, service, requirement } of runsOf([trustList['TS-11']], 'M2')) {
  test(`${row.id} refuses over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
    await dut.upload({ file: 'pem-lf', of: 'issued-by-uploaded-leaf', service });

    await lab[service].present(row.serves);
    await dut.reach(service);

    await expect(dut).toConform(requirement, { case: row.id });
  });
}
