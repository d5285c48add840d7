import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { certify, onlyLocal, plainNodeTls, ringproof } from './certify.ts';

onlyLocal('judging needs no lab');

/** A network namespace without a network, where this user may make one; else nothing. */
function cutOff(): string[] {
  for (const prefix of [
    ['unshare', '-n'],
    ['unshare', '-rn'],
  ]) {
    try {
      execFileSync(prefix[0] ?? '', [...prefix.slice(1), 'true'], { stdio: 'ignore' });
      return prefix;
    } catch {
      // The next one is tried.
    }
  }
  return [];
}

test('judging a stored run again gives the same verdicts, byte by byte, without a network', async () => {
  const info = test.info();
  const { folder } = await certify('plain', plainNodeTls);
  const copy = info.outputPath('copy');
  cpSync(folder, copy, { recursive: true });
  const prefix = cutOff();
  info.annotations.push({
    type: 'network',
    description: prefix.length > 0 ? 'cut off' : 'not cut off: unshare is not allowed here',
  });

  const { exit, output } = await ringproof(['judge', copy, '--out', join(copy, 'again.json')], prefix);

  expect(exit, output).toBe(0);
  const rowsIn = (name: string) =>
    JSON.stringify((JSON.parse(readFileSync(join(copy, name), 'utf8')) as { rows: unknown }).rows);
  expect(rowsIn('again.json')).toBe(rowsIn('run.json'));
});
