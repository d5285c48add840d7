/** What was observed: values of rows whose clause draws no line. They are no verdicts, so they stand by themselves. */
import type { Service, TrustMode } from '../../../harness/evidence.ts';
import { observations, observedValue } from '../../observations.ts';
import type { Row } from '../../run-record.ts';
import type { PageInput } from './input.ts';
import { html, type Markup } from './markup.ts';
import { anchor, areaName, serviceNames, trustModeNames } from './words.ts';

const services: readonly Service[] = ['sip', 'provisioning'];

export function observedSection(input: PageInput): Markup | null {
  const rows = observations(input.record);
  if (rows.length === 0) return null;
  const on = linesOf(rows.filter((row) => row.trust !== 'M0'));
  const off = linesOf(rows.filter((row) => row.trust === 'M0'));
  const { requirements } = input.record;
  const areas = [...new Set(requirements.map(({ area }) => area))];
  const areaOf = ({ requirement }: Line) => requirements.find(({ id }) => id === requirement)?.area;
  return html`<section class="block" id="observed">
    <h2>What was observed <small>no clause draws a line here, so nothing is judged</small></h2>
    ${areas.map((area) => {
      const own = on.filter((line) => areaOf(line) === area);
      return own.length > 0 && folded(areaName(area), own, input, on.length <= short);
    })}
    ${off.length > 0 && folded('With validation off', off, input, false)}
  </section>`;
}

/** So many lines are read at one look. */
const short = 15;

const folded = (title: string, lines: readonly Line[], input: PageInput, open: boolean): Markup =>
  html`<details class="cases" ${open && 'open'}>
    <summary><b>${title}</b> <span class="of">${lines.length} ${lines.length === 1 ? 'line' : 'lines'}</span></summary>
    ${table(lines, input)}
  </details>`;

interface Line {
  requirement: string;
  case: string | null;
  title: string;
  trust: TrustMode;
  rows: Row[];
}

/** One line for a requirement, case and trust mode; in the order of the record. */
function linesOf(rows: readonly Row[]): Line[] {
  const lines = new Map<string, Line>();
  for (const row of rows) {
    const { requirement, case: id, title, trust } = row;
    const key = [requirement, id ?? title, trust].join('\n');
    const line = lines.get(key) ?? { requirement, case: id, title, trust, rows: [] };
    lines.set(key, line);
    line.rows.push(row);
  }
  return [...lines.values()];
}

function table(lines: readonly Line[], { cases }: PageInput): Markup {
  return html`<div class="scroll">
    <table class="values">
      <thead>
        <tr>
          <th scope="col">requirement</th>
          <th scope="col">case</th>
          <th scope="col">the lab served</th>
          <th scope="col">trust</th>
          ${services.map((service) => html`<th scope="col">${serviceNames[service]}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${lines.map(
          (line) =>
            html`<tr>
              <td><a href="#${anchor(line.requirement)}">${line.requirement}</a></td>
              <td class="id">${line.case}</td>
              <th scope="row">${cases.get(line.case ?? '')?.title ?? line.title}</th>
              <td class="id">${trustModeNames[line.trust]}</td>
              ${services.map((service) => value(line.rows.filter((row) => row.service === service)))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

const value = (rows: readonly Row[]): Markup =>
  html`<td title="${rows.map((row) => row.seen).join(' / ')}">
    ${[...new Set(rows.map(observedValue))].join(' / ')}
  </td>`;
