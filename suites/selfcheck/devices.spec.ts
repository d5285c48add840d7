import { expect, test } from '@playwright/test';
import { certify, device, onlyLocal, plainNodeTls, type SelfcheckRow } from './certify.ts';

onlyLocal('the devices are the same in every runtime');

/** Of what applies: the lab's factory authority cannot be in a device that the lab did not make. */
const verdictsOf = (rows: readonly SelfcheckRow[]) =>
  new Set(rows.map((row) => row.verdict).filter((verdict) => verdict !== 'not-applicable'));

test('a silent device that claims success earns no pass', async () => {
  const { exit, rows } = await certify('silent', [...device('silent'), '--grep', 'CERT-0[123]', '--slots', '3']);

  expect(exit).toBe(1);
  expect(verdictsOf(rows)).toEqual(new Set(['inconclusive']));
});

test('a device that refuses everything earns neither a pass nor a fail', async () => {
  const { exit, rows } = await certify('refuses', [
    ...device('refuses-everything'),
    '--grep',
    'CERT-0[123]',
    '--slots',
    '3',
  ]);

  expect(exit).toBe(1);
  expect(verdictsOf(rows)).toEqual(new Set(['inconclusive']));
});

test('a device that accepts everything fails every refusal and passes what it should accept', async () => {
  const { exit, rows } = await certify('accepts', [
    ...device('accepts-everything'),
    '--area',
    'certificates',
    '--slots',
    '3',
  ]);
  const passed = rows.filter((row) => row.verdict === 'pass').map((row) => row.case);
  const failed = rows.filter((row) => row.verdict === 'fail').map((row) => row.case);

  expect(exit).toBe(1);
  expect(new Set(passed)).toEqual(new Set(['CTL-03', 'NM-26', 'NM-04']));
  expect(new Set(failed)).toEqual(
    new Set(['CTL-03', 'TS-13', 'CH-01', 'DT-01', 'DT-03', 'EX-12', 'EX-01', 'CH-05', 'NM-02', 'NM-06', 'NM-01']),
  );
});

test('a plain node:tls client ends red: it takes wildcards in SIP', async () => {
  const { exit, rows } = await certify('plain', plainNodeTls);
  const verdictOf = (id: string) => rows.filter((row) => row.case === id).map((row) => row.verdict);

  expect(exit).toBe(1);
  expect(verdictOf('NM-06')).toEqual(['fail']);
  expect(verdictOf('DT-01')).toEqual(['pass', 'pass']);
});
