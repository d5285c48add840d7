import { expect, servicesOf, test } from '../../harness/test.ts';
import { cases } from './cases.ts';
import { covers } from './requirements.ts';

test.describe('cipher suites', () => {
  for (const { row, service } of servicesOf([cases['HELLO-RC4']])) {
    test(`offers no RC4 over ${service}`, covers('TLSC-04'), async ({ lab, dut }) => {
      await lab[service].present(row.serves);

      await dut.reach(service);

      await expect(dut).toConform('TLSC-04', { case: row.id });
    });
  }

  for (const { row, service } of servicesOf([cases['S-UNOFFERED']])) {
    test(
      `aborts over ${service} when the server selects an unoffered suite`,
      covers('TLSC-11'),
      async ({ lab, dut }) => {
        await lab[service].present(row.serves);

        await dut.reach(service);

        await expect(dut).toConform('TLSC-11', { case: row.id });
      },
    );
  }
});
