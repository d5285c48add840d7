import { about, expect, runsOf, test } from '../../harness/test.ts';
import { cases } from './cases.ts';

test.describe('device certificate', () => {
  for (const { row, service, requirement } of runsOf([cases['MT-01'], cases['MT-01-PROOF']], 'M2')) {
    test(`over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab[service].present(row.serves);

      await dut.reach(service);

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }
});

test.describe('no device certificate', () => {
  test.use({ deviceCertificate: 'none' });

  for (const { row, service } of runsOf([cases['MT-05']], 'M2')) {
    test(`answers with an empty Certificate message over ${service}`, about({ row, service }), async ({ lab, dut }) => {
      await lab[service].present(row.serves);

      await dut.reach(service);

      await expect(dut).toConform('MTLS-05', { case: row.id });
    });
  }
});
