/** `explain`: one requirement or case in words. */
import type { Command } from 'commander';
import type { ByService, Outcome } from '../../harness/requirement.ts';
import { policies, weightOf, type PolicyName } from '../../harness/profiles/policies.ts';
import { currentCatalogue } from '../current-catalogue.ts';
import { listing, type ListedEntry } from '../listing.ts';
import { oneOf } from './accepted.ts';
import { listedTests } from './listed-tests.ts';
import { served } from './list.ts';

export function explain(program: Command): void {
  program
    .command('explain')
    .argument('<id>', 'a requirement (CERT-03) or a case (DT-01)')
    .description('explain a requirement or a case')
    .option('--json', 'print data only')
    .action(async (given: string, options: { json?: boolean }) => {
      const { requirements, cases, excluded } = currentCatalogue;
      const known = [...requirements.keys(), ...cases.keys(), ...Object.keys(excluded)];
      const id = oneOf('requirement or case', known.includes(given) ? given : given.toUpperCase(), known);
      const all = listing(currentCatalogue, await listedTests());
      const entry = all.find((one) => one.id === id);
      if (!entry) return;
      const own = all.filter((one) => one.kind === 'case' && one.judgedBy.includes(id));
      const judge = entry.judgedBy[0] ?? id;
      const found = requirements.get(judge);
      const weights = found
        ? Object.fromEntries(
            (Object.keys(policies) as PolicyName[]).map((name) => [name, weightOf(name, judge, found)]),
          )
        : {};
      const data = { ...entry, risk: found?.risk ?? null, needs: found?.needs ?? [], weights, cases: own };
      process.stdout.write(options.json ? `${JSON.stringify(data, null, 2)}\n` : `${text(data)}\n`);
    });
}

interface Explained extends ListedEntry {
  risk: string | null;
  needs: readonly string[];
  weights: Record<string, string>;
  cases: ListedEntry[];
}

const inWords = (outcome: ByService<Outcome>): string =>
  typeof outcome === 'string'
    ? outcome
    : Object.entries(outcome)
        .map(([service, word]) => `${service} ${word}`)
        .join(' and ');

function text(one: Explained): string {
  const found = currentCatalogue.cases.get(one.id);
  const expected = found ? Object.entries(found.expect).map(([mode, outcome]) => `${mode} ${inWords(outcome)}`) : [];
  const weights = Object.entries(one.weights).map(([policy, weight]) => `${weight} under ${policy}`);
  const facts: [string, string][] = [
    ['judged by', one.kind === 'case' ? one.judgedBy.join(', ') : ''],
    ['clause', one.clause],
    ['level', [one.level, ...weights].filter(Boolean).join('; ')],
    ['area', one.area],
    ['risk', one.risk ?? ''],
    ['expected', expected.join(', ')],
    ['needs', one.needs.join(', ')],
    ['status', one.reason === null ? one.status : `${one.status}: ${one.reason}`],
    ['tested by', one.specs.join(', ')],
    ['killed by', one.flaws.join(', ')],
    ['cases', one.cases.map((row) => `${row.id} (${row.sentence})`).join(', ')],
    ['programs', served(one)],
    ['run it', `npm run certify -- --grep ${one.id}`],
  ];
  return [
    `${one.id}: ${one.sentence}`,
    ...facts.filter(([, value]) => value !== '').map(([name, value]) => `  ${name.padEnd(10)} ${value}`),
  ].join('\n');
}
