import { expect, servicesOf, test } from '../../harness/test.ts';
import { cases } from './cases.ts';
import { covers } from './requirements.ts';

test.describe('protocol version', () => {
  for (const { row, service } of servicesOf([cases['VER-10'], cases['VER-11'], cases['VER-12'], cases['VER-13']])) {
    test(`${row.expect.M2}s over ${service}: ${row.title}`, covers(row.requirement), async ({ lab, dut }) => {
      await lab[service].present(row.serves);

      await dut.reach(service);

      await expect(dut).toConform(row.requirement, { case: row.id });
    });
  }
});

test.describe('downgrade', () => {
  const row = cases['DG-01'];

  test('sends no SIP in clear when TLS is impossible', covers('TLSV-14'), async ({ lab, dut }) => {
    await lab.sip.present({ port: 'closed' });
    await dut.reach('sip');
    await lab.sip.present(row.serves);
    await dut.reach('sip');

    await expect(dut).toConform('TLSV-14', { case: row.id });
  });
});
