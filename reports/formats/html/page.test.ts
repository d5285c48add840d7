import { accessSync, constants, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, expect, test, type Browser } from '@playwright/test';
import { currentCatalogue } from '../../current-catalogue.ts';
import { sampleRun, sloppy, storeEvidence } from '../../sample/run.ts';
import { writeReports } from '../../write-reports.ts';

/** A device that tries to take over the page by everything that it can name. */
const hostile = {
  ...sloppy,
  name: `"><img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`,
};

function executable(): string | undefined {
  if (existsSync(chromium.executablePath())) return chromium.executablePath();
  const paths = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome-stable'].map((name) => join(folder, name)));
  return paths.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

let folder = '';
let url = '';
let browser: Browser;
test.beforeAll(async () => {
  const executablePath = executable();
  test.skip(!executablePath && !process.env.CI, 'no Chromium: install chromium');
  folder = mkdtempSync(join(tmpdir(), 'ringproof-page-'));
  const run = sampleRun(hostile);
  storeEvidence(run, folder);
  url = pathToFileURL(
    writeReports(run.record, folder, { catalogue: currentCatalogue, folder: join(folder, 'none') }),
  ).href;
  browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
});
test.afterAll(async () => {
  await browser?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

test('opens from disk with no request, no error and nothing of the device run', async () => {
  const page = await browser.newPage();
  const requests: string[] = [];
  const problems: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(url);
  await expect(page).toHaveTitle(/^NO: /);
  await expect(page.locator('.answer strong')).toHaveText('NO');
  await expect(page.locator('h1')).toHaveText(`${hostile.name}, firmware 3.2`);
  expect(await page.locator('img').count()).toBe(0);
  expect(requests).toEqual([url]);
  expect(problems).toEqual([]);
});

test('fits a phone: the page never scrolls sideways', async () => {
  const page = await browser.newPage({ viewport: { width: 390, height: 800 } });
  await page.goto(url);
  await page.evaluate(`document.querySelectorAll('details').forEach((one) => (one.open = true))`);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
});

test('the first screen holds answer, findings, areas, news and what was not tested', async () => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 740 } });
  await page.goto(url);
  for (const name of [
    'Three worst findings',
    'By area and verdict',
    'New since the last record',
    'Not tested, and why',
  ]) {
    await expect(page.getByRole('heading', { name })).toBeInViewport();
  }
});

test('filters by verdict, words and area, and a link opens what a filter hides', async () => {
  const page = await browser.newPage();
  await page.goto(url);
  const shown = page.locator('details.req:visible');
  await expect(page.locator('details.req[data-verdict="pass"]:visible')).toHaveCount(0);
  await page.keyboard.press('/');
  // Each service of the row has a requirement of its own.
  await page.keyboard.type('dt-01');
  await expect(shown).toHaveCount(2);
  await expect(page.locator('output')).toHaveText(/^2 of \d+$/);
  await page.keyboard.type(' nonsense');
  await expect(page.getByText('Nothing fits.')).toBeVisible();
  await page.getByRole('button', { name: 'Show everything' }).click();
  await expect(shown).toHaveCount(currentCatalogue.requirements.size);
  await page.goto(`${url}#r-CERT-01`);
  await expect(page.locator('#r-CERT-01')).toHaveAttribute('open', '');
});

test('without script every requirement can be read', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(url);
  await expect(page.locator('details.req:visible')).toHaveCount(currentCatalogue.requirements.size);
  await expect(page.locator('.filters')).toBeHidden();
});

test('certificate cases stand in groups: those with something wrong are open, the others tell their counts', async () => {
  const page = await browser.newPage();
  await page.goto(url);
  const group = (name: string) => page.locator('#certificates details', { has: page.getByText(name, { exact: true }) });
  await expect(group('Dates')).toHaveAttribute('open', '');
  await expect(group('Dates').locator('summary')).toContainText(/\d+ cases\s+2 fail/);
  await expect(group('Keys and signatures')).not.toHaveAttribute('open', '');
  await expect(group('Keys and signatures').getByText('RSA key of 3072 bits')).toBeHidden();
  await group('Keys and signatures').locator('summary').click();
  await expect(group('Keys and signatures').getByText('RSA key of 3072 bits')).toBeVisible();
  for (const name of ['Chain', 'Names', 'Usage and constraints', 'Trust list', 'Self-signed certificates']) {
    await expect(group(name)).toHaveCount(1);
  }
});

test('what was observed is told by its value and judged nowhere', async () => {
  const page = await browser.newPage();
  await page.goto(url);
  const line = page.locator('#observed tr', { hasText: 'uploaded root expired' });
  await expect(line.locator('td').last()).toHaveText('refused');
  const cell = page.locator('#certificates tr', { hasText: 'DT-07' }).locator('td.band').first();
  await expect(cell.locator('use')).toHaveAttribute('href', '#s-ring-observed');
  await expect(cell.locator('.hidden')).toContainText('CERT-06 observed: refused');
});

test('the self-signed matrix has every cell, over both services, with validation off and on', async () => {
  const page = await browser.newPage();
  await page.goto(url);
  const line = (name: string) =>
    page.locator('#self-signed tbody tr', { has: page.getByRole('rowheader', { name, exact: true }) });
  const cells = (name: string) => line(name).locator('td > span:not(.hidden):not(.alert)');
  for (const name of ['not uploaded', 'deleted again', 'uploaded to the wrong folder', 'another of the same name']) {
    await expect(cells(name)).toHaveText(['accepted', 'refused', 'accepted', 'refused']);
  }
  await expect(cells('uploaded')).toHaveText(['accepted', 'accepted', 'accepted', 'accepted']);
});

test('depth of chains is counted both ways', async () => {
  const page = await browser.newPage();
  await page.goto(url);
  const lines = page.locator('#chain-depth tr');
  expect(await lines.nth(0).locator('th').allInnerTexts()).toEqual(['root counted', ...'12345678']);
  expect(await lines.nth(1).locator('th').allInnerTexts()).toEqual(['root not counted', ...'01234567']);
  const outcomes = await lines.nth(2).locator('td .hidden').allInnerTexts();
  expect(outcomes.map((text) => text.split(',')[0])).toEqual(
    ['accepted', 'refused'].flatMap((word) => [word, word, word, word]),
  );
});
