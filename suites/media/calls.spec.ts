import { about, expect, runsOf, test } from '../../harness/test.ts';
import { callsBySettings } from './calls-by-settings.ts';

for (const { name, settings, rows } of callsBySettings) {
  test.describe(`calls, ${name}`, () => {
    test.use(settings);

    for (const { row, service, requirement } of runsOf(rows, 'M2')) {
      test(`${row.id}: ${row.title}`, about({ row, service }), async ({ dut }) => {
        await dut.converse(row.call);

        await expect(dut).toConform(requirement, { case: row.id });
      });
    }
  });
}
