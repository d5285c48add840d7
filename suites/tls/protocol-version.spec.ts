import { about, expect, runsOf, test } from '../../harness/test.ts';
import { downgrade as cases, versions } from './cases.ts';

test.describe('protocol version', () => {
  for (const { row, service, outcome, requirement } of runsOf(versions, 'M2')) {
    test(`${outcome}s over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab[service].present(row.serves);

      await dut.reach(service);

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }
});

test.describe('downgrade', () => {
  const row = cases['DG-01'];

  test('sends no SIP in clear when TLS is impossible', about({ row, service: 'sip' }), async ({ lab, dut }) => {
    await lab.sip.present({ port: 'closed' });
    await dut.reach('sip');
    await lab.sip.present(row.serves);
    await dut.reach('sip');

    await expect(dut).toConform('TLSV-14', { case: row.id });
  });

  for (const { row, service, requirement } of runsOf(
    [cases['DG-02/RESET'], cases['DG-02/40'], cases['DG-02/70']],
    'M2',
  )) {
    test(`offers no less afterwards over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab[service].present(row.serves);
      await dut.reach(service);
      await dut.reach(service);

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }
});
