/** The first block: the question, one word, why, and the facts of the run. */
import type { RunRecord } from '../../run-record.ts';
import { why } from '../../why.ts';
import type { PageInput } from './input.ts';
import { html, type Markup } from './markup.ts';
import { answerVerdict, shape } from './symbols.ts';
import { span } from './words.ts';

export function answer({ record, earlier }: PageInput): Markup {
  const verdict = answerVerdict[record.answer];
  const long = record.answer === 'CANNOT SAY' ? 'long' : '';
  return html`<section class="answer" id="answer">
    <div class="word v-${verdict} ${long}">
      <p class="question">May this firmware ship?</p>
      <p class="big">${shape(verdict, 'huge')}<strong>${record.answer}</strong></p>
    </div>
    <div class="because">
      <h1>${record.dut.name}, firmware ${record.dut.version}</h1>
      <p class="lead">${why(record)}</p>
    </div>
    <dl class="facts">
      ${facts(record).map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
      <dt>History</dt>
      <dd class="history">${history(record, earlier)}</dd>
    </dl>
  </section>`;
}

function facts(record: RunRecord): [string, string][] {
  const { policy, failOn, gate, dut, lab } = record;
  return [
    ['Gate', gate === 'both' ? 'both: claims and baseline' : gate],
    ['Policy', `${policy}, fails on ${failOn === 'should' ? 'MUST and SHOULD' : 'MUST'}`],
    ['Profile', `${dut.profile}, no claims`],
    ['Device', `${dut.driver} driver, ${lab.runtime === 'none' ? 'no lab' : `lab ${lab.runtime}`}`],
    ['Ran', `${record.selection ?? 'whole catalogue'}, ${span(record.durationMs)}, exit ${record.exit}`],
  ];
}

/** The last records, oldest first, this one at the end. */
function history(record: RunRecord, earlier: readonly RunRecord[]): Markup[] {
  const last = [...earlier.slice(0, 3)].reverse();
  const sameVersion = new Set([...last, record].map((one) => one.dut.version)).size === 1;
  return [...last, record].map((one) => {
    const verdict = answerVerdict[one.answer];
    const name = sameVersion ? `${one.startedAt.slice(5, 10)} ${one.startedAt.slice(11, 16)}` : one.dut.version;
    return html`<span class="v-${verdict} ${one === record ? 'now' : ''}" title="${one.id}: ${one.answer}"
      >${shape(verdict)} ${name}</span
    > `;
  });
}
