/** A matrix that is not of servers: what a gateway does with self-signed certificates. */
import { expect, test } from '@playwright/test';
import type { MatrixCell, OutcomeMatrix } from '../../../harness/outcome-matrix.ts';
import { outcomeFor } from '../../../harness/requirement.ts';
import { currentCatalogue } from '../../current-catalogue.ts';
import { sampleRun } from '../../sample/run.ts';
import { outcomeMatrices } from './outcome-matrices.ts';

const { record, evidence } = sampleRun();
const stored = {
  read: (path: string) => evidence.get(path) ?? { missing: path },
  size: () => null,
};

/** Rows that the self-signed matrix holds, in other places. */
function cell(id: string, trust: 'M2' | 'M3'): MatrixCell | null {
  const all = currentCatalogue.matrices?.flatMap(({ lines }) => lines.flatMap(({ cells }) => cells)) ?? [];
  return all.find((one) => one?.case === id && one.service === 'sip' && one.trust === trust) ?? null;
}
const gateway: OutcomeMatrix = {
  id: 'gateway',
  title: 'Self-signed certificates of a gateway',
  lineHead: 'on the list',
  columns: [
    { group: 'as client', name: "peer's" },
    { group: 'as server', name: "peer's" },
    { group: 'as server', name: 'its own' },
  ],
  lines: [
    { name: 'listed', cells: [cell('CTL-03', 'M3'), null, cell('CTL-03', 'M2')] },
    { name: 'not listed', cells: [cell('TS-13', 'M3'), null, null] },
  ],
};

const printed = (matrices: OutcomeMatrix[], rows = record.rows): string =>
  outcomeMatrices({
    record: { ...record, rows },
    evidence: stored,
    cases: currentCatalogue.cases,
    matrices,
    earlier: [],
  })
    .map(({ text }) => text)
    .join('');

const plain = (html: string): string =>
  html
    .replace(/<span class="hidden">.*?<\/span>/gs, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

test('columns of one group stand under it, cells say what happened', () => {
  const html = printed([gateway]);
  expect(html).toContain('id="gateway"');
  expect([...html.matchAll(/colspan="(\d)"/g)].map(([, span]) => span)).toEqual(['1', '2']);
  expect(plain(html)).toMatch(/listed accepted refused 48 not listed refused 48 Judged by CERT-02/);
});

test('every cell of the catalogue is a row that runs', () => {
  const cells = (currentCatalogue.matrices ?? []).flatMap(({ lines }) => lines.flatMap((line) => line.cells));
  expect(cells.length).toBeGreaterThan(0);
  for (const one of cells) {
    const row = one && currentCatalogue.cases.get(one.case);
    if (one) expect(row && outcomeFor(row, one.trust, one.service), `${one.case} ${one.trust}`).toBeDefined();
  }
  for (const { columns, lines } of currentCatalogue.matrices ?? []) {
    expect(new Set(lines.map((line) => line.cells.length))).toEqual(new Set([columns.length]));
  }
});

test('a matrix of which nothing was run is not printed', () => {
  expect(printed([gateway], [])).toBe('');
  expect(printed([])).toBe('');
});
