import { about, expect, runsOf, test } from '../../harness/test.ts';
import { certificate } from './cases.ts';

test.describe('device certificate, replaced', () => {
  for (const { row, service, requirement } of runsOf([certificate['MT-15']], 'M2')) {
    test(`${row.id} is shown over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab[service].present(row.serves);
      await dut.reach(service);

      await dut.identify('replacement');
      await dut.reach(service);

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }

  const bad = [
    { row: certificate['MT-16/BROKEN'], file: 'broken' },
    { row: certificate['MT-16/MISMATCH'], file: 'mismatching-key' },
  ] as const;
  for (const { row, file } of bad) {
    test(`${row.id} is refused: ${row.title}`, about({ row, service: 'sip' }), async ({ lab, dut }) => {
      await lab.sip.present(row.serves);
      await dut.identify('replacement');

      await dut.identify(file);
      await dut.reach('sip');

      await expect(dut).toConform('MTLS-16', { case: row.id });
    });
  }

  const fallback = certificate['MT-16/FALLBACK'];
  test(`${fallback.id}: ${fallback.title}`, about({ row: fallback, service: 'sip' }), async ({ lab, dut }) => {
    await lab.sip.present(fallback.serves);
    await dut.identify('replacement');
    await dut.reach('sip');

    await dut.restoreIdentity();
    await dut.reach('sip');

    await expect(dut).toConform('MTLS-16', { case: fallback.id });
  });
});
