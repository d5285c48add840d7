/** The catalogue joined with the specs that test it, the flaws that kill it and the programs that serve it. */
import { programFor } from '../harness/lab/presentation.ts';
import type { Program, Service, TrustMode } from '../harness/evidence.ts';
import {
  outcomeFor,
  requirementFor,
  requirementsOf,
  servicesFor,
  type Case,
  type Outcome,
} from '../harness/requirement.ts';
import type { Catalogue } from './catalogue.ts';

/** One test as Playwright lists it. */
export interface ListedTest {
  title: string;
  /** `suites/tls/cipher-suites.spec.ts:12` */
  spec: string;
  requirements: string[];
  cases: string[];
}

/** One case over one service: which requirement judges it, and what it expects in each trust mode that it runs in. */
export interface Expectation {
  case: string;
  service: Service;
  requirement: string;
  outcomes: Partial<Record<TrustMode, Outcome>>;
}

export interface ListedEntry {
  kind: 'requirement' | 'case';
  id: string;
  /** The requirements that judge: of a requirement, itself; of a case, one or one for each service. */
  judgedBy: string[];
  /** Of a case: each service that it runs over. Of a requirement: each case and service that it judges. */
  expects: Expectation[];
  /** It has cases, and none of them has a pass line: what is seen is told and never judged. */
  observation: boolean;
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
    const cases = [...catalogue.cases.values()].filter((one) => requirementsOf(one).includes(id));
    const specs = unique(tests.filter((test) => test.requirements.includes(id)).map((test) => test.spec));
    const { level, clause, area, sentence } = requirement;
    const expects = cases.flatMap(expectationsOf).filter((one) => one.requirement === id);
    const common = {
      ...{ kind: 'requirement' as const, id, judgedBy: [id], expects, observation: onlyObserved(expects) },
      ...{ level, clause, area, sentence, specs },
    };
    const ids = [id, ...cases.map((one) => one.id)];
    const programs = programsOf(cases, (one, service) => requirementFor(one, service) === id);
    return { ...common, flaws: killers(catalogue, ids), programs, ...statusOf(catalogue, id, specs) };
  });
  const cases = [...catalogue.cases.values()].flatMap((one): ListedEntry[] => {
    const judgedBy = requirementsOf(one);
    const owner = requirements.find((entry) => entry.id === judgedBy[0]);
    if (!owner) return [];
    const specs = unique(tests.filter((test) => test.cases.includes(one.id)).map((test) => test.spec));
    const clause = one.clause ?? owner.clause;
    const expects = expectationsOf(one);
    const mapping = { judgedBy, expects, observation: onlyObserved(expects) };
    const facts = { id: one.id, ...mapping, clause, sentence: one.title, specs, flaws: killers(catalogue, [one.id]) };
    return [{ ...owner, kind: 'case', ...facts, programs: programsOf([one]), ...statusOf(catalogue, one.id, specs) }];
  });
  return [...requirements, ...cases, ...excludedOnly(catalogue)];
}

/** Excluded ids that are in no area: there is nothing to say of them but the reason. */
function excludedOnly(catalogue: Catalogue): ListedEntry[] {
  return Object.entries(catalogue.excluded)
    .filter(([id]) => !catalogue.requirements.has(id))
    .map(([id, reason]) => ({
      ...{ kind: 'requirement' as const, id, judgedBy: [id], expects: [], observation: false },
      ...{ level: '', clause: '', area: '', sentence: '' },
      ...{ specs: [], flaws: [], programs: {}, status: 'excluded' as const, reason },
    }));
}

const trustModes: readonly TrustMode[] = ['M0', 'M1', 'M2', 'M3'];

function expectationsOf(one: Case): Expectation[] {
  return servicesFor(one).map((service) => {
    const outcomes = trustModes.flatMap((trust) => {
      const outcome = outcomeFor(one, trust, service);
      return outcome === undefined ? [] : [[trust, outcome] as const];
    });
    return { case: one.id, service, requirement: requirementFor(one, service), outcomes: Object.fromEntries(outcomes) };
  });
}

/** Cases without an outcome are judged by what their requirement says, so they are no observations. */
function onlyObserved(expects: readonly Expectation[]): boolean {
  const outcomes = expects.flatMap((one) => Object.values(one.outcomes));
  return outcomes.length > 0 && outcomes.every((outcome) => outcome === 'record');
}

function statusOf(catalogue: Catalogue, id: string, specs: readonly string[]): Pick<ListedEntry, 'status' | 'reason'> {
  const reason = catalogue.excluded[id] ?? null;
  if (reason !== null) return { status: 'excluded', reason };
  return { status: specs.length > 0 ? 'tested' : 'untested', reason: null };
}

const killers = ({ kills }: Catalogue, ids: readonly string[]): string[] =>
  Object.keys(kills).filter((flaw) => kills[flaw]?.some((id) => ids.includes(id)));

function programsOf(
  cases: readonly Case[],
  counts: (one: Case, service: Service) => boolean = () => true,
): ListedEntry['programs'] {
  const found: ListedEntry['programs'] = {};
  for (const one of cases) {
    for (const service of servicesFor(one).filter((each) => counts(one, each))) {
      found[service] = unique([...(found[service] ?? []), programFor(service, one.serves)]);
    }
  }
  return found;
}

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];
