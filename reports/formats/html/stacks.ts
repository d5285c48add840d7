/** How TLS stacks answer what the scripted server does, beside the device. */
import { sameAnswer, type StackAnswer } from '../../../harness/judge/tls/stack-answer.ts';
import { alertName } from '../../../harness/wire/tls/registries/alerts.ts';
import { stackTable, type DeviceCell, type Resemblance, type StackLine, type StackTable } from '../../stack-table.ts';
import { list } from '../../findings.ts';
import type { PageInput } from './input.ts';
import { html, type Markup } from './markup.ts';
import { symbol, verdictWord } from './symbols.ts';
import { anchor, serviceNames } from './words.ts';

/** Null where no row of the run is one that stacks were measured in. */
export function stackSection(input: PageInput): Markup | null {
  const { stacks } = input;
  const table = stacks && stackTable(input, stacks);
  if (!stacks || !table) return null;
  return html`<section class="block" id="stacks">
    <h2>How TLS stacks answer <small>the device beside six stacks, in the rows of the scripted server</small></h2>
    ${table.services.map(
      (service, index) =>
        html`<p class="note">${serviceNames[service]}: ${resembling(table.resembles[index] ?? [])}</p>`,
    )}
    <details class="cases">
      <summary><b>Row by row</b> <span class="of">${table.lines.length} rows</span></summary>
      <div class="scroll">
        <table class="matrix outcomes stacks">
          <thead>
            <tr>
              <th scope="col">row</th>
              ${table.services.map((service) => html`<th scope="col">this device, ${serviceNames[service]}</th>`)}
              ${stacks.stacks.map((name) => html`<th scope="col">${name}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${table.lines.map((line) => lineOf(line, table, input))}
          </tbody>
        </table>
      </div>
    </details>
    <p class="note">
      The stacks were measured once in one version each: observations, no claims. Goes on: with its part of the key
      exchange, in TLS 1.3 with its Finished; what follows behind a comma ended the handshake all the same. Waits: had
      done nothing when the watch was over. In ink: as the device. Blank: not measured.
      ${stacks.unmeasured.length > 0 && html`No stack was measured in ${list(stacks.unmeasured)}.`}
    </p>
  </section>`;
}

/** Stacks that are equally near are told together. */
function resembling(all: readonly Resemblance[]): Markup {
  const [nearest] = all;
  if (!nearest || nearest.of === 0) return html`no answer of the device can be compared.`;
  const told = all.filter(({ of }) => of > 0).map(({ stack, same, of }) => `${stack} (${same} of ${of})`);
  return html`most like <b>${told[0]}</b>, then ${told.slice(1).join(', ')} rows alike.`;
}

function lineOf({ case: id, device, stacks }: StackLine, { services }: StackTable, { cases }: PageInput): Markup {
  const own = device.flatMap((cell) => cell?.answer ?? []);
  const judge = device.find((cell) => cell !== null)?.row.requirement ?? '';
  return html`<tr>
    <th scope="row"><a href="#${anchor(judge)}" title="${judge}">${id}</a> ${cases.get(id)?.title ?? ''}</th>
    ${device.map((cell, index) => deviceCell(cell, index === services.length - 1))}
    ${stacks.map((answer) => stackCell(answer, own))}
  </tr>`;
}

function deviceCell(cell: DeviceCell | null, last: boolean): Markup {
  const classes = `${last ? 'edge' : ''} ${cell?.row.verdict === 'fail' ? 'wrong' : ''}`.trim();
  if (!cell) return html`<td class="${classes}"></td>`;
  const { row, answer } = cell;
  return html`<td class="${classes}" title="${row.verdict}: ${row.seen || row.reason || ''}">
    ${symbol(row.verdict, row.status === 'failed')} ${answer === null ? verdictWord[row.verdict] : inWords(answer)}
  </td>`;
}

function stackCell(answer: StackAnswer | null, own: readonly StackAnswer[]): Markup {
  if (answer === null) return html`<td></td>`;
  const alike = own.some((one) => sameAnswer(one, answer));
  return html`<td class="${alike ? 'alike' : 'other'}">${inWords(answer)}</td>`;
}

/** With the name of the alert for whoever points at it. */
function inWords(answer: StackAnswer): Markup {
  const code = /alert (\d+)/.exec(answer)?.[1];
  return code === undefined ? html`${answer}` : html`<span title="${alertName(Number(code))}">${answer}</span>`;
}
