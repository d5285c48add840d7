import { about, expect, runsOf, test } from '../../harness/test.ts';
import { cases } from './cases.ts';

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

  for (const { row, service, outcome, requirement } of runsOf(underTheLabAuthority, 'M2')) {
    test(`${outcome}s over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab[service].present(row.serves);

      await dut.reach(service);

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }
});

test.describe('server certificate, factory authorities only', () => {
  test.use({ trust: 'M1' });

  for (const { row, service, requirement } of runsOf([cases['CTL-01'], cases['CTL-03']], 'M1')) {
    test(`refuses over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab[service].present(row.serves);

      await dut.reach(service);

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }
});
