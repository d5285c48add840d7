import { about, expect, runsOf, test } from '../../harness/test.ts';
import { listener as cases } from './cases.ts';

const rows = runsOf(cases, 'M2');
const onSip = rows.filter(({ service }) => service === 'sip');
const onWeb = rows.filter(({ service }) => service === 'provisioning');

test.describe('SIP listener as TLS server', () => {
  test.use({ listener: 'optional' });

  for (const { row, service, requirement } of onSip) {
    test(`${row.id}: ${row.title}`, about({ row, service }), async ({ dut }) => {
      await dut.survey('sip-listener');

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }
});

test.describe('web interface as TLS server', () => {
  for (const { row, service, requirement } of onWeb) {
    test(`${row.id}: ${row.title}`, about({ row, service }), async ({ dut }) => {
      await dut.survey('web');

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }
});
