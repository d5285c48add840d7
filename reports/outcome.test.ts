import { existsSync, mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { earlierRecords, pointLatest, previousOf, readRecord } from './outcome.ts';
import { sampleRun } from './sample/run.ts';

let folder = '';
test.beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'ringproof-runs-'))));
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

function stored(id: string, startedAt: string, more: Parameters<typeof sampleRun>[1] = {}) {
  const { record } = sampleRun(undefined, { ...more, startedAt });
  mkdirSync(join(folder, id));
  writeFileSync(join(folder, id, 'run.json'), JSON.stringify({ ...record, id }));
  return { ...record, id };
}

test('latest follows the newest run, also over a copy that stood there', () => {
  for (const id of ['a', 'b']) {
    stored(id, '2026-11-20T10:00:00.000Z');
    pointLatest(join(folder, id), folder);
    expect(readlinkSync(join(folder, 'latest'))).toBe(id);
  }
  rmSync(join(folder, 'latest'));
  mkdirSync(join(folder, 'latest'));
  pointLatest(join(folder, 'a'), folder);
  expect(existsSync(join(folder, 'latest', 'run.json'))).toBe(true);
  expect(readlinkSync(join(folder, 'latest'))).toBe('a');
  expect(existsSync(join(folder, 'b', 'run.json'))).toBe(true);
});

test('earlier records are of the same device, newest first; what cannot be read is left out', () => {
  stored('a', '2026-11-18T10:00:00.000Z');
  stored('b', '2026-11-19T10:00:00.000Z', { selection: '--area tls' });
  stored('other', '2026-11-19T11:00:00.000Z', {
    dut: { name: 'another', version: '1', driver: 'command', profile: 'generic' },
  });
  mkdirSync(join(folder, 'broken'));
  writeFileSync(join(folder, 'broken', 'run.json'), '{');
  const now = stored('now', '2026-11-20T10:00:00.000Z');
  const earlier = earlierRecords(now, folder);
  expect(earlier.map((one) => one.id)).toEqual(['b', 'a']);
  expect(previousOf(earlier, { selection: null })?.id).toBe('a');
  expect(previousOf(earlier, { selection: '--area tls' })?.id).toBe('b');
  expect(previousOf(earlier.slice(0, 1), { selection: null })).toBeNull();
});

test('a record that is none is told with its place', () => {
  writeFileSync(join(folder, 'run.json'), JSON.stringify({ schema: 'ringproof-run/9' }));
  expect(() => readRecord(folder)).toThrow(/run\.json: schema: /);
  expect(() => readRecord(join(folder, 'nowhere'))).toThrow(/does not exist/);
  expect(readFileSync(join(folder, 'run.json'), 'utf8')).toContain('ringproof-run/9');
});
