import { about, expect, runsOf, test } from '../../harness/test.ts';
import { certificate, rejection, request } from './cases.ts';

const rejected = Object.values(rejection).filter(({ requirement }) => requirement === 'MTLS-08');
const empty = Object.values(rejection).filter(({ requirement }) => requirement === 'MTLS-05');
const properties = [
  certificate['MT-09/VALIDITY'],
  certificate['MT-09/MAC'],
  certificate['MT-09/USAGE'],
  certificate['MT-09/AUTHORITY'],
  certificate['MT-09/STRENGTH'],
];

/** What runs by which certificate the device has. */
const runs = {
  factory: runsOf([...Object.values(request), ...rejected], 'M2'),
  own: runsOf(properties, 'M2'),
  none: runsOf(empty, 'M2'),
  expired: runsOf([certificate['MT-09']], 'M2'),
  'self-signed': runsOf([certificate['GW/CLIENT/OWN']], 'M2'),
};

for (const deviceCertificate of ['factory', 'own', 'none', 'expired', 'self-signed'] as const) {
  test.describe(`device certificate: ${deviceCertificate}`, () => {
    test.use({ deviceCertificate });

    for (const { row, service, requirement } of runs[deviceCertificate]) {
      test(`${row.id} over ${service}: ${row.title}`, about({ row, service }), async ({ lab, dut }) => {
        await lab[service].present(row.serves);

        await dut.reach(service);

        await expect(dut).toConform(requirement, { case: row.id });
      });
    }
  });
}
