import { about, expect, runsOf, test } from '../../harness/test.ts';
import { session } from './cases.ts';

test.describe('later connections', () => {
  for (const { row, service, requirement } of runsOf([session['DG-05']], 'M2')) {
    test(`${row.id} refuses over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab[service].present({ certificate: 'good' });
      await dut.reach(service);

      await lab[service].present(row.serves);
      await dut.reach(service);

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }

  for (const { row, service, requirement } of runsOf([session['DG-06']], 'M2')) {
    test(`${row.id} refuses over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab[service].present({ certificate: 'good', tickets: true });
      await dut.reach(service);

      await lab[service].present(row.serves);
      await dut.reach(service);

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }

  for (const { row, service, requirement } of runsOf([session['DT-16']], 'M2')) {
    test(`${row.id} is told of ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab[service].present(row.serves);
      await dut.reach(service);

      await dut.setClock(2 * 3600);
      await dut.linger();
      await dut.reach(service);

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }
});

test.describe('later connections, that very certificate uploaded', () => {
  test.use({ trust: 'M3' });

  for (const { row, service, requirement } of runsOf([session['DG-06/REMOVED']], 'M3')) {
    test(`${row.id} refuses over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab[service].present(row.serves);
      await dut.reach(service);

      await dut.distrust('self-signed');
      await dut.reach(service);

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }
});

test.describe('later connections, revocation status must be known', () => {
  test.use({ trust: 'M2', revocation: 'hard' });

  for (const { row, service, requirement } of runsOf([session['RV-11']], 'M2')) {
    test(`${row.id} is told of ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab[service].present(row.serves);
      await dut.reach(service);

      await lab[service].present({ ...row.serves, revokedMeanwhile: true });
      await dut.linger();
      await dut.reach(service);

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }
});
