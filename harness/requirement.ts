/**
 * Requirements and cases as data. An area declares them once; specs name them by id, and a misspelt id is a compile
 * error as well as an error at load.
 */
import type { Evidence, Service, TrustMode } from './evidence.ts';
import type { Level, Verdict } from './verdict.ts';
import { accepting } from './errors.ts';
import type { Presentation } from './lab/presentation.ts';
import type { Capability } from './dut/driver.ts';

/** What a judge may look at. `profile` is what the product claims; `policy` what we demand. */
export interface JudgeContext {
  requirement: string;
  case: Case | undefined;
  service: Service;
  trust: TrustMode;
}

/** What a judge says. `expected` and `seen` are the two sentences of the message. */
export interface Finding {
  verdict: Exclude<Verdict, 'not-run' | 'attested' | 'not-applicable'>;
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
  /** What a device must be able to do for the requirement to mean anything. */
  needs?: readonly Capability[];
  judge: Judge;
}

export type Outcome = 'accept' | 'refuse' | 'record';

/** One stimulus with its expected outcome for each trust mode; absent modes are not meaningful. */
export interface Case {
  id: string;
  /** What the lab serves, in words. */
  title: string;
  requirement: string;
  serves: Presentation;
  expect: Partial<Record<TrustMode, Outcome>>;
  /** Alert codes that fit, best first. */
  alerts?: readonly number[];
  clause?: string;
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

type Declared<T> = { [K in keyof T]: T[K] & Case & { id: K; requirement: RequirementId } };

/** Declares an area's cases. Throws on an id that is taken or a requirement that does not exist. */
export function defineCases<const T extends Record<string, Omit<Case, 'id'>>>(cases: T): Declared<T> {
  for (const [id, row] of Object.entries(cases)) {
    if (casesById.has(id)) throw new Error(`Case ${id} is declared twice; ids are never reused.`);
    requirementOf(row.requirement);
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

export const allCases = (): ReadonlyMap<string, Case> => casesById;
