/** `list`: every requirement and case with what tests, kills and serves it. */
import type { Command } from 'commander';
import { currentCatalogue } from '../current-catalogue.ts';
import { listing, type ListedEntry } from '../listing.ts';
import { oneOf } from './accepted.ts';
import { expectedInWords, judgesInWords, trustModeWords } from './in-words.ts';
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
      const shown = area === null ? all : ofArea(all, area);
      process.stdout.write(options.json ? `${JSON.stringify(shown, null, 2)}\n` : `${table(shown)}\n`);
    });
}

/** The requirements of the area with every case that one of them judges, of whatever area it is. */
function ofArea(all: readonly ListedEntry[], area: string): ListedEntry[] {
  const own = new Set(all.filter((one) => one.kind === 'requirement' && one.area === area).map((one) => one.id));
  return all.filter((one) => one.judgedBy.some((id) => own.has(id)));
}

function table(entries: readonly ListedEntry[]): string {
  const requirements = entries.filter((entry) => entry.kind === 'requirement');
  const cases = entries.filter((entry) => entry.kind === 'case');
  const lines = requirements.flatMap((entry) => [
    `${entry.id.padEnd(8)} ${entry.level.padEnd(6)} ${entry.area.padEnd(13)} ${statusWord(entry).padEnd(11)} ${entry.sentence || (entry.reason ?? '')}`,
    ...(entry.sentence ? [`         ${[entry.clause, ...killed(entry), served(entry)].join('; ')}`] : []),
    ...cases
      .filter((one) => one.judgedBy.includes(entry.id))
      .map(
        (one) => `           ${caseLine(one, expectedInWords(entry.expects.filter((other) => other.case === one.id)))}`,
      ),
  ]);
  const count = (status: ListedEntry['status']): number =>
    requirements.filter((entry) => entry.status === status).length;
  const observations = (all: readonly ListedEntry[]): number => all.filter((entry) => entry.observation).length;
  return [
    ...lines,
    '',
    'Cases, with the requirements that judge them',
    ...cases.map((one) => `  ${caseLine(one, judgesInWords(one))}`),
    '',
    `Trust modes: ${Object.entries(trustModeWords)
      .map(([mode, words]) => `${mode} ${words}`)
      .join(', ')}. Observe: no line is drawn, so what is seen is told and not judged.`,
    `${requirements.length} requirements (${observations(requirements)} of them only observations): ${count('tested')} tested, ${count('untested')} untested, ${count('excluded')} excluded; ${cases.length} cases (${observations(cases)} of them observations)`,
  ].join('\n');
}

const caseLine = (one: ListedEntry, about: string): string =>
  `${one.id.padEnd(16)} ${about.padEnd(46)} ${one.sentence}`.trimEnd();

const statusWord = (entry: ListedEntry): string =>
  entry.observation && entry.status === 'tested' ? 'observation' : entry.status;

/** What only observes cannot fail, so nothing has to kill it. */
const killed = (entry: ListedEntry): string[] =>
  entry.flaws.length > 0 ? [`killed by ${entry.flaws.join(', ')}`] : entry.observation ? [] : ['killed by no flaw'];

export function served({ programs }: ListedEntry): string {
  const parts = Object.entries(programs).map(([service, names]) => `${service} ${names.join(', ')}`);
  return parts.length > 0 ? `served by ${parts.join('; ')}` : 'no case of its own';
}
