import { about, expect, runsOf, test } from '../../harness/test.ts';
import { cases } from './cases.ts';

test.describe('self-signed certificate, not uploaded', () => {
  test.use({ trust: 'M2' });

  for (const { row, service, requirement } of runsOf([cases['CTL-03']], 'M2')) {
    test(`refuses over ${service} before the upload`, about({ row, service }), async ({ lab, dut }) => {
      await lab[service].present(row.serves);

      await dut.reach(service);

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }
});

test.describe('self-signed certificate, uploaded', () => {
  test.use({ trust: 'M3' });

  for (const { row, service, requirement } of runsOf([cases['CTL-03']], 'M3')) {
    test(`accepts over ${service} after the upload`, about({ row, service }), async ({ lab, dut }) => {
      await lab[service].present(row.serves);

      await dut.reach(service);

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }

  for (const { row, service, requirement } of runsOf([cases['TS-13']], 'M3')) {
    test(`refuses over ${service} after the deletion`, about({ row, service }), async ({ lab, dut }) => {
      await lab[service].present(row.serves);
      await dut.reach(service);

      await dut.distrust('self-signed');
      await dut.reach(service);

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }
});
