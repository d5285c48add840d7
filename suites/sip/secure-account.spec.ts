import { about, expect, runsOf, test } from '../../harness/test.ts';
import { secureAccount } from './cases.ts';

test.describe('an account of sips:', () => {
  test.use({ scheme: 'sips' });

  for (const { row, service, requirement } of runsOf(secureAccount, 'M2')) {
    test(`${row.id}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab.sip.present(row.serves);
      await dut.reach('sip');

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }
});
