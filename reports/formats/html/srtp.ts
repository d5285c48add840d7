/** SRTP: two blocks of 3 × 3, device calls and is called. The word first, then the count or the code. */
import type { Call, SrtpPolicy } from '../../../harness/evidence.ts';
import { flowed } from '../../../harness/judge/media/call-part.ts';
import { agreed } from '../../../harness/judge/media/srtp-policy.ts';
import { ofDevice } from '../../conclude.ts';
import { isEvidence } from '../../evidence-store.ts';
import type { Row } from '../../run-record.ts';
import type { PageInput } from './input.ts';
import { html, type Markup } from './markup.ts';
import { symbol } from './symbols.ts';

const policies: readonly SrtpPolicy[] = ['mandatory', 'optional', 'disabled'];
const settingNames: Record<SrtpPolicy, [string, string]> = {
  mandatory: ['Standard', 'mandatory'],
  optional: ['Optional', 'crypto offered'],
  disabled: ['Disabled', 'no crypto'],
};
const directions: readonly [Call['direction'], string][] = [
  ['outgoing', 'Device calls'],
  ['incoming', 'Device is called'],
];

interface Cell {
  row: Row;
  call: Call | null;
}

/** The cells of the policy table, by `direction/device/far`. */
function cellsOf({ record, evidence }: PageInput): Map<string, Cell> {
  const cells = new Map<string, Cell>();
  for (const row of ofDevice(record.rows)) {
    if (row.requirement !== 'SDES-04' || !row.case?.startsWith('SDES-04/')) continue;
    const read = row.evidence === null ? null : evidence.read(row.evidence);
    const call = read && isEvidence(read) ? (read.calls.findLast((one) => one.role === 'case') ?? null) : null;
    cells.set(row.case.slice('SDES-04/'.length), { row, call });
  }
  return cells;
}

export function srtpMatrix(input: PageInput): Markup | null {
  const cells = cellsOf(input);
  if (cells.size === 0) return null;
  return html`<section class="block" id="srtp">
    <h2>SRTP <small>device setting × far end × direction, by what flowed</small></h2>
    <div class="pair">
      ${directions.map(
        ([direction, name]) =>
          html`<div class="scroll">
            <table class="srtp">
              <caption>
                ${name}
              </caption>
              <thead>
                <tr>
                  <th scope="col">device setting \\ far end</th>
                  ${policies.map((far) => html`<th scope="col">${far === 'disabled' ? 'off' : far}</th>`)}
                </tr>
              </thead>
              <tbody>
                ${policies.map(
                  (device) =>
                    html`<tr>
                      <th scope="row">${settingNames[device][0]}<small>${settingNames[device][1]}</small></th>
                      ${policies.map((far) => cell(cells.get(`${direction}/${device}/${far}`), device, far))}
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`,
      )}
    </div>
    <p class="note">
      “8 of 8”: packets authenticated and decrypted with the keys of the SDP, no plain packet from the first one on.
      Clear by design: both settings allow it.
    </p>
  </section>`;
}

function cell(found: Cell | undefined, device: SrtpPolicy, far: SrtpPolicy): Markup {
  if (!found) return html`<td></td>`;
  const { row, call } = found;
  const title = `${row.verdict}: expected ${row.expected}; seen ${row.seen || row.reason || 'nothing'}`;
  if (!call || (row.verdict !== 'pass' && row.verdict !== 'fail')) {
    return html`<td title="${title}">
      <span class="flow none"
        ><b>${symbol(row.verdict)} ${row.verdict}</b><small>${row.seen || row.reason}</small></span
      >
    </td>`;
  }
  const came = flowed(call);
  const failed = row.verdict === 'fail';
  const bar = came === 'SRTP' ? 'solid' : came === 'refused' || came === 'nothing' ? 'none' : 'dotted';
  return html`<td class="${failed ? 'wrong' : ''}" title="${title}">
    <span class="flow ${bar}"
      ><b>${failed && symbol('fail', row.status === 'failed')} ${came}</b
      ><small>${detail(call, came, failed)}</small
      >${failed && html`<small>expected: ${agreed(device, far)}</small>`}</span
    >
  </td>`;
}

function detail(call: Call, came: ReturnType<typeof flowed>, failed: boolean): string {
  const { srtp, plain, undecipherable } = call.fromDevice;
  if (came === 'SRTP') return `${srtp} of ${srtp + plain + undecipherable}`;
  if (came === 'RTP') return failed ? `${plain} plain packets` : 'clear by design';
  if (came === 'mixed') return `${srtp} SRTP, ${plain} plain, ${undecipherable} unreadable`;
  return call.status ? String(call.status.code) : 'no answer';
}
