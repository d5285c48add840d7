import { expect, test } from '@playwright/test';
import type { ClientHelloFacts, Evidence } from '../../../harness/evidence.ts';
import { attempt, connection, evidence, hello } from '../../../harness/judge/evidence.sample.ts';
import { currentCatalogue } from '../../current-catalogue.ts';
import { sampleRun } from '../../sample/run.ts';
import { clientHelloSection } from './client-hello.ts';

/** The section for a run with one row on the ClientHello over SIP. */
function section(...hellos: ClientHelloFacts[]): string | undefined {
  const stored: Evidence = evidence({
    attempts: hellos.map((one) => attempt('case', [connection({ hello: one, negotiated: null })])),
  });
  const { record } = sampleRun();
  const [like] = record.rows;
  const row = { ...like!, requirement: 'TLSC-04', case: 'CHL-09', service: 'sip' as const, evidence: 'hello.json' };
  return clientHelloSection({
    record: { ...record, rows: [row] },
    evidence: { read: () => stored, size: () => 1 },
    cases: currentCatalogue.cases,
    earlier: [],
  })?.text;
}

const offered = hello({ suites: ['TLS_AES_128_GCM_SHA256', 'TLS_RSA_WITH_RC4_128_SHA', '<b>'], groups: ['secp224r1'] });

test('the lists stand as they were sent, each entry with its grade, and cannot be markup', () => {
  const text = section(offered) ?? '';
  const entries = [...text.matchAll(/<code class="grade-(\w+)" title="\w+">([^<]*)<\/code>/g)].map(
    ([, grade, name]) => [name, grade],
  );
  expect(entries).toContainEqual(['TLS_RSA_WITH_RC4_128_SHA', 'bad']);
  expect(entries).toContainEqual(['secp224r1', 'doubtful']);
  expect(entries).toContainEqual(['&#60;b&#62;', 'doubtful']);
  const suites = entries.map(([name]) => name).filter((name) => name?.startsWith('TLS_'));
  expect(suites).toEqual(['TLS_AES_128_GCM_SHA256', 'TLS_RSA_WITH_RC4_128_SHA']);
  expect(text).toContain(offered.ja4);
  expect(text).toContain(offered.ja3);
});

test('of a later hello only what differs is printed', () => {
  const same = section(offered, offered) ?? '';
  expect(same).toContain('reconnect: offers the same.');
  const later = section(offered, { ...offered, groups: [], suites: ['TLS_AES_256_GCM_SHA384'] }) ?? '';
  const [, difference = ''] = later.split('where it differs');
  expect(difference).toContain('TLS_AES_256_GCM_SHA384');
  expect(difference).toMatch(/groups<\/th>\s*<td>none/);
  expect(difference).not.toContain('versions');
});

test('a run without such a row has no section', () => {
  const { record } = sampleRun();
  const rows = record.rows.filter((row) => currentCatalogue.cases.get(row.case ?? '')?.hello === undefined);
  const input = {
    record: { ...record, rows },
    evidence: { read: () => ({ missing: 'none' }), size: () => null },
    cases: currentCatalogue.cases,
    earlier: [],
  };
  expect(clientHelloSection(input)).toBeNull();
});
