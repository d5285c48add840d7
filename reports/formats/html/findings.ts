/** The three worst findings, or what takes their place. */
import { countFailures, countVerdicts } from '../../counts.ts';
import { findings, type Finding } from '../../findings.ts';
import type { RunRecord } from '../../run-record.ts';
import { differences } from '../../differences.ts';
import { previousOf } from '../../outcome.ts';
import type { PageInput } from './input.ts';
import { html, type Markup } from './markup.ts';
import { anchor, capital } from './words.ts';

export function worstFindings({ record, earlier, cases }: PageInput): Markup {
  const all = findings(record, cases);
  const previous = previousOf(earlier, record);
  const fresh = new Set(previous ? differences(previous, record).newFailures.map((change) => change.id) : []);
  if (all.length === 0) return instead(record);
  return html`<section class="worst">
    <h2>
      ${all.length >= 3 ? 'Three worst findings' : all.length === 2 ? 'Two findings' : 'One finding'}
      ${all.length > 1 && html`<small>first what lets an attacker do most</small>`}
    </h2>
    <ol>
      ${all.slice(0, 3).map((finding, index) => item(finding, index + 1, fresh.has(finding.id)))}
    </ol>
    <p class="sum">${total(record, all.length)}</p>
  </section>`;
}

function item(finding: Finding, place: number, fresh: boolean): Markup {
  return html`<li>
    <div class="finding">
      <span class="place">${place}</span>
      <h3>
        <a href="#${anchor(finding.id)}">${finding.title}</a>${fresh && html` <span class="tag v-fail">new</span>`}
      </h3>
      <span class="id">${finding.id}</span>
    </div>
    <dl>
      <dt>Risk</dt>
      <dd>${sentence(finding.risk)}</dd>
      <dt>Cause</dt>
      <dd>${finding.cause}</dd>
      <dt>Mend</dt>
      <dd>${finding.mend}</dd>
    </dl>
  </li>`;
}

const sentence = (text: string): string => `${capital(text.replace(/\.$/, ''))}.`;

function total(record: RunRecord, all: number): Markup {
  const { blocking, waived, warnings } = countFailures(record);
  const parts = [
    `${blocking} ${blocking === 1 ? 'blocks' : 'block'}`,
    `${waived} waived`,
    `${warnings} only ${warnings === 1 ? 'warns' : 'warn'}`,
  ];
  return html`<a href="#requirements">All ${all} ${all === 1 ? 'failure' : 'failures'}</a>: ${parts.join(', ')}`;
}

/** CANNOT SAY lists what is missing and how to get it; YES says what stands nearest to a risk. */
function instead(record: RunRecord): Markup {
  const counts = countVerdicts(record.requirements);
  if (record.answer !== 'CANNOT SAY') {
    return html`<section class="worst">
      <h2>No finding</h2>
      <p class="prose">
        Nothing that was judged failed.
        ${counts['not-run'] + counts['not-applicable'] > 0 ? 'What was not tested stands at the right; it is the nearest risk.' : 'Everything was judged.'}
      </p>
    </section>`;
  }
  const missing = record.requirements.filter((one) => one.verdict === 'error' || one.verdict === 'inconclusive');
  const unrun = record.requirements.filter((one) => one.verdict === 'not-run' && one.weight === 'blocking');
  return html`<section class="worst missing">
    <h2>What is missing</h2>
    <ol>
      ${missing.slice(0, 3).map(
        (one, index) =>
          html`<li>
            <div class="finding">
              <span class="place">${index + 1}</span>
              <h3><a href="#${anchor(one.id)}">${one.sentence}</a></h3>
              <span class="id">${one.id}</span>
            </div>
            <dl>
              <dt>Why</dt>
              <dd>${said(record, one.id)}</dd>
              <dt>Get it</dt>
              <dd><code>ringproof certify --grep ${one.id}</code></dd>
            </dl>
          </li>`,
      )}
    </ol>
    ${missing.length > 3 && html`<p class="sum">and ${missing.length - 3} more under <a href="#requirements">Requirements</a></p>`}
    ${unrun.length > 0 && html`<p class="prose">${unrun.length} blocking ${unrun.length === 1 ? 'requirement was' : 'requirements were'} not run${record.selection ? html`; run without <code>${record.selection}</code>` : ''}.</p>`}
    ${record.benchFaults.map((fault) => html`<p class="prose v-error">${fault.code}: ${fault.message}</p>`)}
  </section>`;
}

const said = (record: RunRecord, id: string): string => {
  const row = record.rows.find(
    (one) => one.requirement === id && (one.verdict === 'error' || one.verdict === 'inconclusive'),
  );
  return capital(row?.seen || row?.reason?.split('\n')[0] || 'no reason given');
};
