import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { requirements } from '../catalogue.ts';
import { certify, told } from './certify.ts';

/** By its ClientHello it offers neither CBC, DHE nor key transport by RSA, no ALPN and no session; and it offers TLS 1.3. */
const notOffered = [
  ...['V01', 'Z02', 'Z03', 'Z04', 'DHE-1024'],
  ...['SUITE/ECDHE-RSA-AES128-SHA', 'SUITE/ECDHE-RSA-AES128-SHA256', 'SUITE/DHE-RSA-AES128-GCM'],
  ...['ORDER/RSA', 'ORDER/RSA/CERTIFICATE', 'STEPS-15/RSA', 'STEPS-4/RSA'],
  ...['EMS-01', 'EMS-02'],
  ...['AP-14', 'AP-26'],
  ...['CHL-18/BEFORE', 'CHL-23/CERTIFICATES', 'CHL-30/BEFORE', 'CHL-34/OWN'],
];

/** It takes one audio stream of an offer and refuses the other, so that there are no two keys to compare. */
const oneStream = 'SDES-36/TWO';

/** OpenSSL under the endpoint lists three point formats, over both services; a warning under the usual policy. */
const openssl = 'CHL-33';

// The one spec that runs in every runtime of the lab: the same verdicts in all of them.
test('the endpoint without a flaw passes everything that can fail', async () => {
  const { exit, rows } = await certify('clean', []);

  const unoffered = rows.filter((row) => row.verdict === 'not-applicable');
  const judged = rows.filter((row) => row.verdict !== 'not-applicable');

  const blamed = judged.filter((row) => row.verdict !== 'pass' && row.verdict !== 'observed');

  expect(told(blamed.filter((row) => row.case !== openssl))).toEqual([]);
  expect(blamed.map((row) => row.verdict)).toEqual(['fail', 'fail']);
  expect([...new Set(unoffered.map((row) => row.case))].sort()).toEqual([...notOffered, oneStream].sort());
  expect([...new Set(rows.map((row) => row.requirement))].sort()).toEqual([...requirements.keys()].sort());
  expect(exit).toBe(0);
});

test('all formats count the same', async () => {
  const { folder, rows } = await certify('clean', []);
  const count = (status: string) => rows.filter((row) => row.status === status).length;
  const junit = readFileSync(join(folder, 'junit.xml'), 'utf8');
  const allure = readdirSync(join(folder, 'allure-results'))
    .filter((file) => file.endsWith('-result.json'))
    .map((file) => JSON.parse(readFileSync(join(folder, 'allure-results', file), 'utf8')) as { status: string });

  expect(rows.length).toBeGreaterThan(50);
  expect([...junit.matchAll(/<testcase /g)]).toHaveLength(rows.length);
  expect([...junit.matchAll(/<failure/g)]).toHaveLength(count('failed'));
  expect([...junit.matchAll(/<skipped/g)]).toHaveLength(count('skipped'));
  expect(allure).toHaveLength(rows.length);
  expect(allure.filter(({ status }) => status === 'passed')).toHaveLength(count('passed'));
  expect(allure.filter(({ status }) => status === 'skipped')).toHaveLength(count('skipped'));
  expect(readFileSync(join(folder, 'index.html'), 'utf8')).toContain(`${rows.length} rows`);
});
