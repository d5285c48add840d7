/** New since the last record, and what was not tested, side by side; and the whole of the latter further down. */
import { notTested, notTestedRows, rowsBeside } from '../../counts.ts';
import { differences, type Change } from '../../differences.ts';
import { previousOf } from '../../outcome.ts';
import type { Row } from '../../run-record.ts';
import type { PageInput } from './input.ts';
import { html, type Markup } from './markup.ts';
import { shape, symbol } from './symbols.ts';
import { anchor, day } from './words.ts';

export function news({ record, earlier }: PageInput): Markup {
  const previous = previousOf(earlier, record);
  if (!previous)
    return html`<section class="news">
      <h2>New since the last record</h2>
      <p>This is the first record of the device here.</p>
    </section>`;
  const changed = differences(previous, record);
  const lines = [
    line('fail', changed.newFailures.length === 1 ? 'new failure' : 'new failures', changed.newFailures),
    line('pass', 'mended', changed.mended),
    line('not-run', 'no longer tested', changed.newlyNotTested),
    line('not-applicable', 'changed otherwise', changed.changed),
    line(
      'observed',
      'observed otherwise',
      [...new Set(changed.observed.map((one) => one.requirement))].map((id) => ({ id })),
    ),
  ].filter((one) => one !== null);
  const name = previous.dut.version === record.dut.version ? 'the last record' : previous.dut.version;
  return html`<section class="news">
    <h2>New since ${name} <small>${day(previous.startedAt)}</small></h2>
    <ul class="marked">
      ${lines.length > 0 ? lines : html`<li>${shape('not-applicable', 'v-not-applicable')}<span>No verdict and no observation changed.</span></li>`}
    </ul>
  </section>`;
}

function line(
  verdict: 'fail' | 'pass' | 'not-run' | 'not-applicable' | 'observed',
  words: string,
  changes: readonly Pick<Change, 'id'>[],
): Markup | null {
  if (changes.length === 0) return null;
  return html`<li>
    ${symbol(verdict)}<span
      ><b>${changes.length} ${words}</b> ${links(
        changes.map((change) => change.id),
        4,
      )}</span
    >
  </li>`;
}

export function links(ids: readonly string[], most: number): Markup {
  const shown = ids.slice(0, most).map((id, index) => html`${index > 0 ? ', ' : ''}<a href="#${anchor(id)}">${id}</a>`);
  return html`${shown}${ids.length > most ? html`, <a href="#not-tested">…</a>` : ''}`;
}

export function untested({ record }: PageInput): Markup {
  const reasons = notTested(record);
  const shown = reasons.slice(0, 4);
  const rows = notTestedRows(record).flatMap((one) => one.rows);
  return html`<section class="untested">
    <h2>Not tested, and why</h2>
    <ul class="marked">
      ${shown.map(
        ({ verdict, reason, ids }) =>
          html`<li>
            ${symbol(verdict)}<span
              ><b>${ids.length}</b> ${verdict === 'not-applicable' ? 'not applicable: ' : ''}${reason}</span
            >
          </li>`,
      )}
      ${
        reasons.length > shown.length &&
        html`<li>
          ${symbol('not-run')}<span><a href="#not-tested">${reasons.length - shown.length} more reasons</a></span>
        </li>`
      }
      ${
        rows.length > 0 &&
        html`<li>
          ${symbol('not-applicable')}<span><a href="#not-tested">${rowsBeside(rows.length)}</a></span>
        </li>`
      }
      ${reasons.length + rows.length === 0 && html`<li>${symbol('pass')}<span>Everything was tested.</span></li>`}
      ${record.benchFaults.slice(0, 2).map(
        (fault) =>
          html`<li>
            ${symbol('error')}<span><b>bench</b>: ${fault.message.split('\n')[0]}</span>
          </li>`,
      )}
    </ul>
  </section>`;
}

export function notTestedSection({ record }: PageInput): Markup {
  const reasons = notTested(record);
  const rows = notTestedRows(record);
  const count = rows.flatMap((one) => one.rows).length;
  return html`<section class="block" id="not-tested">
    <h2>Not tested <small>by reason</small></h2>
    ${
      reasons.length === 0
        ? html`<p>
            ${rows.length === 0 ? 'Everything in the catalogue was tested.' : 'Every requirement was tested.'}
          </p>`
        : reasonTable(
            'which',
            reasons.map((one) => ({ ...one, count: one.ids.length, which: allLinks(one.ids) })),
          )
    }
    ${
      rows.length > 0 &&
      html`<details class="cases">
        <summary><b>Rows</b> <span class="of">${rowsBeside(count)}</span></summary>
        ${reasonTable(
          'rows',
          rows.map((one) => ({ ...one, count: one.rows.length, which: rowLinks(one.rows) })),
        )}
      </details>`
    }
  </section>`;
}

/** Of a long list the first ones; the others are folded. */
function allLinks(ids: readonly string[]): Markup {
  const most = 12;
  if (ids.length <= most) return links(ids, most);
  return html`<details>
    <summary>${ids.slice(0, 3).join(', ')} and ${ids.length - 3} more</summary>
    ${links(ids, ids.length)}
  </details>`;
}

interface ReasonLine {
  verdict: 'not-run' | 'not-applicable';
  reason: string;
  count: number;
  which: Markup;
}

function reasonTable(head: string, lines: readonly ReasonLine[]): Markup {
  return html`<div class="scroll">
    <table class="plain">
      <thead>
        <tr>
          <th scope="col">why</th>
          <th scope="col" class="n">how many</th>
          <th scope="col">${head}</th>
        </tr>
      </thead>
      <tbody>
        ${lines.map(
          ({ verdict, reason, count, which }) =>
            html`<tr>
              <td>${symbol(verdict)} ${verdict === 'not-applicable' ? 'not applicable: ' : ''}${reason}</td>
              <td class="n">${count}</td>
              <td class="ids">${which}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Each case once, with the service where it is but one of several rows of it. */
function rowLinks(rows: readonly Row[]): Markup {
  const cases = new Map<string, Row[]>();
  for (const row of rows) {
    const name = row.case ?? row.requirement;
    cases.set(name, [...(cases.get(name) ?? []), row]);
  }
  return html`${[...cases].map(([name, own], index) => {
    const services = new Set(own.map((row) => row.service));
    const [only] = own;
    return html`${index > 0 && ', '}<a href="#${anchor(only?.requirement ?? '')}">${name}</a
      >${services.size === 1 && only && ` (${only.service === 'sip' ? 'SIP' : 'provisioning'})`}`;
  })}`;
}
