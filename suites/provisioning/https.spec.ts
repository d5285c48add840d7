import { about, expect, runsOf, test } from '../../harness/test.ts';
import { cases } from './cases.ts';

const oneAttempt = [cases['DG-03'], cases['NM-39'], cases['PV-MUTUAL']];

test.describe('HTTPS provisioning', () => {
  for (const { row, service, outcome, requirement } of runsOf(oneAttempt, 'M2')) {
    test(`${outcome}s: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab[service].present(row.serves);

      await dut.reach(service);

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }

  test(
    'fetches nothing in clear when TLS is impossible',
    about({ row: cases['DG-04'], service: 'provisioning' }),
    async ({ lab, dut }) => {
      await lab.provisioning.present({ port: 'closed' });
      await dut.reach('provisioning');
      await lab.provisioning.present(cases['DG-04'].serves);
      await dut.reach('provisioning');

      await expect(dut).toConform('PROV-36', { case: 'DG-04' });
    },
  );

  test(
    'does not apply a file that was cut',
    about({ row: cases['PV-CUT'], service: 'provisioning' }),
    async ({ lab, dut }) => {
      await lab.provisioning.present(cases['PV-CUT'].serves);

      await dut.reach('provisioning');
      await dut.reach('sip');

      await expect(dut).toConform('PROV-13', { case: 'PV-CUT' });
    },
  );
});
