import { expect, test } from '@playwright/test';
import { outcomeFor, type Outcome } from '../../harness/requirement.ts';
import { cases } from '../catalogue.ts';
import { certify, device, onlyLocal, plainNodeTls, told, type SelfcheckRow } from './certify.ts';

onlyLocal('the devices are the same in every runtime');

/** Of what applies: the lab's factory authority cannot be in a device that the lab did not make. */
const verdictsOf = (rows: readonly SelfcheckRow[]) =>
  new Set(rows.map((row) => row.verdict).filter((verdict) => verdict !== 'not-applicable'));

/** A refusal by trust, one by date, and the acceptance that a device which does nothing does not show. */
const few = ['--grep', '@(CTL-03|CH-01|DT-01)'];

test('a silent device that claims success earns no pass', async () => {
  const { exit, rows } = await certify('silent', [...device('silent'), ...few, '--slots', '3']);

  expect(exit).toBe(1);
  expect(verdictsOf(rows)).toEqual(new Set(['inconclusive']));
});

test('a device that refuses everything earns neither a pass nor a fail', async () => {
  const { exit, rows } = await certify('refuses', [...device('refuses-everything'), ...few, '--slots', '3']);

  expect(exit).toBe(1);
  expect(verdictsOf(rows)).toEqual(new Set(['inconclusive']));
});

test('a device that sends garbage in place of a ClientHello earns neither a pass nor a fail', async () => {
  const rows = ['--grep', '@(DT-01|M16|R09|A02)(?![\\w/-])'];
  const certified = await certify('garbage', [...device('sends-garbage'), ...rows, '--slots', '3']);

  expect(certified.exit).toBe(1);
  expect(verdictsOf(certified.rows.filter(({ verdict }) => verdict !== 'not-run'))).toEqual(new Set(['inconclusive']));
});

/** What the OpenSSL in every node refuses by itself, whatever the device makes of certificates. */
const refusedBelow = ['CH-21', 'CH-22', 'EX-10', 'KS-08/EVEN', 'KS-11', 'KS-13', 'KS-21', 'KS-21/PIN'];

test('a device that accepts everything fails every refusal and passes what it should accept', async () => {
  const { rows } = await certify('accepts', [
    ...device('accepts-everything'),
    ...['--grep', '@(CTL|CH|DT|NM|EX|KS)-', '--record-only', '--slots', '3'],
  ]);
  const judged = rows.filter((row) => row.verdict !== 'not-applicable');
  // It follows no redirect, whatever it makes of certificates.
  const spared = [...refusedBelow, 'NM-39'];
  const refusals = judged.filter((row) => expected(row) === 'refuse' && !spared.includes(row.case ?? ''));
  const acceptances = judged.filter((row) => expected(row) === 'accept');

  expect(refusals.length).toBeGreaterThan(100);
  expect(told(refusals.filter((row) => row.verdict !== 'fail'))).toEqual([]);
  expect(acceptances.length).toBeGreaterThan(50);
  expect(told(acceptances.filter((row) => row.verdict !== 'pass'))).toEqual([]);
});

test('a plain node:tls client ends red: it takes wildcards in SIP', async () => {
  const { exit, rows } = await certify('plain', plainNodeTls);
  const verdictOf = (id: string) =>
    rows.filter((row) => row.case === id && row.trust === 'M2').map((row) => row.verdict);

  expect(exit).toBe(1);
  expect(verdictOf('NM-06')).toEqual(['fail', 'pass']);
  expect(verdictOf('DT-01')).toEqual(['pass', 'pass']);
});

function expected(row: SelfcheckRow): Outcome | undefined {
  const found = cases.get(row.case ?? '');
  return found && outcomeFor(found, row.trust, row.service);
}
