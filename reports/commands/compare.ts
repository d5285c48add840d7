/** `compare`: what changed between two records. */
import type { Command } from 'commander';
import { sanitize, serviceWord } from '../console.ts';
import { differences, type Change } from '../differences.ts';
import { readRecord } from '../outcome.ts';
import { here } from './place.ts';

export function compare(program: Command): void {
  program
    .command('compare')
    .argument('<old>', 'folder of a run, or its run.json')
    .argument('<new>', 'folder of a run, or its run.json')
    .description('tell what changed between two runs; exit 1 when something got worse')
    .option('--json', 'print data only')
    .action((older: string, newer: string, options: { json?: boolean }) => {
      const [before, after] = [readRecord(here(older)), readRecord(here(newer))];
      const found = differences(before, after);
      const groups: [string, Change[]][] = [
        ['new failures', found.newFailures],
        ['mended', found.mended],
        ['no longer tested', found.newlyNotTested],
        ['changed otherwise', found.changed],
      ];
      const lines = groups.flatMap(([name, changes]) =>
        changes.length === 0
          ? []
          : [`${name}:`, ...changes.map((one) => `  ${one.id.padEnd(8)} ${one.from} -> ${one.to}  ${one.sentence}`)],
      );
      const observed = found.observed.map(
        (one) =>
          `  ${one.requirement.padEnd(8)} ${one.case ?? ''} ${serviceWord[one.service]} ${one.trust}: ${one.from} -> ${one.to}`,
      );
      if (observed.length > 0) lines.push('observed otherwise:', ...observed.map(sanitize));
      const head = `${before.id} (${before.dut.name} ${before.dut.version}, ${before.answer}) -> ${after.id} (${after.dut.name} ${after.dut.version}, ${after.answer})`;
      const text = [
        head,
        ...(lines.length > 0 ? lines : ['nothing changed']),
        found.worse ? 'something got worse' : 'nothing got worse',
      ].join('\n');
      process.stdout.write(options.json ? `${JSON.stringify(found, null, 2)}\n` : `${text}\n`);
      process.exitCode = found.worse ? 1 : 0;
    });
}
