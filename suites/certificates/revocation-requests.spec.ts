import { about, expect, runsOf, test } from '../../harness/test.ts';
import { revocationRequests } from './cases.ts';

const { unchecked, checked } = revocationRequests;

for (const [trust, title] of [
  ['M0', 'validation off'],
  ['M2', 'no revocation check'],
] as const) {
  test.describe(`requests about revocation, ${title}`, () => {
    test.use({ trust, revocation: 'off' });

    for (const { row, service, requirement } of runsOf(unchecked, trust)) {
      test(`${row.id} is told of ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
        await lab[service].present(row.serves);

        await dut.reach(service);
        await dut.linger();

        await expect(dut).toConform(requirement, { case: row.id });
      });
    }
  });
}

for (const [trust, title] of [
  ['M1', 'factory authorities only, status must be known'],
  ['M2', 'status must be known'],
] as const) {
  test.describe(`requests about revocation, ${title}`, () => {
    test.use({ trust, revocation: 'hard' });

    for (const { row, service, requirement } of runsOf(checked, trust)) {
      test(`${row.id} is told of ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
        await lab[service].present(row.serves);

        await dut.reach(service);

        await expect(dut).toConform(requirement, { case: row.id });
      });
    }
  });
}
