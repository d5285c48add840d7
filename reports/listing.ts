/** The catalogue joined with the specs that test it, the flaws that kill it and the programs that serve it. */
import { programFor } from '../harness/lab/presentation.ts';
import type { Program, Service } from '../harness/evidence.ts';
import type { Case } from '../harness/requirement.ts';
import type { Catalogue } from './catalogue.ts';

/** One test as Playwright lists it. */
export interface ListedTest {
  title: string;
  /** `suites/tls/cipher-suites.spec.ts:12` */
  spec: string;
  requirements: string[];
}

export interface ListedEntry {
  kind: 'requirement' | 'case';
  id: string;
  /** The requirement that judges: of a requirement, itself. */
  requirement: string;
  level: string;
  clause: string;
  area: string;
  sentence: string;
  specs: string[];
  flaws: string[];
  programs: Partial<Record<Service, Program[]>>;
  status: 'tested' | 'excluded' | 'untested';
  reason: string | null;
}

export function listing(catalogue: Catalogue, tests: readonly ListedTest[]): ListedEntry[] {
  const requirements = [...catalogue.requirements].map(([id, requirement]): ListedEntry => {
    const cases = [...catalogue.cases.values()].filter((one) => one.requirement === id);
    const specs = unique(tests.filter((test) => test.requirements.includes(id)).map((test) => test.spec));
    const { level, clause, area, sentence } = requirement;
    const common = { kind: 'requirement' as const, id, requirement: id, level, clause, area, sentence, specs };
    return { ...common, flaws: killers(catalogue, id), programs: programsOf(cases), ...statusOf(catalogue, id, specs) };
  });
  const cases = [...catalogue.cases.values()].flatMap((one): ListedEntry[] => {
    const owner = requirements.find((entry) => entry.id === one.requirement);
    if (!owner) return [];
    const own = tests.filter((test) => test.requirements.includes(one.requirement) && test.title.includes(one.title));
    const specs = own.length > 0 ? unique(own.map((test) => test.spec)) : owner.specs;
    return [
      {
        ...owner,
        kind: 'case',
        id: one.id,
        clause: one.clause ?? owner.clause,
        sentence: one.title,
        specs,
        programs: programsOf([one]),
      },
    ];
  });
  return [...requirements, ...cases, ...excludedOnly(catalogue)];
}

/** Excluded ids that are in no area: there is nothing to say of them but the reason. */
function excludedOnly(catalogue: Catalogue): ListedEntry[] {
  return Object.entries(catalogue.excluded)
    .filter(([id]) => !catalogue.requirements.has(id))
    .map(([id, reason]) => ({
      ...{ kind: 'requirement' as const, id, requirement: id, level: '', clause: '', area: '', sentence: '' },
      ...{ specs: [], flaws: [], programs: {}, status: 'excluded' as const, reason },
    }));
}

function statusOf(catalogue: Catalogue, id: string, specs: readonly string[]): Pick<ListedEntry, 'status' | 'reason'> {
  const reason = catalogue.excluded[id] ?? null;
  if (reason !== null) return { status: 'excluded', reason };
  return { status: specs.length > 0 ? 'tested' : 'untested', reason: null };
}

const killers = ({ kills }: Catalogue, id: string): string[] =>
  Object.keys(kills).filter((flaw) => kills[flaw]?.includes(id));

function programsOf(cases: readonly Case[]): ListedEntry['programs'] {
  const found: ListedEntry['programs'] = {};
  for (const one of cases) {
    for (const service of one.services ?? (['sip', 'provisioning'] as const)) {
      found[service] = unique([...(found[service] ?? []), programFor(service, one.serves)]);
    }
  }
  return found;
}

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];
