import { expect, test } from '@playwright/test';
import { certify, onlyLocal, type SelfcheckRow } from './certify.ts';

onlyLocal('third parties are judged the same in every runtime');

const verdictsOf = (rows: readonly SelfcheckRow[], id: string) =>
  rows.filter((row) => row.requirement === id && row.verdict !== 'not-applicable').map((row) => row.verdict);

test('baresip 1.0.0 is blamed for the certificate that it accepts, and not for its SRTP', async () => {
  const { exit, rows } = await certify('baresip', ['--dut', 'baresip', '--grep', 'CERT-03|SRTP-0[14]|SDES-0[13]']);

  expect(exit).toBe(1);
  expect(verdictsOf(rows, 'CERT-03')).toEqual(['fail']);
  expect(verdictsOf(rows, 'SRTP-01')).toEqual(['pass', 'pass']);
  expect(verdictsOf(rows, 'SRTP-04')).toEqual(['pass']);
  expect(verdictsOf(rows, 'SDES-01')).toEqual(['pass']);
  expect(verdictsOf(rows, 'SDES-03')).toEqual(['fail']);
});

test('curl, wrapped as the documentation shows, refuses what it should and is not judged by what it is not', async () => {
  const command = ['--dut', 'command', '--command', 'node docs/examples/curl-device.mjs', '--slots', '3'];
  const { rows } = await certify('curl', [...command, '--grep', 'PROV-0[234]|NAME-05|TLSV-05']);

  expect(verdictsOf(rows, 'PROV-02')).toEqual(['pass', 'pass']);
  expect(verdictsOf(rows, 'PROV-03')).toEqual(['pass', 'pass']);
  expect(verdictsOf(rows, 'PROV-04')).toEqual(['pass']);
  expect(verdictsOf(rows, 'TLSV-05')).toEqual(['pass']);
  expect(verdictsOf(rows, 'NAME-05')).toEqual([]);
});
