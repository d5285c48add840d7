/** What a person sees in the terminal: one line a row as it is judged, then the summary. */
import { relative } from 'node:path';
import pc from 'picocolors';
import { verdicts, type Verdict } from '../harness/verdict.ts';
import { byArea, countFailures, countVerdicts, notTested, notTestedRows, rowsBeside } from './counts.ts';
import { findings, type CaseTitles } from './findings.ts';
import { message } from './formats/message.ts';
import { observedValue } from './observations.ts';
import type { RequirementRecord, Row, RunRecord } from './run-record.ts';
import { why } from './why.ts';

const symbols: Record<Verdict, string> = {
  fail: pc.red('✗'),
  error: pc.magenta('!'),
  inconclusive: pc.yellow('?'),
  'not-run': pc.dim('–'),
  attested: pc.blue('✓'),
  pass: pc.green('✓'),
  observed: pc.cyan('○'),
  'not-applicable': pc.dim('·'),
};

export const serviceWord = { sip: 'SIP', provisioning: 'prov' } as const;

/** One line; a failed row adds the whole message below it. */
export function rowLine(
  row: Row,
  requirement: Omit<RequirementRecord, 'verdict' | 'reason' | 'baseline'> | undefined,
): string {
  const about = [
    row.requirement.padEnd(8),
    (row.case ?? '').padEnd(10),
    `${serviceWord[row.service]} ${row.trust}`.padEnd(8),
  ];
  const variant = row.variant === 'clean' ? '' : pc.dim(` [${row.variant}]`);
  const marks = row.marks.filter((mark) => mark !== row.verdict).map((mark) => pc.yellow(` ${mark}`));
  const sentence = sanitize(row.verdict === 'observed' ? whatWasTried(row) : (requirement?.sentence ?? row.title));
  const line = `${symbols[row.verdict]} ${about.join(' ')} ${sentence}${variant}${marks.join('')}`;
  if (row.status === 'skipped') return `${line} ${pc.dim(`(${sanitize(row.reason ?? row.verdict)})`)}`;
  if (row.verdict === 'observed') return `${line}: ${pc.cyan(shortened(sanitize(observedValue(row))))}`;
  if (row.status !== 'failed') return line;
  const text = requirement ? message(requirement, row) : (row.reason ?? row.seen);
  return `${line}\n${indent(sanitize(text))}`;
}

/** Beside a value the sentence of the requirement would read as if it had been judged: the stimulus stands there. */
const whatWasTried = ({ title }: Row): string => title.replace(/^(?:.*? over (?:sip|provisioning)|\S+): /, '');

/** A line of a terminal is no place for a list of certificates. */
const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

/** The summary at the end: areas, worst findings, what was not tested, the answer, where the page is. */
export function summary(record: RunRecord, page: string, cases: CaseTitles): string {
  return [
    '',
    areaTable(record),
    ...worstFindings(record, cases),
    ...untested(record),
    ...record.waivers
      .filter((waiver) => waiver.state !== 'applied')
      .map((waiver) => pc.red(`waiver for ${waiver.requirement} is ${waiver.state} (owner ${waiver.owner})`)),
    ...record.benchFaults.map((fault) => pc.magenta(`bench fault ${fault.code}: ${sanitize(fault.message)}`)),
    '',
    `${pc.bold('May this firmware ship?')} ${answer(record)}  ${sanitize(`${record.dut.name} ${record.dut.version}`)}`,
    why(record),
    '',
    `lab ${record.lab.runtime} (${record.lab.why}), ready in ${record.lab.readyMs} ms; run ${(record.durationMs / 1000).toFixed(1)} s; exit ${record.exit}`,
    `report: ${relative(process.cwd(), page) || page}`,
    '',
  ].join('\n');
}

const answer = ({ answer: word }: RunRecord): string =>
  pc.bold(word === 'YES' ? pc.green(word) : word === 'NO' ? pc.red(word) : pc.yellow(word));

const heads: Record<Verdict, string> = {
  fail: 'fail',
  error: 'error',
  inconclusive: 'inconcl.',
  'not-run': 'not run',
  attested: 'attested',
  pass: 'pass',
  observed: 'observed',
  'not-applicable': 'n/a',
};

function areaTable(record: RunRecord): string {
  const line = (name: string, cells: readonly string[]): string =>
    `${name.padEnd(14)}${cells.map((cell) => cell.padStart(9)).join('')}`;
  const head = line(
    'area',
    verdicts.map((verdict) => heads[verdict]),
  );
  const body = byArea(record).map(({ area, counts }) =>
    line(
      area,
      verdicts.map((verdict) => String(counts[verdict])),
    ),
  );
  const all = countVerdicts(record.requirements);
  return [
    pc.dim(head),
    ...body,
    pc.bold(
      line(
        'all',
        verdicts.map((verdict) => String(all[verdict])),
      ),
    ),
  ].join('\n');
}

function worstFindings(record: RunRecord, cases: CaseTitles): string[] {
  const all = findings(record, cases);
  if (all.length === 0) return [];
  const shown = all
    .slice(0, 3)
    .flatMap((finding, index) => [
      `${pc.red(`${index + 1}`)} ${pc.bold(sanitize(finding.title))}  ${pc.dim(finding.id)}`,
      `  risk   ${finding.risk}`,
      `  cause  ${finding.cause}`,
      `  mend   ${finding.mend}`,
    ]);
  const { blocking, waived, warnings } = countFailures(record);
  return [
    '',
    pc.bold(all.length > 3 ? 'Three worst findings' : 'Findings'),
    ...shown,
    `all ${all.length} failures: ${blocking} block, ${waived} waived, ${warnings} warnings`,
  ];
}

function untested(record: RunRecord): string[] {
  const reasons = notTested(record);
  const rows = notTestedRows(record);
  if (reasons.length + rows.length === 0) return [];
  const lines = reasons
    .slice(0, 6)
    .map(({ verdict, reason, ids }) => `${symbols[verdict]} ${ids.length} ${verdict}: ${sanitize(reason)}`);
  return [
    '',
    pc.bold('Not tested, and why'),
    ...lines,
    ...(reasons.length > 6 ? [`  ${reasons.length - 6} more reasons in the report`] : []),
    ...(rows.length > 0 ? [`  and ${rowsBeside(rows.flatMap((one) => one.rows).length)}`] : []),
  ];
}

const indent = (text: string): string =>
  text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');

/** A device may put escape sequences into what it sends; the terminal must not obey them. */
export const sanitize = (text: string): string => text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, ' ');
