/** A cell about one row: first what happened, then, only if it is wrong, how it is judged. */
import { verdicts } from '../../../harness/verdict.ts';
import { isEvidence } from '../../evidence-store.ts';
import { happeningIn, type Happening } from '../../happenings.ts';
import type { Row } from '../../run-record.ts';
import type { PageInput } from './input.ts';
import { html, type Markup } from './markup.ts';
import { shape, symbol } from './symbols.ts';

/** The worst of several rows speaks; the sentence tells them all. An empty cell for none. `words`: name what happened. */
export function outcomeCell(rows: readonly Row[], input: PageInput, { band = false, words = false } = {}): Markup {
  const row = [...rows].sort((a, b) => verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict))[0];
  if (!row) return html`<td class="${band ? 'band' : ''}"></td>`;
  const sentence = rows.map((one) => `${one.requirement} ${one.verdict}: ${one.seen || one.reason || ''}`).join(' / ');
  const failed = row.verdict === 'fail';
  const blocking = row.status === 'failed';
  const judged = ['pass', 'fail', 'attested', 'observed'].includes(row.verdict);
  const what = judged ? whatHappened(row, input) : null;
  const mark = failed ? symbol('fail', blocking) : what ? null : symbol(row.verdict);
  const classes = [band ? 'band' : '', failed ? (blocking ? 'wrong' : 'wrong open') : ''].filter(Boolean).join(' ');
  return html`<td class="${classes}" title="${sentence}">
    <span class="hidden">${sentence}</span>${what && happened(what, row, words)}
    ${mark}${words && !what && html` ${row.verdict}`}
  </td>`;
}

function happened(what: Happening, { verdict }: Row, words: boolean): Markup {
  const name = what.kind === 'connected' ? 'dot' : 'ring';
  const drawn =
    verdict === 'observed' ? shape(`${name}-observed`, 'v-observed') : shape(name, verdict === 'fail' ? 'v-fail' : '');
  const word = what.kind === 'connected' ? 'accepted' : what.kind === 'refused' ? 'refused' : 'did not connect';
  const alert =
    what.kind === 'connected' ? null : html`<span class="alert">${what.alert ? what.alert.code : '–'}</span>`;
  return words ? html`${drawn} <span>${word}</span>${alert}` : html`${drawn}${alert}`;
}

/** Null where nothing is stored, and where one cell cannot say it: of a series each certificate has its own outcome. */
function whatHappened(row: Row, { evidence, cases }: PageInput): Happening | null {
  if (row.evidence === null || (row.case !== null && cases.get(row.case)?.series)) return null;
  const read = evidence.read(row.evidence);
  return isEvidence(read) ? happeningIn(read) : null;
}
