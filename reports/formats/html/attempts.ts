/** Attempts in the order they were made, controls in third ink before and after; and calls. */
import type { Attempt, Evidence } from '../../../harness/evidence.ts';
import type { Case } from '../../../harness/requirement.ts';
import { alertGrade } from '../../alert-grade.ts';
import { happeningOf } from '../../happenings.ts';
import type { Row } from '../../run-record.ts';
import { html, type Markup } from './markup.ts';
import { symbol } from './symbols.ts';
import { clockTime, programName, short } from './words.ts';

export interface JudgedEvidence {
  row: Row;
  evidence: Evidence;
}

/** A requirement can have hundreds of rows; a table of more is no help, and the record has them all. */
const most = 60;

interface Line {
  row: Row;
  attempt: Attempt;
  /** Of the attempts of a case the last decides; earlier ones are its history, as before a deletion. */
  decides: boolean;
}

/** Rows share their controls: each is told once. */
function linesOf(judged: readonly JudgedEvidence[]): Line[] {
  const controls = new Set<string>();
  return judged
    .flatMap(({ row, evidence }) => {
      const decides = evidence.attempts.findLast(({ role }) => role === 'case');
      return evidence.attempts.map((attempt) => ({ row, attempt, decides: attempt === decides }));
    })
    .sort((a, b) => a.attempt.startedAt.localeCompare(b.attempt.startedAt))
    .filter(({ attempt: { role, startedAt, service, presented } }) => {
      const key = `${startedAt} ${service} ${presented.listener}`;
      if (role === 'case') return true;
      return controls.size < controls.add(key).size;
    });
}

/** In a longer table the controls stand by themselves. */
const atOneLook = 24;

export function attemptTable(judged: readonly JudgedEvidence[], cases: ReadonlyMap<string, Case>): Markup | null {
  const lines = linesOf(judged);
  if (lines.length === 0) return null;
  const apart = lines.length > atOneLook;
  const controls = apart ? lines.filter(({ attempt }) => attempt.role !== 'case') : [];
  const shown = apart ? lines.filter(({ attempt }) => attempt.role === 'case') : lines;
  const window = judged[0]?.evidence.window ?? 0;
  return html`<h4>Attempts, in the order they were made</h4>
    ${table(shown, cases)}
    ${
      controls.length > 0 &&
      html`<details class="controls">
        <summary class="note">${controls.length} controls: ${accepted(controls)} accepted</summary>
        ${table(controls, cases)}
      </details>`
    }
    <p class="note">
      Quiet window ${window / 1000} s (profile), or shorter behind a close of the device, as the verdict says. Bytes are
      application bytes that arrived, on any transport: 0 is what a refusal needs. The alert is a grade, not the oracle:
      it fits, or is not the one that the clause names.
    </p>`;
}

const accepted = (lines: readonly Line[]): number =>
  lines.filter(({ attempt }) => happeningOf(attempt).kind === 'connected').length;

const table = (lines: readonly Line[], cases: ReadonlyMap<string, Case>): Markup =>
  html`<div class="scroll">
      <table class="attempts">
        <thead>
          <tr>
            <th scope="col"><span class="hidden">verdict</span></th>
            <th scope="col">at</th>
            <th scope="col">case</th>
            <th scope="col">the lab served</th>
            <th scope="col">over</th>
            <th scope="col">the device</th>
            <th scope="col">alert</th>
            <th scope="col" class="n">bytes</th>
            <th scope="col">leaf</th>
            <th scope="col">witness</th>
          </tr>
        </thead>
        <tbody>
          ${lines.slice(0, most).map((one) => line(one, cases))}
        </tbody>
      </table>
    </div>
    ${lines.length > most && html`<p class="note">${lines.length - most} more attempts are in the evidence.</p>`}`;

function line({ row, attempt, decides }: Line, cases: ReadonlyMap<string, Case>): Markup {
  const found = cases.get(row.case ?? '');
  const happening = happeningOf(attempt);
  const control = attempt.role !== 'case';
  const served = control
    ? attempt.role.replace('-', ' ')
    : row.case
      ? (found?.title ?? row.case)
      : (attempt.presented.behaviour ?? attempt.presented.certificate);
  const leaf = attempt.connections.find((one) => one.serverChain.length > 0)?.serverChain[0]?.sha256;
  const wrong = decides && row.verdict === 'fail';
  const grade = decides ? alertGrade(row, attempt, found?.alerts) : null;
  const mark = !decides ? null : symbol(row.verdict, row.status === 'failed');
  return html`<tr class="${control ? 'control' : wrong ? 'wrong' : ''}">
    <td>${mark}</td>
    <td class="mono">${clockTime(attempt.startedAt)}</td>
    <td class="mono">${control ? attempt.presented.listener.replace(/^.*\//, '') : (row.case ?? '')}</td>
    <td>${served}</td>
    <td>${attempt.service === 'sip' ? 'SIP' : 'prov.'} ${row.trust}</td>
    <td>${happening.words}</td>
    <td ${happening.alert && html`title="${happening.alert.name}"`}>
      ${happening.alert ? happening.alert.code : happening.kind === 'connected' ? (control ? '—' : 'none') : '–'}
      ${grade && grade.grade !== 'none' && html`<small>${grade.words}</small>`}
    </td>
    <td class="n">${happening.bytes}</td>
    <td class="mono">${leaf ? short(leaf) : '—'}</td>
    <td ${!control && html`title="${witnessed(attempt)}"`}>${programName(attempt.witness.program)}</td>
  </tr>`;
}

/** Hashes at full length stand in the evidence. */
const witnessed = ({ witness }: Attempt): string =>
  witness.lines
    .join('\n')
    .replace(/\b([0-9a-f]{8})[0-9a-f]{56}\b/g, '$1…')
    .slice(0, 400);

/** Rows about a listener of the device's own: the lists of their survey stand in its section. */
export function surveyTable(judged: readonly JudgedEvidence[]): Markup | null {
  const lines = judged.filter(({ evidence }) => (evidence.surveys ?? []).length > 0);
  if (lines.length === 0) return null;
  return html`<h4>Surveys of the device's listeners</h4>
    <div class="scroll">
      <table class="attempts">
        <thead>
          <tr>
            <th scope="col"><span class="hidden">verdict</span></th>
            <th scope="col">case</th>
            <th scope="col" class="n">connections</th>
            <th scope="col">what was seen</th>
          </tr>
        </thead>
        <tbody>
          ${lines.map(
            ({ row, evidence }) =>
              html`<tr class="${row.verdict === 'fail' ? 'wrong' : ''}">
                <td>${symbol(row.verdict, row.status === 'failed')}</td>
                <td class="mono">${row.case}</td>
                <td class="n"><a href="#listeners">${evidence.surveys?.at(-1)?.connections}</a></td>
                <td>${row.seen}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}
