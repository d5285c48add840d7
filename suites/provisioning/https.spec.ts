import { expect, servicesOf, test } from '../../harness/test.ts';
import { cases } from './cases.ts';
import { covers } from './requirements.ts';

const oneAttempt = [
  cases['PV-UNKNOWN'],
  cases['PV-SELF'],
  cases['PV-EXPIRED'],
  cases['PV-EARLY'],
  cases['PV-NAME'],
  cases['PV-REDIRECT'],
  cases['PV-MUTUAL'],
];

test.describe('HTTPS provisioning', () => {
  for (const { row, service } of servicesOf(oneAttempt)) {
    test(`${row.expect.M2}s: ${row.title}`, covers(row.requirement), async ({ lab, dut }) => {
      await lab[service].present(row.serves);

      await dut.reach(service);

      await expect(dut).toConform(row.requirement, { case: row.id });
    });
  }

  test('does not apply a file that was cut', covers('PROV-13'), async ({ lab, dut }) => {
    await lab.provisioning.present(cases['PV-CUT'].serves);

    await dut.reach('provisioning');
    await dut.reach('sip');

    await expect(dut).toConform('PROV-13', { case: 'PV-CUT' });
  });
});
