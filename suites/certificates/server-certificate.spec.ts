import { expect, servicesOf, test } from '../../harness/test.ts';
import { cases } from './cases.ts';
import { covers } from './requirements.ts';

const underTheLabAuthority = [
  cases['CH-01'],
  cases['DT-01'],
  cases['DT-03'],
  cases['EX-12'],
  cases['EX-01'],
  cases['CH-05'],
  cases['NM-26'],
  cases['NM-04'],
  cases['NM-02'],
  cases['NM-06'],
  cases['NM-01'],
];

test.describe('server certificate, lab authority uploaded', () => {
  test.use({ trust: 'M2' });

  for (const { row, service } of servicesOf(underTheLabAuthority)) {
    test(`${row.expect.M2}s over ${service}: ${row.title}`, covers(row.requirement), async ({ lab, dut }) => {
      await lab[service].present(row.serves);

      await dut.reach(service);

      await expect(dut).toConform(row.requirement, { case: row.id });
    });
  }
});

test.describe('server certificate, factory authorities only', () => {
  test.use({ trust: 'M1' });

  for (const { row, service } of servicesOf([cases['CTL-01'], cases['CTL-03']])) {
    test(`refuses over ${service}: ${row.title}`, covers(row.requirement), async ({ lab, dut }) => {
      await lab[service].present(row.serves);

      await dut.reach(service);

      await expect(dut).toConform(row.requirement, { case: row.id });
    });
  }
});
