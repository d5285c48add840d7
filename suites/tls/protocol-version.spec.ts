import { about, expect, runsOf, test } from '../../harness/test.ts';
import { downgrade as cases, highestVersion, versions } from './cases.ts';

test.describe('protocol version', () => {
  for (const { row, service, outcome, requirement } of runsOf(versions, 'M2')) {
    test(`${outcome}s over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab[service].present(row.serves);

      await dut.reach(service);

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }
});

test.describe('highest version', () => {
  for (const { row, service, requirement } of runsOf(highestVersion, 'M2')) {
    test(`over ${service}, after TLS 1.3 alone: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab[service].present({ version: 'TLS 1.3' });
      await dut.reach(service);
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

  for (const { row, service, requirement } of runsOf(
    [cases['DG-07/40'], cases['DG-07/70'], cases['DG-07/CLEAR']],
    'M2',
  )) {
    test(
      `says nothing in clear afterwards over ${service}: ${row.title}`,
      about({ row, service }),
      async ({ lab, dut }) => {
        await lab[service].present(row.serves);
        await dut.reach(service);
        await dut.reach(service);

        await expect(dut).toConform(requirement, { case: row.id });
      },
    );
  }

  for (const { row, service, requirement } of runsOf([cases['DG-08']], 'M2')) {
    test(
      `says nothing in clear beside TLS over ${service}: ${row.title}`,
      about({ row, service }),
      async ({ lab, dut }) => {
        await lab[service].present(row.serves);
        await dut.reach(service);
        await dut.linger();

        await expect(dut).toConform(requirement, { case: row.id });
      },
    );
  }
});
