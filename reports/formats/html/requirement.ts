/** One requirement: a line that opens to clause, words, attempts, ladder, chain and evidence. */
import type { Attempt, Evidence } from '../../../harness/evidence.ts';
import { gainOf } from '../../../harness/gain.ts';
import { verdicts } from '../../../harness/verdict.ts';
import { ofDevice } from '../../conclude.ts';
import { isEvidence } from '../../evidence-store.ts';
import { alertGrade, type AlertGrade } from '../../alert-grade.ts';
import { blocks, findingOf, gainInWords, list } from '../../findings.ts';
import { caseAttempt } from '../../happenings.ts';
import { timeless } from '../../observations.ts';
import type { RequirementRecord, Row } from '../../run-record.ts';
import { attemptTable, surveyTable, type JudgedEvidence } from './attempts.ts';
import { callDetails, callTable } from './calls.ts';
import { chainDiagram } from './chain.ts';
import type { PageInput } from './input.ts';
import { attemptLadder, callLadder } from './ladder.ts';
import { html, type Markup } from './markup.ts';
import { symbol, verdictWord } from './symbols.ts';
import { anchor, capital, day, size } from './words.ts';

export interface Since {
  fresh: boolean;
  /** `Passed in record 2026-09-02` */
  words: string | null;
}

export function requirement(one: RequirementRecord, input: PageInput, since: Since): Markup {
  const { record } = input;
  const rows = ofDevice(record.rows.filter((row) => row.requirement === one.id));
  const blocking = one.verdict !== 'fail' || blocks(record, one);
  const tags =
    one.verdict !== 'fail'
      ? []
      : [...new Set(rows.flatMap((row) => row.marks))].filter(
          (mark) => mark === 'waived' || mark === 'declared' || mark === 'warning',
        );
  const search =
    `${one.id} ${one.clause} ${one.sentence} ${one.area} ${rows.map((row) => row.case ?? '').join(' ')}`.toLowerCase();
  return html`<details
    class="req ${one.verdict === 'fail' && blocking ? 'blocking' : ''}"
    id="${anchor(one.id)}"
    data-verdict="${one.verdict}"
    data-area="${one.area}"
    data-level="${one.level}"
    data-new="${since.fresh ? 1 : 0}"
    data-search="${search}"
  >
    <summary>
      <span class="verdict v-${one.verdict}">${symbol(one.verdict, blocking)} ${verdictWord[one.verdict]}</span
      ><span class="id">${one.id}</span><span class="level">${one.level}</span
      ><span class="sentence"
        >${one.sentence}${since.fresh && html` <span class="tag v-fail">new</span>`}${tags.map((tag) => html` <span class="tag">${tag}</span>`)}</span
      ><span class="clause">${one.clause}</span>
    </summary>
    ${opened(one, rows, input, since)}
  </details>`;
}

function opened(one: RequirementRecord, rows: readonly Row[], input: PageInput, since: Since): Markup {
  const worstRow = [...rows].sort((a, b) => verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict))[0];
  const judged: JudgedEvidence[] = [];
  const missing: string[] = [];
  for (const row of rows) {
    if (row.evidence === null) continue;
    const read = input.evidence.read(row.evidence);
    if (isEvidence(read)) judged.push({ row, evidence: read });
    else missing.push(read.missing);
  }
  const tables = [attemptTable(judged, input.cases), callTable(judged), surveyTable(judged)].filter(
    (table) => table !== null,
  );
  return html`<div class="open">
    <div class="cols">
      <dl class="list">
        ${facts(one, rows, judged, worstRow, input, since).map(
          ([name, value, kind]) =>
            html`<dt>${name}</dt>
              <dd class="${kind}">${value}</dd>`,
        )}
      </dl>
      <div>
        ${tables}${tables.length === 0 && html`<p class="note">${rows.length === 0 ? 'No test ran for it.' : 'No evidence was collected.'}</p>`}
      </div>
    </div>
    ${figures(rows, judged, input)} ${missing.map((why) => html`<p class="note v-error">${symbol('error')} ${why}</p>`)}
  </div>`;
}

function facts(
  one: RequirementRecord,
  rows: readonly Row[],
  judged: readonly JudgedEvidence[],
  row: Row | undefined,
  input: PageInput,
  since: Since,
): [string, string, string][] {
  const fail = one.verdict === 'fail';
  const finding = fail ? findingOf(input.record, one, input.cases) : null;
  const seen = seenIn(rows.filter(({ verdict }) => verdict === one.verdict)).slice(0, 3);
  const waiver = input.record.waivers.find((other) => other.requirement === one.id);
  const reason = one.reason ?? row?.reason;
  return (
    [
      ['Clause', one.clause, ''],
      ['Sentence', one.sentence, ''],
      ['Expected', capital(row?.expected ?? ''), ''],
      ['Seen', seen.map(capital).join('\n'), `pre ${fail ? 'v-fail strong' : ''}`],
      ['Reason', reason && reason !== seen[0] ? reason : '', 'pre'],
      ['Alerts', alertsOf(judged, input), ''],
      ['N/A', one.verdict === 'not-applicable' ? '' : unapplied(rows), 'pre'],
      ['Risk', capital(one.risk), ''],
      ['Attackers gain', fail ? capital(gainInWords[gainOf(one)]) : '', ''],
      ['Likely cause', finding?.cause ?? '', ''],
      ['Mended by', finding?.mend ?? '', ''],
      ['Waived', waiver ? `${waiver.state}: ${waiver.reason} (${waiver.owner}, until ${waiver.expires})` : '', ''],
      ['Weight', `${one.weight} under policy ${input.record.policy}; baseline ${one.baseline}`, ''],
      ['Tested by', [...new Set(rows.map((other) => other.spec))].slice(0, 3).join('\n'), 'pre mono'],
      ['Since', since.words ?? '', ''],
    ] as [string, string, string][]
  ).filter(([, value]) => value !== '');
}

/** Without those that differ in a time only. */
function seenIn(rows: readonly Row[]): string[] {
  const said = new Map(rows.filter(({ seen }) => seen !== '').map(({ seen }) => [timeless(seen), seen]));
  return [...said.values()];
}

/** How well the alerts fit, over all rows of refusals; of those that do not, which. */
function alertsOf(judged: readonly JudgedEvidence[], { cases }: PageInput): string {
  const graded = judged.flatMap(({ row, evidence }) => {
    const attempt = caseAttempt(evidence);
    const grade = attempt ? alertGrade(row, attempt, cases.get(row.case ?? '')?.alerts) : null;
    return grade ? [{ row, ...grade }] : [];
  });
  const named = (grade: AlertGrade['grade']): string => {
    const own = graded.filter((one) => one.grade === grade);
    const ids = list([...new Set(own.map(({ row }) => row.case))], 3);
    if (own.length === 0) return '';
    return `${grade} in ${own.length} ${own.length === 1 ? 'row' : 'rows'}${grade === 'fits' ? '' : ` (${ids})`}`;
  };
  return capital((['fits', 'another', 'none'] as const).map(named).filter(Boolean).join(', '));
}

/** Rows that say nothing, beside others that speak: each reason with its cases. */
function unapplied(rows: readonly Row[]): string {
  const reasons = new Map<string, Set<string>>();
  for (const { verdict, reason, case: id, requirement } of rows) {
    if (verdict !== 'not-applicable') continue;
    const why = reason ?? 'no reason given';
    reasons.set(why, new Set([...(reasons.get(why) ?? []), id ?? requirement]));
  }
  return [...reasons].map(([why, ids]) => `${list([...ids], 4)}: ${why}`).join('\n');
}

/** The worst connection, one that shows the right behaviour beside a failing one, the chain, and the files. */
function figures(rows: readonly Row[], judged: readonly JudgedEvidence[], input: PageInput): Markup | null {
  const byWeight = [...judged].sort((a, b) => verdicts.indexOf(a.row.verdict) - verdicts.indexOf(b.row.verdict));
  const worst = byWeight[0];
  if (!worst) return null;
  const right =
    worst.row.verdict === 'fail'
      ? byWeight.find(
          (one) => one.row.verdict === 'pass' && (one.row.case === worst.row.case || worst.evidence.calls.length > 0),
        )
      : undefined;
  const attempt = caseAttempt(worst.evidence);
  const chain = attempt?.connections.find((one) => one.serverChain.length > 0)?.serverChain ?? [];
  const diagram = attempt ? chainDiagram(chain, attempt.startedAt) : null;
  const call = worst.evidence.calls.findLast((one) => one.role === 'case');
  return html`<div class="figures">
    ${figure(worst)}${right && figure(right)}
    <div>
      ${
        diagram &&
        html`<h4>Chain served <small>read from the wire, ${day(attempt?.startedAt ?? '')}</small></h4>
          ${diagram}`
      }
      ${call && callDetails(call)} ${files(rows, input)}
    </div>
  </div>`;
}

function figure({ row, evidence }: JudgedEvidence): Markup | null {
  const drawn = drawing(evidence, row);
  if (!drawn) return null;
  const what = row.case ?? row.requirement;
  return html`<figure>
    <figcaption>
      <b>${what} over ${row.service === 'sip' ? 'SIP' : 'provisioning'}</b>
      <span class="v-${row.verdict}">${symbol(row.verdict, row.status === 'failed')} ${verdictWord[row.verdict]}</span
      ><small>ms from the first byte</small>
    </figcaption>
    ${drawn}
  </figure>`;
}

function drawing(evidence: Evidence, row: Row): Markup | null {
  const call = evidence.calls.findLast((one) => one.role === 'case');
  if (call) return callLadder(call, row.verdict === 'fail');
  const attempt: Attempt | undefined = caseAttempt(evidence);
  return attempt ? attemptLadder(attempt, row.verdict === 'fail') : null;
}

function files(rows: readonly Row[], { evidence }: PageInput): Markup {
  const judged = [...new Set(rows.flatMap((row) => (row.evidence === null ? [] : [row.evidence])))];
  const captures = [...new Set(rows.flatMap((row) => row.captures))];
  const file = (path: string): Markup => {
    const bytes = evidence.size(path);
    return html`<li>
      <a href="${encodeURI(path)}">${shortPath(path)}</a>
      ${bytes === null ? html`<span class="v-error">missing</span>` : size(bytes)}
    </li>`;
  };
  return html`<h4>Evidence</h4>
    <ul class="files">
      ${captures.slice(0, 6).map((path) => file(path))} ${judged.slice(0, 6).map((path) => file(path))}
      ${captures.length + judged.length > 12 && html`<li>more in the record</li>`}
      ${captures.length > 0 && html`<li>Captures open decrypted in Wireshark, as they hold the session keys</li>`}
      <li>Judge again without the device: <code>ringproof judge .</code> in this folder</li>
    </ul>`;
}

const shortPath = (path: string): string => path.replace(/([0-9a-f]{8})[0-9a-f]{50,}/, '$1…');
