import { about, expect, runsOf, test } from '../../harness/test.ts';
import { revocation } from './cases.ts';

test.describe('revocation, status must be known', () => {
  test.use({ trust: 'M2', revocation: 'hard' });

  for (const { row, service, outcome, requirement } of runsOf(revocation, 'M2')) {
    test(`${row.id} ${outcome}s over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab[service].present(row.serves);

      await dut.reach(service);

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }
});
