import { about, expect, runsOf, test } from '../../harness/test.ts';
import { selfSigned, trustList } from './cases.ts';

test.describe('self-signed certificate, uploaded and deleted again', () => {
  test.use({ trust: 'M3' });

  for (const { row, service, requirement } of runsOf([trustList['TS-13']], 'M3')) {
    test(`${row.id} refuses over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await lab[service].present(row.serves);
      await dut.reach(service);

      await dut.distrust('self-signed');
      await dut.reach(service);

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }
});

for (const trust of ['M0', 'M2'] as const) {
  test.describe(`self-signed certificate, trust mode ${trust}`, () => {
    test.use({ trust });

    for (const { row, service, outcome, requirement } of runsOf([selfSigned['SS/WRONG-FOLDER']], trust)) {
      test(`${row.id} ${outcome}s over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
        await dut.upload({ file: 'pem-lf', of: 'self-signed', folder: 'certs', service });

        await lab[service].present(row.serves);
        await dut.reach(service);

        await expect(dut).toConform(requirement, { case: row.id });
      });
    }
  });
}

test.describe('self-signed certificate, validation off', () => {
  test.use({ trust: 'M0' });

  const { 'SS/UPLOADED': uploaded, 'SS/NAMESAKE': namesake, 'SS/DELETED': deleted } = selfSigned;
  for (const { row, service, requirement } of runsOf([uploaded, namesake], 'M0')) {
    test(`${row.id} over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await dut.upload({ file: 'pem-lf', of: 'self-signed', service });

      await lab[service].present(row.serves);
      await dut.reach(service);

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }

  for (const { row, service, requirement } of runsOf([deleted], 'M0')) {
    test(`${row.id} over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
      await dut.upload({ file: 'pem-lf', of: 'self-signed', service, name: 'server.pem' });
      await lab[service].present(row.serves);
      await dut.reach(service);

      await dut.remove('server.pem');
      await dut.reach(service);

      await expect(dut).toConform(requirement, { case: row.id });
    });
  }
});
