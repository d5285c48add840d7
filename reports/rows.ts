/** From what Playwright hands a reporter to rows of the record: the one place that knows both shapes. */
import { z } from 'zod';
import type { TestCase, TestResult } from '@playwright/test/reporter';
import { rowSchema, type Row } from './run-record.ts';

/** A row before the gate has looked at it. */
export type JudgedRow = Omit<Row, 'status' | 'marks'>;

/** The attachment that the matcher leaves on a test; JSON. */
export const rowAttachment = 'ringproof-row';

const attachedSchema = rowSchema.pick({
  requirement: true,
  case: true,
  service: true,
  trust: true,
  variant: true,
  verdict: true,
  expected: true,
  seen: true,
  reason: true,
  evidence: true,
  captures: true,
});

/** The rows of one test. Every annotated requirement gets one, so that nothing that was asked is lost. */
export function rowsOf(test: TestCase, result: TestResult, spec: string): JudgedRow[] {
  const common = { title: test.title, spec, durationMs: Math.round(result.duration) };
  const rows: JudgedRow[] = [];
  const unreadable: string[] = [];
  for (const attachment of result.attachments) {
    if (attachment.name !== rowAttachment) continue;
    const parsed = parseRow(attachment.body);
    if (typeof parsed === 'string') unreadable.push(parsed);
    else rows.push({ ...parsed, ...common });
  }
  const judged = new Set(rows.map((row) => row.requirement));
  for (const requirement of new Set(annotated(test, 'requirement'))) {
    if (judged.has(requirement)) continue;
    rows.push({
      ...common,
      ...unjudged(test, result, rows, unreadable),
      requirement,
      case: annotated(test, 'case')[0] ?? null,
    });
  }
  return rows;
}

export const annotated = (test: Pick<TestCase, 'annotations'>, type: string): string[] =>
  test.annotations.flatMap((annotation) =>
    annotation.type === type && annotation.description ? [annotation.description] : [],
  );

function parseRow(body: Buffer | undefined): z.infer<typeof attachedSchema> | string {
  try {
    return attachedSchema.parse(JSON.parse(body?.toString('utf8') ?? ''));
  } catch (error) {
    return `the row that the test attached cannot be read: ${error instanceof z.ZodError ? z.prettifyError(error) : String(error)}`;
  }
}

function unjudged(test: TestCase, result: TestResult, rows: JudgedRow[], unreadable: string[]) {
  const blank = {
    service: annotated(test, 'service')[0] === 'provisioning' ? ('provisioning' as const) : ('sip' as const),
    trust: 'M2' as const,
    variant: 'clean',
    expected: '',
    seen: '',
    evidence: null,
    captures: [],
  };
  if (result.status === 'skipped') return { ...blank, ...skipped(test) };
  if (result.status === 'interrupted')
    return { ...blank, verdict: 'not-run' as const, reason: 'the run was interrupted' };
  const stopper = rows.find((row) => row.verdict !== 'pass' && row.verdict !== 'observed');
  if (stopper && unreadable.length === 0) {
    const reason = `the test ended at ${stopper.requirement} (${stopper.verdict})`;
    return { ...blank, verdict: 'not-run' as const, reason };
  }
  const message = unreadable[0] ?? errorOf(result) ?? 'the test ended without judging the requirement';
  return { ...blank, verdict: 'error' as const, seen: firstLine(message), reason: message };
}

const notApplicable = 'not applicable: ';

function skipped(test: TestCase): { verdict: 'not-applicable' | 'not-run'; reason: string } {
  const said = [...annotated(test, 'skip'), ...annotated(test, 'fixme')][0];
  if (said?.startsWith(notApplicable)) return { verdict: 'not-applicable', reason: said.slice(notApplicable.length) };
  return { verdict: 'not-run', reason: said ?? 'skipped without a reason' };
}

const colours = /\u001b\[[0-9;]*m/g;

function errorOf(result: TestResult): string | undefined {
  const said = result.error?.message ?? result.error?.value;
  if (!said) return result.status === 'timedOut' ? 'the test ran out of time' : undefined;
  return said
    .replaceAll(colours, '')
    .replace(/^\w*Error: /, '')
    .slice(0, 8000);
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';
