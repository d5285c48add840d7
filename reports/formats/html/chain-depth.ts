/** How many authorities the device goes up above a certificate, by both ways of counting. */
import type { Attempt } from '../../../harness/evidence.ts';
import { ofDevice } from '../../conclude.ts';
import { isEvidence } from '../../evidence-store.ts';
import { happeningOf } from '../../happenings.ts';
import type { Row } from '../../run-record.ts';
import type { PageInput } from './input.ts';
import { html, type Markup } from './markup.ts';
import { shape, symbol } from './symbols.ts';
import { anchor, serviceNames } from './words.ts';

export function chainDepthTable(input: PageInput): Markup | null {
  const rows = ofDevice(input.record.rows).filter((row) => row.case !== null && depthsOf(row.case, input).length > 0);
  const [first] = rows;
  if (!first) return null;
  const depths = depthsOf(first.case ?? '', input);
  return html`<section class="block" id="chain-depth">
    <h2>Depth of chains <small>authorities above the certificate of the server</small></h2>
    <div class="scroll">
      <table class="matrix outcomes depth">
        <thead>
          <tr>
            <th scope="col">root counted</th>
            ${depths.map(({ authorities }) => html`<th scope="col">${authorities}</th>`)}
          </tr>
          <tr>
            <th scope="col">root not counted</th>
            ${depths.map(({ authorities }) => html`<th scope="col">${authorities - 1}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                <th scope="row">${serviceNames[row.service]}</th>
                ${cells(row, depths, input)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="note">
      Observed, not judged (<a href="#${anchor(first.requirement)}">${first.requirement}</a>): no clause says how deep a
      chain may be.
    </p>
  </section>`;
}

interface Depth {
  certificate: string;
  authorities: number;
}

/** The certificates of a series that differ in their number of authorities, by name: `authorities-4`. */
function depthsOf(id: string, { cases }: PageInput): Depth[] {
  return (cases.get(id)?.series ?? []).flatMap((certificate): Depth[] => {
    const found = /^authorities-(\d+)$/.exec(certificate);
    return found ? [{ certificate, authorities: Number(found[1]) }] : [];
  });
}

function cells(row: Row, depths: readonly Depth[], { evidence }: PageInput): Markup[] {
  const read = row.evidence === null ? null : evidence.read(row.evidence);
  if (row.verdict !== 'observed' || !read || !isEvidence(read)) {
    return [html`<td colspan="${depths.length}">${symbol(row.verdict)} ${row.seen || row.reason}</td>`];
  }
  return depths.map(({ certificate }) => cell(read.attempts.findLast((one) => isOf(one, certificate))));
}

const isOf = (attempt: Attempt, certificate: string): boolean =>
  attempt.role === 'case' && attempt.presented.certificate === certificate;

function cell(attempt: Attempt | undefined): Markup {
  if (!attempt) return html`<td></td>`;
  const what = happeningOf(attempt);
  const accepted = what.kind === 'connected';
  const words = accepted ? 'accepted' : what.alert ? `refused, alert ${what.alert.code}` : 'refused';
  return html`<td title="${words}">
    ${shape(accepted ? 'dot-observed' : 'ring-observed', 'v-observed')}<span class="hidden">${words}</span
    >${what.alert && !accepted && html`<span class="alert">${what.alert.code}</span>`}
  </td>`;
}
