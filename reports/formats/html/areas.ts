/** Area by verdict: numbers first, then a thin bar whose length is the size of the area. */
import { verdicts, type Verdict } from '../../../harness/verdict.ts';
import { byArea, countVerdicts, type VerdictCounts } from '../../counts.ts';
import type { PageInput } from './input.ts';
import { html, Markup } from './markup.ts';
import { symbol, verdictWord } from './symbols.ts';
import { areaName } from './words.ts';

const barWidth = 110;

export function areaTable({ record }: PageInput): Markup {
  const areas = byArea(record);
  const largest = Math.max(1, ...areas.map(({ size }) => size));
  const all = countVerdicts(record.requirements);
  return html`<section class="areas">
    <h2>By area and verdict</h2>
    <table>
      <thead>
        <tr>
          <th scope="col">Area</th>
          ${verdicts.map((verdict) => html`<th scope="col" class="n v-${verdict}">${symbol(verdict)}<span>${verdict === 'not-applicable' ? 'n/a' : verdictWord[verdict]}</span></th>`)}
          <th scope="col" class="of">of ${record.requirements.length}</th>
        </tr>
      </thead>
      <tbody>
        ${areas.map(
          ({ area, counts, size }) =>
            html`<tr>
              <th scope="row"><a href="#requirements" data-area="${area}">${areaName(area)}</a></th>
              ${cells(counts)}
              <td class="bar">${bar(counts, size / largest)}</td>
            </tr>`,
        )}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">All</th>
          ${cells(all)}
          <td class="bar"></td>
        </tr>
      </tfoot>
    </table>
  </section>`;
}

const cells = (counts: VerdictCounts): Markup[] =>
  verdicts.map(
    (verdict) => html`<td class="n ${counts[verdict] === 0 ? 'zero' : `v-${verdict}`}">${counts[verdict]}</td>`,
  );

function bar(counts: VerdictCounts, share: number): Markup {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  let x = 0;
  const pieces = verdicts.flatMap((verdict: Verdict) => {
    if (counts[verdict] === 0) return [];
    const width = (counts[verdict] / total) * share * barWidth;
    const piece = `<rect class="b-${verdict}" x="${x.toFixed(1)}" width="${width.toFixed(1)}" height="9"/>`;
    x += width;
    return [piece];
  });
  return new Markup(
    `<svg width="${barWidth}" height="9" viewBox="0 0 ${barWidth} 9" aria-hidden="true">${pieces.join('')}</svg>`,
  );
}
