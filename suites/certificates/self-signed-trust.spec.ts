import { expect, servicesOf, test } from '../../harness/test.ts';
import { cases } from './cases.ts';
import { covers } from './requirements.ts';

test.describe('self-signed certificate, not uploaded', () => {
  test.use({ trust: 'M2' });

  for (const { row, service } of servicesOf([cases['CTL-03']])) {
    test(`refuses over ${service} before the upload`, covers(row.requirement), async ({ lab, dut }) => {
      await lab[service].present(row.serves);

      await dut.reach(service);

      await expect(dut).toConform(row.requirement, { case: row.id });
    });
  }
});

test.describe('self-signed certificate, uploaded', () => {
  test.use({ trust: 'M3' });

  for (const { row, service } of servicesOf([cases['CTL-03']])) {
    test(`accepts over ${service} after the upload`, covers(row.requirement), async ({ lab, dut }) => {
      await lab[service].present(row.serves);

      await dut.reach(service);

      await expect(dut).toConform(row.requirement, { case: row.id });
    });
  }

  for (const { row, service } of servicesOf([cases['TS-13']])) {
    test(`refuses over ${service} after the deletion`, covers(row.requirement), async ({ lab, dut }) => {
      await lab[service].present(row.serves);
      await dut.reach(service);

      await dut.distrust('self-signed');
      await dut.reach(service);

      await expect(dut).toConform(row.requirement, { case: row.id });
    });
  }
});
