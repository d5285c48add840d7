import { about, expect, runsOf, test } from '../../harness/test.ts';
import { clearCalls } from './cases.ts';

const placed = [
  { srtp: 'mandatory', runs: runsOf(clearCalls.mandatory, 'M2') },
  { srtp: 'optional', runs: runsOf(clearCalls.optional, 'M2') },
] as const;

for (const { srtp, runs } of placed) {
  test.describe(`signalling without TLS, encryption ${srtp}`, () => {
    test.use({ srtp });

    for (const { row, service, requirement } of runs) {
      test(`${row.id}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
        await lab.sip.present(row.serves);

        await dut.reachAndDial(row.dials);

        await expect(dut).toConform(requirement, { case: row.id });
      });
    }
  });
}

test.describe('signalling without TLS, called', () => {
  test.use({ srtp: 'optional' });

  for (const { row, service, requirement } of runsOf(clearCalls.called, 'M2')) {
    test(`${row.id}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab.sip.present(row.serves);

      await dut.reachAndBeCalled();

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }
});
