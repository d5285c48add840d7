import { about, expect, runsOf, test } from '../../harness/test.ts';
import { trustList } from './cases.ts';

test.describe('self-signed certificate, uploaded and deleted again', () => {
  test.use({ trust: 'M3' });

  for (const { row, service, requirement } of runsOf([trustList['TS-13']], 'M3')) {
    test(`${row.id} refuses over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab[service].present(row.serves);
      await dut.reach(service);

      await dut.distrust('self-signed');
      await dut.reach(service);

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }
});
