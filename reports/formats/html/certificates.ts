/** The certificate matrix: fault by service and trust mode. A cell says first what happened, then only if wrong how it is judged. */
import type { Service, TrustMode } from '../../../harness/evidence.ts';
import { verdicts } from '../../../harness/verdict.ts';
import { ofDevice } from '../../conclude.ts';
import { isEvidence } from '../../evidence-store.ts';
import { caseAttempt, happeningOf, type Happening } from '../../happenings.ts';
import type { Row } from '../../run-record.ts';
import type { PageInput } from './input.ts';
import { html, type Markup } from './markup.ts';
import { shape, symbol } from './symbols.ts';
import { anchor } from './words.ts';

const modes: readonly TrustMode[] = ['M0', 'M1', 'M2', 'M3'];
const modeNames: Record<TrustMode, string> = { M0: 'off', M1: 'factory', M2: 'lab CA', M3: 'pinned' };
const services: readonly Service[] = ['sip', 'provisioning'];
const serviceNames: Record<Service, string> = { sip: 'SIP over TLS', provisioning: 'HTTPS provisioning' };

/** Groups by the prefix of the case's id, in the order in which they are printed. */
const groups: readonly [prefix: RegExp, name: string][] = [
  [/^CTL-/, 'Controls'],
  [/^CH-/, 'Chain'],
  [/^(TS|SS)[-/]/, 'Trust list'],
  [/^DT-/, 'Dates'],
  [/^NM-/, 'Names'],
  [/^EX-/, 'Usage and constraints'],
  [/^KS-/, 'Keys and signatures'],
  [/^RV-/, 'Revocation'],
  [/^PV-/, 'Provisioning server'],
  [/./, 'Other'],
];

export function certificateMatrix(input: PageInput): Markup | null {
  const rows = ofDevice(input.record.rows).filter(
    (row) => row.case !== null && input.cases.get(row.case)?.serves.certificate,
  );
  if (rows.length === 0) return null;
  const ids = [...input.cases.keys()].filter((id) => rows.some((row) => row.case === id));
  const grouped = groups.map(([prefix, name], index) => ({
    name,
    ids: ids.filter((id) => prefix.test(id) && !groups.slice(0, index).some(([earlier]) => earlier.test(id))),
  }));
  return html`<section class="block" id="certificates">
    <h2>Certificates <small>fault × trust mode × service</small></h2>
    ${key()}
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
                ${modes.map((mode) => html`<th scope="col" class="${mode === 'M2' ? 'band' : ''}"><span>${modeNames[mode]}</span></th>`)}`,
          )}
        </tr>
      </thead>
      ${grouped
        .filter((group) => group.ids.length > 0)
        .map(
          (group) =>
            html`<tbody>
              <tr class="group">
                <th scope="rowgroup" colspan="11">${group.name}</th>
              </tr>
              ${group.ids.map((id) => line(id, rows, input))}
            </tbody>`,
        )}
    </table>
    <p class="note">
      Unmarked cells are as expected. Trust off is what the switch means, not a merit. A pale band marks the mode that
      decides: validation on, lab authority uploaded. Blank: not run in that mode.
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
    [shape('dot', 'v-observed'), 'observed: no line is drawn'],
    [symbol('inconclusive'), 'inconclusive'],
    [symbol('error'), 'bench error'],
    [symbol('not-run'), 'not run'],
  ];
  return html`<ul class="key">
    ${entries.map(([mark, words]) => html`<li>${mark} ${words}</li>`)}
  </ul>`;
}

function line(id: string, rows: readonly Row[], input: PageInput): Markup {
  const own = rows.filter((row) => row.case === id);
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
            cell(
              own.filter((row) => row.service === service && row.trust === mode),
              mode,
              input,
            ),
          )}`,
    )}
  </tr>`;
}

function cell(rows: readonly Row[], mode: TrustMode, input: PageInput): Markup {
  const row = [...rows].sort((a, b) => verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict))[0];
  const band = mode === 'M2' ? 'band' : '';
  if (!row) return html`<td class="${band}"></td>`;
  const sentence = rows.map((one) => `${one.requirement} ${one.verdict}: ${one.seen || one.reason || ''}`).join(' / ');
  const judged = ['pass', 'fail', 'attested', 'observed'].includes(row.verdict);
  const blocking = row.status === 'failed';
  const what = judged ? whatHappened(row, input) : null;
  const dot = what
    ? html`${shape(what.kind === 'connected' ? 'dot' : 'ring', row.verdict === 'fail' ? 'v-fail' : row.verdict === 'observed' ? 'v-observed' : '')}${what.kind !== 'connected' && html`<span class="alert">${what.alert ? what.alert.code : '–'}</span>`}`
    : null;
  const mark = row.verdict === 'fail' ? symbol('fail', blocking) : !judged || !what ? symbol(row.verdict) : null;
  return html`<td
    class="${band} ${row.verdict === 'fail' ? (blocking ? 'wrong' : 'wrong open') : ''}"
    title="${sentence}"
  >
    <span class="hidden">${sentence}</span>${dot} ${mark}
  </td>`;
}

function whatHappened(row: Row, { evidence }: PageInput): Happening | null {
  const read = row.evidence === null ? null : evidence.read(row.evidence);
  const attempt = read && isEvidence(read) ? caseAttempt(read) : undefined;
  return attempt ? happeningOf(attempt) : null;
}
