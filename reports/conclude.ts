/**
 * From rows to the record: status of every row, verdict of every requirement, the answer, the exit status. The table
 * of docs/verdicts.md stands here and nowhere else, and nothing but it decides.
 */
import { gainOf } from '../harness/gain.ts';
import type { RunSettings } from '../harness/run-settings.ts';
import { worst, type Verdict, type Weight } from '../harness/verdict.ts';
import type { Catalogue } from './catalogue.ts';
import type { JudgedRow } from './rows.ts';
import { runRecordSchema, type RequirementRecord, type Row, type RunRecord } from './run-record.ts';
import { stateOf, type Waiver } from './waivers.ts';

/** What a conclusion rests on beside the rows. */
export interface Circumstances {
  settings: Pick<RunSettings, 'id' | 'policy' | 'gate' | 'failOn' | 'recordOnly' | 'commandLine'>;
  /** What limited the run, in words; null where the whole catalogue was asked for. */
  selection: string | null;
  dut: RunRecord['dut'];
  lab: RunRecord['lab'];
  benchFaults: RunRecord['benchFaults'];
  waivers: readonly Waiver[];
  ringproof: string;
  startedAt: string;
  durationMs: number;
  interrupted: boolean;
}

export function conclude(rows: readonly JudgedRow[], catalogue: Catalogue, about: Circumstances): RunRecord {
  const { settings, selection } = about;
  const today = about.startedAt.slice(0, 10);
  const active = new Set(about.waivers.filter((waiver) => waiver.expires >= today).map((waiver) => waiver.requirement));
  const weights = new Map<string, Weight>();
  for (const [id, requirement] of catalogue.requirements) {
    weights.set(id, catalogue.weightOf(settings.policy, id, requirement));
  }
  const gated = inOrder(rows, catalogue).map((row): Row => {
    const weight = weights.get(row.requirement) ?? 'blocking';
    return { ...row, ...statusOf(row.verdict, weight, settings.failOn, active.has(row.requirement)) };
  });
  const requirements = [...catalogue.requirements].map(([id, requirement]): RequirementRecord => {
    const own = ofDevice(gated.filter((row) => row.requirement === id));
    const verdict = worst(own.map((row) => row.verdict));
    return {
      id,
      area: requirement.area,
      level: requirement.level,
      weight: weights.get(id) ?? 'blocking',
      clause: requirement.clause,
      sentence: requirement.sentence,
      risk: requirement.risk,
      gain: gainOf(requirement),
      verdict,
      reason: reasonOf(verdict, own, catalogue.excluded[id], selection, about.interrupted),
      baseline: baselineOf(verdict),
    };
  });
  const verdicts = new Map(requirements.map((requirement) => [requirement.id, requirement.verdict]));
  const waivers = about.waivers.map((waiver) => ({
    ...waiver,
    state: stateOf(waiver, verdicts.get(waiver.requirement), today),
  }));
  const record = {
    schema: 'ringproof-run/1' as const,
    id: settings.id,
    startedAt: about.startedAt,
    durationMs: about.durationMs,
    ringproof: about.ringproof,
    dut: about.dut,
    lab: about.lab,
    policy: settings.policy,
    gate: settings.gate,
    failOn: settings.failOn,
    recordOnly: settings.recordOnly,
    command: settings.commandLine,
    selection,
    interrupted: about.interrupted,
    requirements,
    rows: gated,
    waivers,
    benchFaults: about.benchFaults,
  };
  // Parsed, so that the fields stand in the schema's order: a record judged again is the same to the byte.
  return runRecordSchema.parse({ ...record, answer: answerOf(record), exit: exitOf(record) });
}

/** The row of that table for one verdict. */
export function statusOf(
  verdict: Verdict,
  weight: Weight,
  failOn: 'must' | 'should',
  waived: boolean,
): Pick<Row, 'status' | 'marks'> {
  switch (verdict) {
    case 'pass':
    case 'attested':
    case 'observed':
      return { status: 'passed', marks: [] };
    case 'not-applicable':
    case 'not-run':
      return { status: 'skipped', marks: [] };
    case 'inconclusive':
      return { status: 'failed', marks: ['inconclusive'] };
    case 'error':
      return { status: 'failed', marks: ['error'] };
    case 'fail':
      if (waived) return { status: 'expected-failure', marks: ['waived'] };
      if (weight === 'warning' && failOn === 'must') return { status: 'passed', marks: ['warning'] };
      return { status: 'failed', marks: [] };
  }
}

const baselineOf = (verdict: Verdict): RequirementRecord['baseline'] =>
  verdict === 'pass' ? 'meets' : verdict === 'fail' ? 'below' : 'silent';

/** A self-check holds rows of flawed variants: where the clean device was judged too, it alone speaks for the device. */
export function ofDevice<R extends { variant: string }>(rows: readonly R[]): readonly R[] {
  const clean = rows.filter((row) => row.variant === 'clean');
  return clean.length > 0 ? clean : rows;
}

function answerOf(
  record: Pick<RunRecord, 'requirements' | 'rows' | 'benchFaults' | 'interrupted'>,
): RunRecord['answer'] {
  const rows = record.requirements.flatMap(({ id }) => ofDevice(record.rows.filter((row) => row.requirement === id)));
  if (rows.some((row) => row.verdict === 'fail' && row.status === 'failed')) return 'NO';
  const unknown = rows.some((row) => row.verdict === 'error' || row.verdict === 'inconclusive');
  const missing = record.requirements.some((one) => one.verdict === 'not-run' && one.weight === 'blocking');
  const partly = rows.some((row) => row.verdict === 'not-run' && row.status === 'skipped' && blocks(record, row));
  return !rows.some((row) => wasJudged(row) && row.verdict !== 'observed') ||
    unknown ||
    missing ||
    partly ||
    record.interrupted ||
    record.benchFaults.length > 0
    ? 'CANNOT SAY'
    : 'YES';
}

/** Where nothing applies, or nothing ran, nothing was shown. */
const wasJudged = (row: Row): boolean => row.verdict !== 'not-applicable' && row.verdict !== 'not-run';

const blocks = (record: Pick<RunRecord, 'requirements'>, row: Row): boolean =>
  record.requirements.find((one) => one.id === row.requirement)?.weight === 'blocking';

/** `--record-only` takes the verdicts out of the exit status; a bench that judged nothing is still a fault. */
function exitOf(
  record: Pick<RunRecord, 'rows' | 'benchFaults' | 'waivers' | 'interrupted' | 'recordOnly' | 'selection'>,
): RunRecord['exit'] {
  if (record.interrupted) return 130;
  if (!record.recordOnly) {
    const failed = record.rows.some((row) => row.status === 'failed' && row.verdict !== 'error');
    if (failed || record.waivers.some((waiver) => waiver.state !== 'applied')) return 1;
    if (record.rows.some((row) => row.verdict === 'error')) return 3;
  }
  const nothing = record.rows.length === 0 || (record.selection === null && !record.rows.some(wasJudged));
  return record.benchFaults.length > 0 || nothing ? 3 : 0;
}

function reasonOf(
  verdict: Verdict,
  rows: readonly Row[],
  excluded: string | undefined,
  selection: string | null,
  interrupted: boolean,
): string | null {
  if (rows.length > 0) return rows.find((row) => row.verdict === verdict && row.reason)?.reason ?? null;
  if (excluded) return `excluded: ${excluded}`;
  if (interrupted) return 'the run was interrupted';
  return selection ? `not selected by ${selection}` : 'no test judged it';
}

export function selectionOf(settings: Pick<RunSettings, 'areas' | 'grep'>): string | null {
  const parts = [
    ...(settings.areas ? [`--area ${settings.areas.join(',')}`] : []),
    ...(settings.grep ? [`--grep ${settings.grep}`] : []),
  ];
  return parts.length > 0 ? parts.join(' ') : null;
}

const services = ['sip', 'provisioning'];

/** Catalogue order, whatever order the workers finished in. */
export function inOrder<R extends JudgedRow>(
  rows: readonly R[],
  catalogue: Pick<Catalogue, 'requirements' | 'cases'>,
): R[] {
  const places = new Map([...catalogue.requirements.keys()].map((id, place) => [id, place]));
  const casePlaces = new Map([...catalogue.cases.keys()].map((id, place) => [id, place]));
  const place = (row: R): (number | string)[] => [
    places.get(row.requirement) ?? places.size,
    row.requirement,
    row.variant === 'clean' ? '' : row.variant,
    row.case === null ? -1 : (casePlaces.get(row.case) ?? casePlaces.size),
    row.case ?? '',
    services.indexOf(row.service),
    row.trust,
    specPlace(row.spec),
    row.title,
  ];
  return rows
    .map((row) => ({ row, key: place(row) }))
    .sort((a, b) => compareKeys(a.key, b.key))
    .map(({ row }) => row);
}

/** Lines are numbers: `a.spec.ts:9` stands before `a.spec.ts:12`. */
const specPlace = (spec: string): string => spec.replace(/:(\d+)$/, (_, line: string) => `:${line.padStart(6, '0')}`);

function compareKeys(a: (number | string)[], b: (number | string)[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined || left === right) continue;
    return left < right ? -1 : 1;
  }
  return 0;
}
