import { expect, test } from '@playwright/test';
import { summary } from '../console.ts';
import { countStatuses, countVerdicts, notTested, notTestedRows } from '../counts.ts';
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

test('what a judge says does not apply is told with its reason, and counted alike, also where other rows speak', () => {
  const { record } = sampleRun();
  const reason = 'the client offers no <suite> of that kind';
  const judged = record.rows.find((row) => row.verdict === 'pass')!;
  const without = (service: 'sip' | 'provisioning') => ({
    ...judged,
    case: 'DHE-1024',
    service,
    verdict: 'not-applicable' as const,
    seen: reason,
    reason,
    status: 'skipped' as const,
  });
  record.rows.push(without('sip'), without('provisioning'));

  const whole = new Set(notTested(record).flatMap((one) => one.ids));
  const beside = notTestedRows(record);
  expect(beside.map((one) => [one.verdict, one.reason, one.rows.length])).toContainEqual(['not-applicable', reason, 2]);
  const skipped = record.rows.filter((row) => row.status === 'skipped');
  const told = [...skipped.filter((row) => whole.has(row.requirement)), ...beside.flatMap((one) => one.rows)];
  expect(told.length).toBe(countStatuses(record.rows).skipped);

  const xml = junit(record);
  expect(number(xml, 'skipped')).toBe(told.length);
  expect(many(xml, /<skipped message="not-applicable: the client offers no &lt;suite&gt; of that kind"/g)).toBe(2);
  const html = page({ record, evidence: nothing, cases: currentCatalogue.cases, earlier: [] });
  const section = /<section class="block" id="not-tested">[\s\S]*?<\/section>/.exec(html)?.[0] ?? '';
  expect(section).toMatch(/not applicable: the client offers no &#60;suite&#62; of that kind[\s\S]*?>DHE-1024<\/a\s*>/);
  const sentence = new RegExp(
    `${beside.flatMap((one) => one.rows).length} rows of requirements that other rows speak for`,
  );
  expect(section).toMatch(sentence);
  expect(summary(record, 'index.html', currentCatalogue.cases)).toMatch(sentence);
});

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
