import { about, expect, runsOf, test } from '../../harness/test.ts';
import { serverCertificates } from './cases.ts';

const trustModes = {
  M2: 'lab authority uploaded',
  M1: 'factory authorities only',
  M3: 'that very certificate uploaded',
  M0: 'validation off',
} as const;

for (const trust of ['M2', 'M1', 'M3', 'M0'] as const) {
  test.describe(`server certificate, ${trustModes[trust]}`, () => {
    test.use({ trust });

    for (const { row, service, outcome, requirement } of runsOf(serverCertificates, trust)) {
      test(`${row.id} ${outcome}s over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
        await lab[service].present(row.serves);

        await dut.reach(service);

        await expect(dut).toConform(requirement, { case: row.id });
      });
    }
  });
}
