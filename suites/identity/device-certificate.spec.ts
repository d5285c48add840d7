import { expect, servicesOf, test } from '../../harness/test.ts';
import { cases } from './cases.ts';
import { covers } from './requirements.ts';

test.describe('device certificate', () => {
  for (const { row, service } of servicesOf([cases['MT-01'], cases['MT-01-PROOF']])) {
    test(`over ${service}: ${row.title}`, covers(row.requirement), async ({ lab, dut }) => {
      await lab[service].present(row.serves);

      await dut.reach(service);

      await expect(dut).toConform(row.requirement, { case: row.id });
    });
  }
});

test.describe('no device certificate', () => {
  test.use({ deviceCertificate: 'none' });

  for (const { row, service } of servicesOf([cases['MT-05']])) {
    test(`answers with an empty Certificate message over ${service}`, covers('MTLS-05'), async ({ lab, dut }) => {
      await lab[service].present(row.serves);

      await dut.reach(service);

      await expect(dut).toConform('MTLS-05', { case: row.id });
    });
  }
});
