import { expect, test } from '@playwright/test';
import { LabLog } from './lab-log.ts';
import { lineSplitter } from './runtimes/line-splitter.ts';

test('key-log lines are set apart and the rest is numbered across programs', () => {
  const log = new LabLog();
  const secret = `CLIENT_RANDOM ${'a'.repeat(64)} ${'b'.repeat(96)}`;
  log.take('kamailio', 'first');
  const mark = log.mark();
  log.take('nginx', secret);
  log.take('nginx', 'second');
  log.take('kamailio', 'third');
  expect(log.keyLog()).toBe(`${secret}\n`);
  expect(log.since('kamailio', mark)).toEqual(['third']);
  expect(log.since('nginx', mark)).toEqual(['second']);
  expect(log.since('kamailio', 0)).toEqual(['first', 'third']);
});

test('memory of the log is bounded and keeps the newest', () => {
  const log = new LabLog();
  for (let i = 0; i < 50_000; i++) log.take('nginx', `line ${i}`);
  const lines = log.since('nginx', 0);
  expect(lines.length).toBeLessThanOrEqual(20_000);
  expect(lines.at(-1)).toBe('line 49999');
});

test('lines are put together from chunks, and an endless one is cut', () => {
  const lines: string[] = [];
  const split = lineSplitter((line) => lines.push(line));
  for (const chunk of ['a', 'b\nc\r\n', '\nrest']) split(Buffer.from(chunk));
  expect(lines).toEqual(['ab', 'c', '']);
  split(Buffer.alloc(20_000, 'x'));
  expect(lines.at(-1)).toHaveLength(16_384);
});
