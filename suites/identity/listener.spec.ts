import { about, expect, runsOf, test } from '../../harness/test.ts';
import { listener as cases } from './cases.ts';

const special = ['MT-20', 'MT-19/REVOKED', 'GW/SERVER/OWN', 'GW/SERVER/PEER-LISTED'];
const ordinary = Object.values(cases).filter(({ id }) => !special.includes(id));

for (const listener of ['required', 'optional'] as const) {
  test.describe(`listener, client certificate ${listener}`, () => {
    test.use({ listener });

    const rows = ordinary.filter(({ visitor }) => visitor.listener === listener);
    for (const { row, service, outcome, requirement } of runsOf(rows, 'M2')) {
      test(`${row.id} ${outcome}s: ${row.title}`, about({ row, service }), async ({ dut }) => {
        await dut.visitedBy(row.visitor);

        await expect(dut).toConform(requirement, { case: row.id });
      });
    }
  });
}

test.describe('listener, a client without a certificate', () => {
  test.use({ listener: 'optional' });

  const row = cases['MT-20'];
  test(`${row.id}: ${row.title}`, about({ row, service: 'sip' }), async ({ dut }) => {
    // What the device denies to a client that it knows by another domain, it keeps for those whom it knows.
    await dut.visitedBy({ certificate: 'good', fromDomain: 'elsewhere.test', method: 'MESSAGE' });

    await dut.visitedBy(row.visitor);

    await expect(dut).toConform('MTLS-20', { case: row.id });
  });
});

test.describe('listener, self-signed certificates', () => {
  test.use({ listener: 'required' });

  const row = cases['GW/SERVER/PEER-LISTED'];
  test(`${row.id}: ${row.title}`, about({ row, service: 'sip' }), async ({ dut }) => {
    await dut.listVisitor(row.visitor.certificate);

    await dut.visitedBy(row.visitor);

    await expect(dut).toConform('MTLS-19', { case: row.id });
  });

  test.describe("the device's own", () => {
    test.use({ deviceCertificate: 'self-signed' });

    const own = cases['GW/SERVER/OWN'];
    test(`${own.id}: ${own.title}`, about({ row: own, service: 'sip' }), async ({ dut }) => {
      await dut.visitedBy(own.visitor);

      await expect(dut).toConform('MTLS-19', { case: own.id });
    });
  });
});

test.describe('listener, revocation', () => {
  test.use({ listener: 'required', revocation: 'hard' });

  const row = cases['MT-19/REVOKED'];
  test(`${row.id}: ${row.title}`, about({ row, service: 'sip' }), async ({ dut }) => {
    await dut.visitedBy(row.visitor);

    await expect(dut).toConform('REVO-10', { case: row.id });
  });
});
