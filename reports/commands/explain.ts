/** `explain`: one requirement or case in words. */
import type { Command } from 'commander';
import { isOfFamily, type CaseId } from '../../harness/requirement.ts';
import { gainOf, type Gain } from '../../harness/gain.ts';
import { policies, weightOf, type PolicyName } from '../../harness/profiles/policies.ts';
import { idsOf } from '../catalogue.ts';
import { currentCatalogue } from '../current-catalogue.ts';
import { gainInWords } from '../findings.ts';
import { listing, type ListedEntry } from '../listing.ts';
import { oneOf } from './accepted.ts';
import { expectedInWords, judgesInWords } from './in-words.ts';
import { listedTests } from './listed-tests.ts';
import { served } from './list.ts';

export function explain(program: Command): void {
  program
    .command('explain')
    .argument('<id>', 'a requirement (CERT-03), a case (DT-01) or all variants of a case (KS-06)')
    .description('explain a requirement or a case')
    .option('--json', 'print data only')
    .action(async (given: string, options: { json?: boolean }) => {
      const known = [...idsOf(currentCatalogue), ...Object.keys(currentCatalogue.excluded)];
      const id = oneOf(
        'requirement or case',
        known.find((one) => one.toLowerCase() === given.toLowerCase()) ?? given,
        known,
      );
      const all = listing(currentCatalogue, await listedTests());
      const entries = all.filter((one) => one.id === id || (one.kind === 'case' && isOfFamily(one.id, id)));
      const found = entries.some((one) => one.kind === 'requirement')
        ? entries.filter((one) => one.id === id)
        : entries;
      const data = found.map((entry) => explained(entry, all));
      const shown = data.length === 1 ? data[0] : data;
      process.stdout.write(options.json ? `${JSON.stringify(shown, null, 2)}\n` : `${data.map(text).join('\n\n')}\n`);
    });
}

interface Explained extends ListedEntry {
  risk: string | null;
  gain: Gain | null;
  needs: readonly string[];
  weights: Record<string, string>;
  cases: ListedEntry[];
}

function explained(entry: ListedEntry, all: readonly ListedEntry[]): Explained {
  const { requirements, cases } = currentCatalogue;
  const judge = entry.judgedBy[0] ?? entry.id;
  const found = requirements.get(judge);
  const weights = found
    ? Object.fromEntries((Object.keys(policies) as PolicyName[]).map((name) => [name, weightOf(name, judge, found)]))
    : {};
  const needs = [...new Set([...(found?.needs ?? []), ...(cases.get(entry.id)?.needs ?? [])])];
  const own = entry.kind === 'case' ? [] : all.filter((one) => one.kind === 'case' && one.judgedBy.includes(entry.id));
  return { ...entry, risk: found?.risk ?? null, gain: found ? gainOf(found) : null, needs, weights, cases: own };
}

function text(one: Explained): string {
  const weights = Object.entries(one.weights).map(([policy, weight]) => `${weight} under ${policy}`);
  const status = one.observation ? `${one.status}; an observation: no line is drawn, so nothing is judged` : one.status;
  const facts: [string, string][] = [
    ['judged by', one.kind === 'case' ? judgesInWords(one) : ''],
    ['clause', one.clause],
    ['level', [one.level, ...weights].filter(Boolean).join('; ')],
    ['area', one.area],
    ['risk', one.risk ?? ''],
    ['gain', one.gain === null ? '' : gainInWords[one.gain]],
    ['expected', one.kind === 'case' ? expectedInWords(one.expects) : ''],
    ['needs', one.needs.join(', ')],
    ['status', one.reason === null ? status : `${one.status}: ${one.reason}`],
    ['tested by', one.specs.join(', ')],
    ['killed by', one.flaws.join(', ')],
    ['programs', served(one)],
    ['stacks', stacksInWords(one)],
    ['run it', `npm run certify -- --grep ${one.id}`],
  ];
  return [
    `${one.id}: ${one.sentence}`,
    ...facts.filter(([, value]) => value !== '').map(([name, value]) => `  ${name.padEnd(10)} ${value}`),
    ...(one.cases.length > 0 ? ['  cases'] : []),
    ...one.cases.map((row) => {
      const expects = one.expects.filter((other) => other.case === row.id);
      return `    ${row.id.padEnd(14)} ${expectedInWords(expects).padEnd(46)} ${row.sentence}`;
    }),
  ].join('\n');
}

/** What TLS stacks did in the row; nothing for what is no row of the scripted server. */
function stacksInWords({ id }: ListedEntry): string {
  const { stacks } = currentCatalogue;
  if (stacks?.unmeasured.some((one) => one === id)) return 'none was measured';
  const row = stacks?.answers.get(id as CaseId) ?? [];
  return row.flatMap((answer, at) => (answer ? [`${stacks?.stacks[at] ?? ''} ${answer}`] : [])).join(', ');
}
