/** The certificate matrix: fault by service and trust mode, in groups that open. Those with something wrong are open. */
import type { Service, TrustMode } from '../../../harness/evidence.ts';
import { verdicts, type Verdict } from '../../../harness/verdict.ts';
import { ofDevice } from '../../conclude.ts';
import type { Row } from '../../run-record.ts';
import { groupsOf, isOfCatalogue, type CaseGroup } from './case-groups.ts';
import type { PageInput } from './input.ts';
import { html, type Markup } from './markup.ts';
import { outcomeCell } from './outcome-cell.ts';
import { shape, symbol, verdictWord } from './symbols.ts';
import { anchor, serviceNames, trustModeNames } from './words.ts';

const modes: readonly TrustMode[] = ['M0', 'M1', 'M2', 'M3'];
const services: readonly Service[] = ['sip', 'provisioning'];

export function certificateMatrix(input: PageInput): Markup | null {
  const rows = ofDevice(input.record.rows).filter(
    (row) => row.case !== null && (isOfCatalogue(row.case) || input.cases.get(row.case)?.serves.certificate),
  );
  if (rows.length === 0) return null;
  const run = new Set(rows.map((row) => row.case));
  const groups = groupsOf([...input.cases.keys()].filter((id) => run.has(id)));
  return html`<section class="block" id="certificates">
    <h2>Certificates <small>fault × trust mode × service</small></h2>
    ${key()} ${groups.map((one) => group(one, rows, input))}
    <p class="note">
      Unmarked cells are as expected. Trust off is what the switch means, not a merit. A pale band marks the mode that
      decides: validation on, lab authority uploaded. Blank: not run in that mode. Groups with something wrong or
      unclear are open.
    </p>
  </section>`;
}

function key(): Markup {
  const entries: [Markup, string][] = [
    [shape('dot'), 'connected and sent its request'],
    [html`${shape('ring')} 48`, 'refused, with alert'],
    [html`${shape('ring')} –`, 'refused, no alert'],
    [html`${shape('dot', 'v-fail')} ${symbol('fail')}`, 'wrong, blocks'],
    [html`${shape('dot', 'v-fail')} ${symbol('fail', false)}`, 'wrong, waived or warning'],
    [
      html`${shape('dot-observed', 'v-observed')} ${shape('ring-observed', 'v-observed')}`,
      'the same, observed: no line is drawn, nothing is judged',
    ],
    [symbol('inconclusive'), 'inconclusive'],
    [symbol('error'), 'bench error'],
    [symbol('not-run'), 'not run'],
  ];
  return html`<ul class="key">
    ${entries.map(([mark, words]) => html`<li>${mark} ${words}</li>`)}
  </ul>`;
}

const unclear: readonly Verdict[] = ['fail', 'error', 'inconclusive'];

function group({ name, ids }: CaseGroup, rows: readonly Row[], input: PageInput): Markup {
  const own = rows.filter((row) => ids.includes(row.case ?? ''));
  const open = own.some((row) => unclear.includes(row.verdict));
  return html`<details class="cases" ${open && 'open'}>
    <summary>
      <b>${name}</b> <span class="of">${ids.length} ${ids.length === 1 ? 'case' : 'cases'}</span>
      ${counts(own)}
    </summary>
    <table class="matrix">
      <colgroup>
        <col class="case" />
        <col />
        <col class="by" />
        ${services.map(
          () =>
            html`<col class="gap" />
              ${modes.map(() => html`<col class="mode" />`)}`,
        )}
      </colgroup>
      <thead>
        <tr>
          <td class="case"></td>
          <td></td>
          <td class="by"></td>
          ${services.map(
            (service) =>
              html`<td class="gap"></td>
                <th scope="colgroup" colspan="4" class="service">${serviceNames[service]}</th>`,
          )}
        </tr>
        <tr>
          <th scope="col" class="case">case</th>
          <th scope="col">the lab serves</th>
          <th scope="col" class="by">judged by</th>
          ${services.map(
            () =>
              html`<td class="gap"></td>
                ${modes.map((mode) => html`<th scope="col" class="${mode === 'M2' ? 'band' : ''}"><span>${trustModeNames[mode]}</span></th>`)}`,
          )}
        </tr>
      </thead>
      <tbody>
        ${ids.map((id) =>
          line(
            id,
            own.filter((row) => row.case === id),
            input,
          ),
        )}
      </tbody>
    </table>
  </details>`;
}

/** Over services and trust modes: a case that fails over one of them is one failure here. */
function counts(rows: readonly Row[]): Markup[] {
  return verdicts.flatMap((verdict) => {
    const count = rows.filter((row) => row.verdict === verdict).length;
    return count === 0
      ? []
      : [html`<span class="v-${verdict}">${symbol(verdict)} ${count} ${verdictWord[verdict]}</span> `];
  });
}

function line(id: string, own: readonly Row[], input: PageInput): Markup {
  const judges = [...new Set(own.map((row) => row.requirement))];
  return html`<tr>
    <td class="case id">${id}</td>
    <th scope="row">${input.cases.get(id)?.title ?? id}</th>
    <td class="by">
      ${judges.map((judge, index) => html`${index > 0 && ', '}<a href="#${anchor(judge)}">${judge}</a>`)}
    </td>
    ${services.map(
      (service) =>
        html`<td class="gap"></td>
          ${modes.map((mode) =>
            outcomeCell(
              own.filter((row) => row.service === service && row.trust === mode),
              input,
              { band: mode === 'M2' },
            ),
          )}`,
    )}
  </tr>`;
}
