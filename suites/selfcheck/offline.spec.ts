import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { certify, ringproof } from './certify.ts';

/** A network namespace without a network, where this user may make one. */
function cutOff(): string[] {
  for (const prefix of [
    ['unshare', '-n'],
    ['unshare', '-rn'],
  ]) {
    try {
      execFileSync(prefix[0] ?? '', [...prefix.slice(1), 'true'], { stdio: 'ignore' });
      return prefix;
    } catch {
      // Tried the next one.
    }
  }
  return [];
}

const whole = () => certify('flaws', ['--record-only', '--flaws', 'all']);

test('judging a stored run again gives the same verdicts, byte by byte, without a network', async ({}, info) => {
  const { folder } = await whole();
  const copy = info.outputPath('copy');
  cpSync(folder, copy, { recursive: true });
  const prefix = cutOff();
  info.annotations.push({
    type: 'network',
    description: prefix.length > 0 ? 'cut off' : 'not cut off: unshare is not allowed here',
  });

  const { exit, output } = await ringproof(['judge', copy, '--out', join(copy, 'again.json')], prefix);

  expect(exit, output).toBe(0);
  const [before, after] = ['run.json', 'again.json'].map(
    (name) => JSON.parse(readFileSync(join(copy, name), 'utf8')) as { rows: unknown },
  );
  expect(JSON.stringify(after?.rows)).toBe(JSON.stringify(before?.rows));
});

test('all formats count the same', async () => {
  const { folder } = await certify('clean', []);
  const { rows } = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as { rows: { status: string }[] };
  const count = (status: string) => rows.filter((row) => row.status === status).length;
  const junit = readFileSync(join(folder, 'junit.xml'), 'utf8');
  const allure = readdirSync(join(folder, 'allure-results'))
    .filter((file) => file.endsWith('-result.json'))
    .map((file) => JSON.parse(readFileSync(join(folder, 'allure-results', file), 'utf8')) as { status: string });
  const html = readFileSync(join(folder, 'index.html'), 'utf8');

  expect(rows.length).toBeGreaterThan(50);
  expect([...junit.matchAll(/<testcase /g)]).toHaveLength(rows.length);
  expect([...junit.matchAll(/<failure/g)]).toHaveLength(count('failed'));
  expect([...junit.matchAll(/<skipped/g)]).toHaveLength(count('skipped'));
  expect(allure).toHaveLength(rows.length);
  expect(allure.filter(({ status }) => status === 'passed')).toHaveLength(count('passed'));
  expect(allure.filter(({ status }) => status === 'skipped')).toHaveLength(count('skipped'));
  expect(html).toContain(`data-tests="${rows.length}"`);
});
