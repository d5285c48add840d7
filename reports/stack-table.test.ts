/** The device beside the stacks, out of evidence and data made by hand, and as the page prints it. */
import { expect, test } from '@playwright/test';
import type { Connection, Evidence } from '../harness/evidence.ts';
import { attempt, connection, evidence, registered } from '../harness/judge/evidence.sample.ts';
import type { StackAnswer } from '../harness/judge/tls/stack-answer.ts';
import type { CaseId } from '../harness/requirement.ts';
import type { StackComparison } from '../harness/stack-comparison.ts';
import { currentCatalogue } from './current-catalogue.ts';
import { stackSection } from './formats/html/stacks.ts';
import type { Row } from './run-record.ts';
import { sampleRun } from './sample/run.ts';
import { stackTable } from './stack-table.ts';

const { record } = sampleRun();
const alert = (code: number): Connection =>
  connection({ alerts: [{ at: 4, from: 'device', level: 'fatal', code, name: '', encrypted: false }] });
const seen = (one: Connection): Evidence => evidence({ attempts: [attempt('case', [one])] });

const comparison = (rows: Readonly<Record<string, readonly (StackAnswer | null)[]>>): StackComparison => ({
  stacks: ['One', 'Two'],
  answers: new Map(Object.entries(rows) as [CaseId, readonly (StackAnswer | null)[]][]),
  unmeasured: ['AP-01'],
});

/** Rows over SIP, one for each case, with what the device did. */
function run(did: Readonly<Record<string, Connection | null>>) {
  const stored = new Map(Object.entries(did).flatMap(([id, one]) => (one ? [[id, seen(one)] as const] : [])));
  const rows = Object.entries(did).map(([id, one]): Row => ({
    ...record.rows[0]!,
    ...{ case: id, service: 'sip', variant: 'clean', verdict: one ? 'pass' : 'not-applicable', requirement: 'TLSC-11' },
    evidence: one ? id : null,
  }));
  const store = { read: (path: string) => stored.get(path) ?? { missing: path }, size: () => null };
  return { record: { ...record, rows }, evidence: store };
}

const measured = comparison({
  S01: ['alert 47', 'alert 40'],
  S02: ['alert 47', null],
  S03: ['closes', 'resets'],
  S04: ['not offered', 'alert 47'],
});

test('the device’s answers are read from its evidence, and counted against each stack where both say something', () => {
  const table = stackTable(run({ S01: alert(40), S02: alert(47), S03: connection(), S04: null }), measured);
  expect(table?.services).toEqual(['sip']);
  expect(table?.lines.map((line) => [line.case, line.device[0]?.answer])).toEqual([
    ['S01', 'alert 40'],
    ['S02', 'alert 47'],
    ['S03', 'closes'],
    ['S04', null],
  ]);
  expect(table?.resembles).toEqual([
    [
      { stack: 'Two', same: 2, of: 2 },
      { stack: 'One', same: 2, of: 3 },
    ],
  ]);
});

test('a run without such rows, or without their evidence, has no table', () => {
  expect(stackTable(run({ 'DT-01': registered() }), measured)).toBe(null);
  expect(stackTable(run({ S01: null }), measured)).toBe(null);
});

test('the page prints the device beside the stacks, and names what was not measured', () => {
  const input = { ...run({ S01: alert(40), S04: null }), cases: currentCatalogue.cases, stacks: measured, earlier: [] };
  const page = stackSection(input)?.text ?? '';
  const plain = page.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  expect(plain).toContain('SIP over TLS: most like Two (1 of 1) , then One (0 of 1) rows alike.');
  expect(plain).toContain('S01 ServerHello selects TLS_RSA_WITH_NULL_SHA256 alert 40 alert 47 alert 40');
  expect(plain).toContain('TLS_RSA_EXPORT_WITH_RC4_40_MD5 not applicable not offered alert 47');
  expect(plain).toContain('No stack was measured in AP-01.');
  expect(page).toContain('title="handshake_failure"');
});

test('of this catalogue every answer belongs to a case, for each stack one', () => {
  const { stacks } = currentCatalogue;
  expect(stacks?.answers.size).toBeGreaterThan(100);
  for (const [id, row] of stacks?.answers ?? []) {
    expect(currentCatalogue.cases.has(id), id).toBe(true);
    expect(row.length, id).toBe(stacks?.stacks.length);
  }
});
