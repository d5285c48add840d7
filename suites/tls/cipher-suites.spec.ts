import { about, expect, runsOf, test } from '../../harness/test.ts';
import { cases } from './cases.ts';

test.describe('cipher suites', () => {
  for (const { row, service } of runsOf([cases['HELLO-RC4']], 'M2')) {
    test(`offers no RC4 over ${service}`, about({ row, service }), async ({ lab, dut }) => {
      await lab[service].present(row.serves);

      await dut.reach(service);

      await expect(dut).toConform('TLSC-04', { case: row.id });
    });
  }

  for (const { row, service } of runsOf([cases['S-UNOFFERED']], 'M2')) {
    test(
      `aborts over ${service} when the server selects an unoffered suite`,
      about({ row, service }),
      async ({ lab, dut }) => {
        await lab[service].present(row.serves);

        await dut.reach(service);

        await expect(dut).toConform('TLSC-11', { case: row.id });
      },
    );
  }
});
