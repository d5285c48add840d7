import { about, expect, runsOf, test } from '../../harness/test.ts';
import { behind, ends, renegotiation } from './cases.ts';

test.describe('established connection', () => {
  for (const { row, service, outcome, requirement } of runsOf({ ...behind, ...renegotiation }, 'M2')) {
    test(`${row.id} ${outcome}s over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab[service].present(row.serves);
      await dut.reach(service);

      await dut.watch();

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }
});

test.describe('end of a connection, and the next one', () => {
  for (const { row, service, requirement } of runsOf([ends['AP-30']], 'M2')) {
    test(`${row.id} over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab[service].present(row.serves);
      await dut.reach(service);
      await dut.reach(service);

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }

  for (const { row, service, requirement } of runsOf([ends['AP-31'], ends['AP-32']], 'M2')) {
    test(`${row.id} over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab[service].present(row.serves);
      await dut.reach(service);

      await dut.leave();

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }
});
