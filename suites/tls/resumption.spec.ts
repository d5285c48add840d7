import { about, expect, runsOf, test } from '../../harness/test.ts';
import { sessions } from './cases.ts';

test.describe('resumption', () => {
  for (const { row, service, requirement } of runsOf([sessions['EMS-01']], 'M2')) {
    test(`${row.id} refuses over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab[service].present({ tls: 'gives-sessions' });
      await dut.reach(service);
      await dut.reach(service);

      await lab[service].present(row.serves);
      await dut.reach(service);

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }

  for (const { row, service, requirement } of runsOf([sessions['EMS-02']], 'M2')) {
    test(`${row.id} refuses over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab[service].present({ tls: 'gives-sessions-without-ems' });
      await dut.reach(service);
      await dut.reach(service);

      await lab[service].present(row.serves);
      await dut.reach(service);

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }
});
