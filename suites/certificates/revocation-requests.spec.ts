import { about, expect, runsOf, test } from '../../harness/test.ts';
import { revocationRequests } from './cases.ts';

const fetches = [revocationRequests['RV-10/CRL'], revocationRequests['RV-10/OCSP']];
const offers = [revocationRequests['HELLO-STAPLE']];

const unchecked = [
  { trust: 'M0', title: 'validation off' },
  { trust: 'M2', title: 'no revocation check' },
] as const;

for (const { trust, title } of unchecked) {
  test.describe(`requests about revocation, ${title}`, () => {
    test.use({ trust, revocation: 'off' });

    for (const { row, service, requirement } of runsOf(fetches, trust)) {
      test(`${row.id} is told of ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
        await lab[service].present(row.serves);

        await dut.reach(service);
        await dut.linger();

        await expect(dut).toConform(requirement, { case: row.id });
      });
    }
  });
}

const checked = [
  { trust: 'M1', rows: fetches, title: 'factory authorities only, status must be known' },
  { trust: 'M2', rows: [...fetches, ...offers], title: 'status must be known' },
] as const;

for (const { trust, rows, title } of checked) {
  test.describe(`requests about revocation, ${title}`, () => {
    test.use({ trust, revocation: 'hard' });

    for (const { row, service, requirement } of runsOf(rows, trust)) {
      test(`${row.id} is told of ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
        await lab[service].present(row.serves);

        await dut.reach(service);

        await expect(dut).toConform(requirement, { case: row.id });
      });
    }
  });
}
