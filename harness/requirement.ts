/**
 * Requirements and cases as data. An area declares them once; specs name them by id, and a misspelt id is a compile
 * error as well as an error at load.
 */
import type { Evidence, Service, TrustMode } from './evidence.ts';
import type { Level, Verdict } from './verdict.ts';
import { accepting } from './errors.ts';
import type { Gain } from './gain.ts';
import type { Visitor } from './bench/visit-plan.ts';
import type { CallPlan, KeySeriesPlan } from './farend/call-plan.ts';
import type { HelloRuleName } from './judge/tls/hello-rules.ts';
import type { Presentation } from './lab/presentation.ts';
import type { Capability } from './dut/driver.ts';
import type { FaultName } from './pki/certificate-faults.ts';
import type { SurveyedListener } from './survey-facts.ts';

/** What a judge may look at. `profile` is what the product claims; `policy` what we demand. */
export interface JudgeContext {
  requirement: string;
  case: Case | undefined;
  service: Service;
  trust: TrustMode;
}

/**
 * What a judge says. `expected` and `seen` are the two sentences of the message. `not-applicable`: by its own ClientHello the
 * device does not offer what the row is about.
 */
export interface Finding {
  verdict: Exclude<Verdict, 'not-run' | 'attested'>;
  expected: string;
  seen: string;
}

/** A pure function of evidence: no socket, no clock, no file. */
export type Judge = (evidence: Evidence, context: JudgeContext) => Finding;

export interface Requirement {
  level: Level;
  /** `RFC 5280 §6.1.3(a)(2)`; several parted by semicolons; where RFC 9846 moved a section, both numbers. */
  clause: string;
  /** One sentence in the imperative, the device its subject. */
  sentence: string;
  /** What goes wrong for a person when the device fails it. */
  risk: string;
  /** What an attacker gains by that; findings stand in its order. Where it is not said the level decides. */
  gain?: Gain;
  /** What a device must be able to do for the requirement to mean anything. */
  needs?: readonly Capability[];
  judge: Judge;
}

/** `record`: the clause draws no line; what the device did is told, and nothing is judged. */
export type Outcome = 'accept' | 'refuse' | 'record';

/** One value, or one for each service where they differ; a service without a value is not run. */
export type ByService<T> = T | Readonly<Partial<Record<Service, T>>>;

/** One stimulus with its expected outcome for each trust mode; absent modes are not run. */
export interface Case {
  id: string;
  /** What the lab serves, in words. */
  title: string;
  /** Which requirement the row belongs to. */
  requirement: ByService<RequirementId>;
  serves: Presentation;
  /** The rule that its ClientHellos are read for, in rows about those. */
  hello?: HelloRuleName;
  /** The call that is held, in rows about calls; nothing is served then. */
  call?: CallPlan;
  /** The URI that the device is told to call once it has registered at what is served. `sip:bench@lab.test` is answered. */
  dials?: string;
  /** What the device does of its own accord behind the call of `dials` is waited for. */
  watched?: true;
  /** The calls that are made for the sake of their keys, in rows about those. */
  gathers?: KeySeriesPlan;
  /** Who comes to the device's own listener, in rows about that; nothing is served then. */
  visitor?: Visitor;
  /** Which of the device's own listeners is surveyed, in rows about that; nothing is served then. */
  surveys?: SurveyedListener;
  expect: Readonly<Partial<Record<TrustMode, ByService<Outcome>>>>;
  /** Where the test makes several attempts: what those before the last must come to, for the row to say anything. */
  before?: readonly Outcome[];
  /** Certificates that are served one after another, `serves` being the first. */
  series?: readonly FaultName[];
  /** Alert codes that fit, best first. */
  alerts?: readonly number[];
  clause?: string;
  /** What a device must be able to do for the row to mean anything, besides what its requirement needs. */
  needs?: readonly Capability[];
  services?: readonly Service[];
}

/** Ids of all areas; each area adds its own by declaration merging, which makes `toConform` typed. */
export interface KnownRequirements {}
export interface KnownCases {}

/** While no area is loaded (the harness compiled alone) every string will do. */
export type RequirementId = [keyof KnownRequirements] extends [never]
  ? string
  : Extract<keyof KnownRequirements, string>;
export type CaseId = [keyof KnownCases] extends [never] ? string : Extract<keyof KnownCases, string>;

const requirementsById = new Map<string, Requirement>();
const casesById = new Map<string, Case>();

/** Declares an area's requirements. Throws on an id that is already taken. */
export function defineRequirements<const T extends Record<string, Requirement>>(requirements: T) {
  for (const [id, requirement] of Object.entries(requirements)) {
    if (requirementsById.has(id)) throw new Error(`Requirement ${id} is declared twice; ids are never reused.`);
    requirementsById.set(id, requirement);
  }
  /** Test details for Playwright: one tag and one annotation an id, so that `--grep @CERT-03` selects it. */
  const covers = (...ids: (keyof T & string)[]) => ({
    tag: ids.map((id) => `@${requirementOf(id) && id}`),
    annotation: ids.map((id) => ({ type: 'requirement', description: id })),
  });
  return { requirements, covers };
}

type Declared<T> = { [K in keyof T]: T[K] & Case & { id: K } };

/** Declares an area's cases. Throws on an id that is taken or a requirement that does not exist. */
export function defineCases<const T extends Record<string, Omit<Case, 'id'>>>(cases: T): Declared<T> {
  for (const [id, row] of Object.entries(cases)) {
    if (casesById.has(id)) throw new Error(`Case ${id} is declared twice; ids are never reused.`);
    for (const id of requirementsOf(row)) requirementOf(id);
    casesById.set(id, { ...row, id });
  }
  return Object.fromEntries(Object.entries(cases).map(([id, row]) => [id, { ...row, id }])) as Declared<T>;
}

export function requirementOf(id: string): Requirement {
  const requirement = requirementsById.get(id);
  if (!requirement) throw new Error(`No requirement ${id}; ${accepting(id, [...requirementsById.keys()])}`);
  return requirement;
}

export function caseOf(id: string): Case {
  const row = casesById.get(id);
  if (!row) throw new Error(`No case ${id}; ${accepting(id, [...casesById.keys()])}`);
  return row;
}

const services = ['sip', 'provisioning'] as const;

const valueFor = <T extends string>(value: ByService<T> | undefined, service: Service): T | undefined =>
  typeof value === 'object' ? (value as Partial<Record<Service, T>>)[service] : value;

/** What the case expects of a service in a trust mode; undefined where it is not run. */
export function outcomeFor(row: Case, trust: TrustMode, service: Service): Outcome | undefined {
  return servicesFor(row).includes(service) ? valueFor(row.expect[trust], service) : undefined;
}

/** The services that the case runs over. */
export const servicesFor = (row: Pick<Case, 'services' | 'requirement'>): readonly Service[] =>
  (row.services ?? services).filter((service) => valueFor(row.requirement, service) !== undefined);

/** The requirement that judges the case over a service. Throws where it is not run over it. */
export function requirementFor(row: Case, service: Service): RequirementId {
  const id = valueFor(row.requirement, service);
  if (id === undefined) throw new Error(`${row.id} is not run over ${service}`);
  return id;
}

/** Every requirement that the case belongs to. */
export const requirementsOf = ({ requirement }: Pick<Case, 'requirement'>): string[] =>
  typeof requirement === 'string' ? [requirement] : [...new Set(Object.values(requirement))];

/** Finds the tests of an id by their tags; whole ids only: CH-1 is no part of CH-12, and MT-01 none of MT-01-PROOF. */
export const tagPattern = (id: string): string => `@${id}(?![\\w/-])`;

/** Finds the tests of an id and of all its variants: KS-06 those of KS-06/3072 and KS-06/4096, but SS none of SSL-1. */
export const familyPattern = (id: string): string => `@${id}(?![\\w-])`;

/** Whether a case is the one of that id or a variant of it: `KS-06/3072` is one of `KS-06`. */
export const isOfFamily = (id: string, base: string): boolean => id === base || id.startsWith(`${base}/`);

export const allCases = (): ReadonlyMap<string, Case> => casesById;
