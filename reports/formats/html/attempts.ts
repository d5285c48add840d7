/** Attempts in the order they were made, controls in third ink before and after; and calls. */
import type { Attempt, Evidence } from '../../../harness/evidence.ts';
import { tell } from '../../../harness/judge/call-part.ts';
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

export function attemptTable(judged: readonly JudgedEvidence[], caseTitle: (id: string) => string): Markup | null {
  const lines = judged
    .flatMap(({ row, evidence }) => {
      const decides = evidence.attempts.findLast((attempt) => attempt.role === 'case');
      return evidence.attempts.map((attempt) => ({ row, attempt, decides: attempt === decides }));
    })
    .sort((a, b) => a.attempt.startedAt.localeCompare(b.attempt.startedAt));
  if (lines.length === 0) return null;
  const window = judged[0]?.evidence.window ?? 0;
  return html`<h4>Attempts, in the order they were made</h4>
    <div class="scroll">
      <table class="attempts">
        <thead>
          <tr>
            <th scope="col">at</th>
            <th scope="col">case</th>
            <th scope="col">the lab served</th>
            <th scope="col">over</th>
            <th scope="col">leaf</th>
            <th scope="col">witness</th>
            <th scope="col">the device</th>
            <th scope="col" class="n">alert</th>
            <th scope="col" class="n">bytes</th>
            <th scope="col"><span class="hidden">verdict</span></th>
          </tr>
        </thead>
        <tbody>
          ${lines.slice(0, most).map(({ row, attempt, decides }) => line(row, attempt, decides, caseTitle))}
        </tbody>
      </table>
    </div>
    ${lines.length > most && html`<p class="note">${lines.length - most} more attempts are in the evidence.</p>`}
    <p class="note">
      Quiet window ${window / 1000} s (profile), or shorter behind a close of the device, as the verdict says. Bytes are
      application bytes that arrived, on any transport: 0 is what a refusal needs. The alert is a grade, not the oracle.
    </p>`;
}

/** Of the attempts of a case the last decides; earlier ones are its history, as before a deletion. */
function line(row: Row, attempt: Attempt, decides: boolean, caseTitle: (id: string) => string): Markup {
  const happening = happeningOf(attempt);
  const control = attempt.role !== 'case';
  const served = control
    ? attempt.role.replace('-', ' ')
    : row.case
      ? caseTitle(row.case)
      : (attempt.presented.behaviour ?? attempt.presented.certificate);
  const leaf = attempt.connections.find((one) => one.serverChain.length > 0)?.serverChain[0]?.sha256;
  const wrong = decides && row.verdict === 'fail';
  const mark = !decides ? null : symbol(row.verdict, row.status === 'failed');
  return html`<tr class="${control ? 'control' : wrong ? 'wrong' : ''}">
    <td class="mono">${clockTime(attempt.startedAt)}</td>
    <td class="mono">${control ? attempt.presented.listener : (row.case ?? '')}</td>
    <td>${served}</td>
    <td>${attempt.service === 'sip' ? 'SIP' : 'prov.'} ${row.trust}</td>
    <td class="mono" title="${leaf ?? ''}">${leaf ? short(leaf) : '—'}</td>
    <td title="${attempt.witness.lines.join('\n')}">${programName(attempt.witness.program)}</td>
    <td>${happening.words}</td>
    <td class="n" title="${happening.alert?.name ?? ''}">
      ${happening.alert ? happening.alert.code : happening.kind === 'connected' ? (control ? '—' : 'none') : '–'}
    </td>
    <td class="n">${happening.bytes}</td>
    <td>${mark}</td>
  </tr>`;
}

export function callTable(judged: readonly JudgedEvidence[]): Markup | null {
  const lines = judged.flatMap(({ row, evidence }) =>
    evidence.calls.filter((call) => call.role === 'case').map((call) => ({ row, call })),
  );
  if (lines.length === 0) return null;
  return html`<h4>Calls</h4>
    <div class="scroll">
      <table class="attempts">
        <thead>
          <tr>
            <th scope="col">direction</th>
            <th scope="col">device</th>
            <th scope="col">far end</th>
            <th scope="col">what came</th>
            <th scope="col"><span class="hidden">verdict</span></th>
          </tr>
        </thead>
        <tbody>
          ${lines.slice(0, most).map(
            ({ row, call }) =>
              html`<tr class="${row.verdict === 'fail' ? 'wrong' : ''}">
                <td>${call.direction}</td>
                <td>${call.devicePolicy}</td>
                <td>${call.farPolicy}</td>
                <td class="told">${tell(call)}</td>
                <td>${symbol(row.verdict, row.status === 'failed')}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}
