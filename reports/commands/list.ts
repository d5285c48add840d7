/** `list`: every requirement and case with what tests, kills and serves it. */
import type { Command } from 'commander';
import { currentCatalogue } from '../current-catalogue.ts';
import { listing, type ListedEntry } from '../listing.ts';
import { oneOf } from './accepted.ts';
import { listedTests } from './listed-tests.ts';

export function list(program: Command): void {
  program
    .command('list')
    .description('list requirements and cases with what tests, kills and serves them')
    .option('--area <name>', 'only this area')
    .option('--json', 'print data only')
    .action(async (options: { area?: string; json?: boolean }) => {
      const areas = [...new Set([...currentCatalogue.requirements.values()].map((one) => one.area))];
      const area = options.area === undefined ? null : oneOf('area', options.area, areas);
      const all = listing(currentCatalogue, await listedTests());
      const shown = area === null ? all : all.filter((entry) => entry.area === area);
      process.stdout.write(options.json ? `${JSON.stringify(shown, null, 2)}\n` : `${table(shown)}\n`);
    });
}

function table(entries: readonly ListedEntry[]): string {
  const requirements = entries.filter((entry) => entry.kind === 'requirement');
  const lines = requirements.flatMap((entry) => [
    `${entry.id.padEnd(8)} ${entry.level.padEnd(6)} ${entry.area.padEnd(13)} ${entry.status.padEnd(9)} ${entry.sentence || (entry.reason ?? '')}`,
    ...(entry.sentence ? [`         ${entry.clause}; ${killed(entry)}; ${served(entry)}`] : []),
    ...entries
      .filter((one) => one.kind === 'case' && one.judgedBy.includes(entry.id))
      .map((one) => `           ${one.id}  ${one.sentence}; ${served(one)}`),
  ]);
  const count = (status: ListedEntry['status']): number =>
    requirements.filter((entry) => entry.status === status).length;
  const cases = new Set(entries.filter((entry) => entry.kind === 'case').map((entry) => entry.id)).size;
  return [
    ...lines,
    '',
    `${requirements.length} requirements: ${count('tested')} tested, ${count('untested')} untested, ${count('excluded')} excluded; ${cases} cases`,
  ].join('\n');
}

const killed = (entry: ListedEntry): string =>
  entry.flaws.length > 0 ? `killed by ${entry.flaws.join(', ')}` : 'killed by no flaw';

export function served({ programs }: ListedEntry): string {
  const parts = Object.entries(programs).map(([service, names]) => `${service} ${names.join(', ')}`);
  return parts.length > 0 ? `served by ${parts.join('; ')}` : 'no case of its own';
}
