/** `bench`: runs every measurement beside the code that it measures, and a certification; prints them with their targets. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Command } from 'commander';
import { projectFolder, readRecord } from '../outcome.ts';
import { engineAnswers } from '../../harness/lab/runtimes/engine.ts';
import { certification, settingsOf, type CertifyOptions } from './certify.ts';

export interface Measurement {
  name: string;
  value: number;
  unit: string;
  /** Null for a figure that is only told. */
  target: number | null;
  /** Whether the target is a floor or a ceiling; times (ms, s) and sizes (MB) are ceilings, all else floors. */
  bound?: 'atLeast' | 'atMost';
}

export function bench(program: Command): void {
  program
    .command('bench')
    .description('measure what Ringproof promises of its own speed and size')
    .option('--json', 'print data only')
    .option('--no-certify', 'leave the certification out')
    .action(async (options: { json?: boolean; certify: boolean }) => {
      const measured: Measurement[] = [];
      const failed: string[] = [];
      for (const file of ['endpoint', 'harness'].flatMap((folder) => benchFiles(join(projectFolder, folder)))) {
        try {
          const module = (await import(pathToFileURL(file).href)) as { bench: () => Promise<Measurement[]> };
          measured.push(...(await module.bench()));
        } catch (error) {
          failed.push(`${file.slice(projectFolder.length + 1)}: ${(error as Error).message}`);
        }
      }
      if (options.certify) measured.push(...(await certifyTimes(failed)));
      const rows = measured.map((one) => ({ ...one, met: met(one) }));
      process.stdout.write(
        options.json ? `${JSON.stringify({ measured: rows, failed }, null, 2)}\n` : `${table(rows, failed)}\n`,
      );
      process.exitCode = failed.length > 0 ? 3 : rows.every((row) => row.met) ? 0 : 1;
    });
}

function benchFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.bench.ts'))
    .sort()
    .map((name) => join(folder, name));
}

/** The whole run and its calls, lab start included; and one lab alone, in each runtime that this machine can have. */
async function certifyTimes(failed: string[]): Promise<Measurement[]> {
  const whole = await timed({}, failed);
  const measured: Measurement[] = [];
  if (whole) {
    measured.push({ name: 'certify the bundled endpoint', value: whole.seconds, unit: 's', target: 120 });
    measured.push({ name: 'evidence of that run', value: whole.megabytes, unit: 'MB', target: 120 });
  }
  const calls = await timed({ area: 'sip,media', slots: '2' }, failed);
  // Told alone: with the rows that wait longer than 3 s, for whose fellows a minute is aimed at.
  if (calls) measured.push({ name: 'certify sip and media, two slots', value: calls.seconds, unit: 's', target: null });
  const engine = await engineAnswers();
  for (const runtime of ['local', ...(engine.ok ? ['containers'] : [])]) {
    const one = await timed({ runtime, slots: '1', grep: 'NAME-05' }, failed);
    const target = runtime === 'containers' ? 4000 : 1000;
    if (one) measured.push({ name: `lab ready (${runtime})`, value: one.readyMs, unit: 'ms', target });
  }
  return measured;
}

interface TimedRun {
  seconds: number;
  readyMs: number;
  megabytes: number;
}

async function timed(options: Partial<CertifyOptions>, failed: string[]): Promise<TimedRun | null> {
  const settings = await settingsOf({ policy: 'bcp', failOn: 'must', ...options }, [], ['(bench)']);
  const before = performance.now();
  const code = await certification(settings, true);
  const seconds = (performance.now() - before) / 1000;
  if (code === 0) {
    return { seconds, readyMs: readRecord(settings.out).lab.readyMs, megabytes: sizeOf(settings.out) / 1e6 };
  }
  failed.push(`certify ended with ${code}`);
  return null;
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

export function met({ value, target, unit, bound }: Measurement): boolean {
  if (target === null) return true;
  const ceiling = bound === undefined ? ['ms', 's', 'MB'].includes(unit) : bound === 'atMost';
  return ceiling ? value <= target : value >= target;
}

function table(rows: readonly (Measurement & { met: boolean })[], failed: readonly string[]): string {
  const round = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
  const lines = rows.map(({ name, value, unit, target, met: isMet }) => {
    const mark = target === null ? ' ' : isMet ? '✓' : '✗';
    const goal = target === null ? '' : ` target ${round(target)}`;
    return `${mark} ${name.padEnd(52)} ${round(value).padStart(9)} ${unit.padEnd(8)}${goal}`;
  });
  return [...lines, ...failed.map((why) => `! ${why}`)].join('\n');
}
