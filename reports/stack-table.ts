/** What the device did in the rows of the scripted server, beside what TLS stacks did; all of it out of evidence and data. */
import type { Service } from '../harness/evidence.ts';
import { sameAnswer, stackAnswer, type StackAnswer } from '../harness/judge/tls/stack-answer.ts';
import type { CaseId } from '../harness/requirement.ts';
import type { StackComparison } from '../harness/stack-comparison.ts';
import { ofDevice } from './conclude.ts';
import { isEvidence, type EvidenceStore } from './evidence-store.ts';
import { caseAttempt } from './happenings.ts';
import type { Row, RunRecord } from './run-record.ts';

export interface DeviceCell {
  row: Row;
  /** Null where nothing is stored, or what was stored does not say. */
  answer: StackAnswer | null;
}

export interface StackLine {
  case: CaseId;
  /** In the order of `services`; null where the row was not run over that. */
  device: readonly (DeviceCell | null)[];
  /** In the order of the stacks; null where a stack was not measured. */
  stacks: readonly (StackAnswer | null)[];
}

export interface Resemblance {
  stack: string;
  /** Rows in which both did the same, of those that say something of both. */
  same: number;
  of: number;
}

export interface StackTable {
  services: readonly Service[];
  lines: readonly StackLine[];
  /** By service, the most similar first. */
  resembles: readonly (readonly Resemblance[])[];
}

interface Source {
  record: Pick<RunRecord, 'rows'>;
  evidence: EvidenceStore;
}

/** Null where no row of the run shows an answer of the device that a stack was measured for. */
export function stackTable({ record, evidence }: Source, { stacks, answers }: StackComparison): StackTable | null {
  const rows = ofDevice(record.rows).filter(({ case: id }) => answers.has(id as CaseId));
  const cells = rows.map((row): DeviceCell => ({ row, answer: answerIn(row, evidence) }));
  const services = (['sip', 'provisioning'] as const).filter((service) =>
    cells.some(({ row, answer }) => row.service === service && answer !== null),
  );
  if (services.length === 0) return null;
  const lines = [...answers].flatMap(([id, measured]): StackLine[] => {
    const device = services.map(
      (service) => cells.find(({ row }) => row.case === id && row.service === service) ?? null,
    );
    return device.every((cell) => cell === null) ? [] : [{ case: id, device, stacks: measured }];
  });
  const resembles = services.map((_, at) =>
    stacks.map((stack, column) => compared(stack, lines, at, column)).sort((a, b) => share(b) - share(a)),
  );
  return { services, lines, resembles };
}

function answerIn(row: Row, evidence: EvidenceStore): StackAnswer | null {
  if (row.evidence === null) return null;
  const read = evidence.read(row.evidence);
  const attempt = isEvidence(read) ? caseAttempt(read) : undefined;
  if (!attempt) return null;
  return stackAnswer({ ...attempt, connections: attempt.connections.filter(({ front }) => front === row.service) });
}

function compared(stack: string, lines: readonly StackLine[], at: number, column: number): Resemblance {
  const pairs = lines.flatMap(({ device, stacks }) => {
    const [own, other] = [device[at]?.answer, stacks[column]];
    return own && other && own !== 'not offered' && other !== 'not offered' ? [sameAnswer(own, other)] : [];
  });
  return { stack, same: pairs.filter(Boolean).length, of: pairs.length };
}

const share = ({ same, of }: Resemblance): number => (of === 0 ? 0 : same / of);
