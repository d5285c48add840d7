import { about, expect, test } from '../../harness/test.ts';
import { certificate } from './cases.ts';

test.describe('key of the device', () => {
  test.use({ deviceCertificate: 'own' });

  const twoUnits = certificate['MT-09/KEY'];
  test(`${twoUnits.id}: ${twoUnits.title}`, about({ row: twoUnits, service: 'provisioning' }), async ({ lab, dut }) => {
    await lab.provisioning.present(twoUnits.serves);

    await dut.reach('provisioning');
    await dut.reachWithSecondUnit('provisioning');

    await expect(dut).toConform('MTLS-10', { case: twoUnits.id });
  });

  const downloads = certificate['MT-23'];
  test(`${downloads.id}: ${downloads.title}`, about({ row: downloads, service: 'sip' }), async ({ dut }) => {
    await dut.identify('replacement');

    await dut.download();

    await expect(dut).toConform('MTLS-23', { case: downloads.id });
  });
});
