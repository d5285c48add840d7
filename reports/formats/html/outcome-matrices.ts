/** Small matrices whose cells are rows of the catalogue: what became of self-signed certificates. */
import type { OutcomeMatrix } from '../../../harness/outcome-matrix.ts';
import { ofDevice } from '../../conclude.ts';
import type { Row } from '../../run-record.ts';
import type { PageInput } from './input.ts';
import { html, type Markup } from './markup.ts';
import { outcomeCell } from './outcome-cell.ts';
import { anchor } from './words.ts';

/** One block for each matrix of which a row was run. */
export function outcomeMatrices(input: PageInput): Markup[] {
  const rows = ofDevice(input.record.rows);
  return (input.matrices ?? []).flatMap((matrix) => {
    const cells = matrix.lines.map((line) => line.cells.map((cell) => (cell === null ? [] : rowsOf(cell, rows))));
    return cells.flat(2).length === 0 ? [] : [block(matrix, cells, input)];
  });
}

type Cell = NonNullable<OutcomeMatrix['lines'][number]['cells'][number]>;

const rowsOf = (cell: Cell, rows: readonly Row[]): Row[] =>
  rows.filter((row) => row.case === cell.case && row.service === cell.service && row.trust === cell.trust);

function block(matrix: OutcomeMatrix, cells: readonly Row[][][], input: PageInput): Markup {
  const names = [...new Set(matrix.columns.map(({ group }) => group))];
  const judges = [...new Set(cells.flat(2).map((row) => row.requirement))];
  return html`<section class="block" id="${matrix.id}">
    <h2>${matrix.title} <small>what the device did, by what is ${matrix.lineHead}</small></h2>
    <div class="scroll">
      <table class="matrix outcomes">
        <thead>
          <tr>
            <td></td>
            ${names.map(
              (name) =>
                html`<th
                  scope="colgroup"
                  class="service"
                  colspan="${matrix.columns.filter(({ group }) => group === name).length}"
                >
                  ${name}
                </th>`,
            )}
          </tr>
          <tr>
            <th scope="col">${matrix.lineHead}</th>
            ${matrix.columns.map(({ name }) => html`<th scope="col">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${matrix.lines.map(
            (line, index) =>
              html`<tr>
                <th scope="row">${line.name}</th>
                ${(cells[index] ?? []).map((own) => outcomeCell(own, input, { words: true }))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="note">
      Judged by ${judges.map((judge, index) => html`${index > 0 && ', '}<a href="#${anchor(judge)}">${judge}</a>`)};
      signs as in the key under <a href="#certificates">Certificates</a>. Blank: not run, or nothing to ask.
    </p>
  </section>`;
}
