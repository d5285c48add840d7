/** `bench`: runs every measurement beside the code that it measures, and a certification; prints them with their targets. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Command } from 'commander';
import { projectFolder, readRecord } from '../outcome.ts';
import { settingsOf, certification } from './certify.ts';

export interface Measurement {
  name: string;
  value: number;
  unit: string;
  target: number;
  /** Whether the target is a floor or a ceiling; times (ms, s) and sizes (MB) are ceilings, all else floors. */
  bound?: 'atLeast' | 'atMost';
}

export function bench(program: Command): void {
  program
    .command('bench')
    .description('measure the numbers that the design promises')
    .option('--json', 'print data only')
    .option('--no-certify', 'leave the certification out')
    .action(async (options: { json?: boolean; certify: boolean }) => {
      const measured: Measurement[] = [];
      const failed: string[] = [];
      for (const file of benchFiles(join(projectFolder, 'harness'))) {
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

/** The lab's own time to be ready and the whole run, lab start included. */
async function certifyTimes(failed: string[]): Promise<Measurement[]> {
  const settings = await settingsOf({ policy: 'bcp', failOn: 'must' }, [], ['(bench)']);
  const before = performance.now();
  const code = await certification(settings, true);
  const seconds = (performance.now() - before) / 1000;
  if (code === 2 || code === 3 || code === 130) {
    failed.push(`certify ended with ${code}`);
    return [];
  }
  const { lab } = readRecord(settings.out);
  return [
    { name: 'certify the bundled endpoint', value: seconds, unit: 's', target: 30, bound: 'atMost' },
    {
      name: `lab ready (${lab.runtime})`,
      value: lab.readyMs,
      unit: 'ms',
      target: lab.runtime === 'containers' ? 4000 : 1000,
      bound: 'atMost',
    },
  ];
}

export function met({ value, target, unit, bound }: Measurement): boolean {
  const ceiling = bound === undefined ? ['ms', 's', 'MB'].includes(unit) : bound === 'atMost';
  return ceiling ? value <= target : value >= target;
}

function table(rows: readonly (Measurement & { met: boolean })[], failed: readonly string[]): string {
  const round = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
  const lines = rows.map(
    (row) =>
      `${row.met ? '✓' : '✗'} ${row.name.padEnd(52)} ${round(row.value).padStart(9)} ${row.unit.padEnd(8)} target ${round(row.target)}`,
  );
  return [...lines, ...failed.map((why) => `! ${why}`)].join('\n');
}
