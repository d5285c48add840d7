/** Judges a stored run again: no device, no network, no clock. The same evidence must give the same words. */
import { isEvidence, type EvidenceStore } from './evidence-store.ts';
import { conclude } from './conclude.ts';
import type { Catalogue } from './catalogue.ts';
import type { JudgedRow } from './rows.ts';
import type { Row, RunRecord } from './run-record.ts';

export interface Rejudged {
  record: RunRecord;
  /** How many rows had evidence to judge. */
  judged: number;
  differences: RowDifference[];
}

export interface RowDifference {
  row: Pick<Row, 'requirement' | 'case' | 'service' | 'trust' | 'variant'>;
  field: 'verdict' | 'expected' | 'seen';
  stored: string;
  now: string;
}

/** Verdicts that only evidence can give. */
const judgedByEvidence: readonly Row['verdict'][] = ['pass', 'fail'];

const said = ['verdict', 'expected', 'seen'] as const;

export function rejudge(
  stored: RunRecord,
  evidence: EvidenceStore,
  catalogue: Catalogue,
  policy: string = stored.policy,
): Rejudged {
  let judged = 0;
  const differences: RowDifference[] = [];
  const rows = stored.rows.map((row): JudgedRow => {
    const { status: _status, marks: _marks, ...kept } = row;
    if (row.evidence === null && !judgedByEvidence.includes(row.verdict)) return kept;
    judged += 1;
    const finding =
      row.evidence === null
        ? { verdict: 'error' as const, expected: row.expected, seen: 'the row names no evidence for its verdict' }
        : judgeRow(kept, row.evidence, evidence, catalogue);
    for (const field of said) {
      if (finding[field] !== row[field])
        differences.push({ row: kept, field, stored: row[field], now: finding[field] });
    }
    return { ...kept, ...finding, reason: reasonOf(kept, finding) };
  });
  const record = conclude(rows, catalogue, {
    settings: {
      id: stored.id,
      policy: policy as 'bcp',
      gate: stored.gate,
      failOn: stored.failOn,
      recordOnly: stored.recordOnly,
      commandLine: stored.command,
    },
    selection: stored.selection,
    dut: stored.dut,
    lab: stored.lab,
    benchFaults: stored.benchFaults,
    waivers: stored.waivers.map(({ requirement, owner, reason, expires }) => ({ requirement, owner, reason, expires })),
    ringproof: stored.ringproof,
    startedAt: stored.startedAt,
    durationMs: stored.durationMs,
    interrupted: stored.interrupted,
  });
  return { record, judged, differences };
}

/** What does not apply is told with what the judge saw; the reason of another verdict says nothing of this one. */
function reasonOf(row: JudgedRow, now: Pick<Row, 'verdict' | 'seen'>): string | null {
  if (now.verdict === 'not-applicable') return now.seen;
  return now.verdict === row.verdict ? row.reason : null;
}

function judgeRow(
  row: JudgedRow,
  path: string,
  store: EvidenceStore,
  catalogue: Catalogue,
): Pick<Row, 'verdict' | 'expected' | 'seen'> {
  const requirement = catalogue.requirements.get(row.requirement);
  if (!requirement)
    return { verdict: 'error', expected: row.expected, seen: `this version knows no requirement ${row.requirement}` };
  const evidence = store.read(path);
  if (!isEvidence(evidence)) return { verdict: 'error', expected: row.expected, seen: evidence.missing };
  const { verdict, expected, seen } = requirement.judge(evidence, {
    requirement: row.requirement,
    case: row.case === null ? undefined : catalogue.cases.get(row.case),
    service: row.service,
    trust: row.trust,
  });
  return { verdict, expected, seen };
}
