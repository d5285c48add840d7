import { expect, test } from '@playwright/test';
import { countStatuses, countVerdicts } from '../counts.ts';
import { currentCatalogue } from '../current-catalogue.ts';
import { faultless, sampleRun, sloppy } from '../sample/run.ts';
import { junit } from './junit.ts';
import { page } from './html/page.ts';

const nothing = { read: () => ({ missing: 'none' }), size: () => null };
const number = (xml: string, name: string): number =>
  Number(new RegExp(`<testsuites [^>]*\\b${name}="(\\d+)"`).exec(xml)?.[1]);
const many = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

for (const device of [sloppy, faultless]) {
  test(`all formats count alike: ${device === sloppy ? 'with' : 'without'} failures`, () => {
    const { record } = sampleRun(device);
    const statuses = countStatuses(record.rows);
    const xml = junit(record);
    expect(number(xml, 'tests')).toBe(record.rows.length);
    expect(many(xml, /<testcase /g)).toBe(record.rows.length);
    expect(number(xml, 'failures') + number(xml, 'errors')).toBe(statuses.failed);
    expect(many(xml, /<(failure|error) /g)).toBe(statuses.failed);
    expect(number(xml, 'skipped')).toBe(statuses.skipped);
    expect(many(xml, /<skipped /g)).toBe(statuses.skipped);
    const observed = record.rows.filter((row) => row.verdict === 'observed');
    expect(observed.length).toBeGreaterThan(0);
    expect(many(xml, /name="observed" value="[^"]+"/g)).toBe(observed.length);
    expect(many(xml, /name="expected-failure"/g)).toBe(statuses['expected-failure']);

    const html = page({ record, evidence: nothing, cases: currentCatalogue.cases, earlier: [] });
    const verdicts = countVerdicts(record.requirements);
    for (const [verdict, count] of Object.entries(verdicts)) {
      expect(many(html, new RegExp(`<details[^>]*data-verdict="${verdict}"`, 'g'))).toBe(count);
    }
    const totals = /<tfoot>([\s\S]*?)<\/tfoot>/.exec(html)?.[1] ?? '';
    expect([...totals.matchAll(/<td class="n[^"]*">\s*(\d+)/g)].map((found) => Number(found[1]))).toEqual(
      Object.values(verdicts),
    );
  });
}

test('what a device says cannot break the XML', () => {
  const { record } = sampleRun();
  const [row] = record.rows;
  if (row)
    Object.assign(row, {
      verdict: 'fail',
      status: 'failed',
      marks: [],
      seen: ']]></failure><testcase name="x"/> \u0000\ud800 & "',
    });
  const xml = junit(record);
  expect(many(xml, /<testcase /g)).toBe(record.rows.length);

  expect(xml).not.toMatch(/[\u0000-\u0008]/);
});
