/** The forms of a trust file: the same authority uploaded in each, and which reading of "X.509 file" the device follows. */
import type { Service } from '../../../harness/evidence.ts';
import { ofDevice } from '../../conclude.ts';
import { observedValue } from '../../observations.ts';
import type { Row } from '../../run-record.ts';
import type { PageInput } from './input.ts';
import { html, type Markup } from './markup.ts';
import { outcomeCell } from './outcome-cell.ts';
import { serviceNames } from './words.ts';

const services: readonly Service[] = ['sip', 'provisioning'];

export function trustFileTable(input: PageInput): Markup | null {
  const forms = new Set(input.trustFiles);
  const rows = ofDevice(input.record.rows).filter((row) => row.case !== null && forms.has(row.case));
  if (rows.length === 0) return null;
  const ids = [...forms].filter((id) => rows.some((row) => row.case === id));
  return html`<section class="block" id="trust-files">
    <h2>Forms of a trust file <small>the same authority, uploaded in each; then its chain is served</small></h2>
    <div class="scroll">
      <table class="matrix outcomes">
        <thead>
          <tr>
            <th scope="col" class="case">case</th>
            <th scope="col">form</th>
            ${services.map((service) => html`<th scope="col">${serviceNames[service]}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${ids.map(
            (id) =>
              html`<tr>
                <td class="case id">${id}</td>
                <th scope="row">${input.cases.get(id)?.title ?? id}</th>
                ${services.map((service) =>
                  outcomeCell(
                    rows.filter((row) => row.case === id && row.service === service),
                    input,
                    { words: true },
                  ),
                )}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="note">${reading(rows)}</p>
  </section>`;
}

/** A form without Base64: what a document that says "any valid X.509" promises, and one that says "Base64" does not. */
const withoutBase64 = /^TS-04\//;

/** Which of the two readings of a document the rows of bare DER fit. */
export function reading(rows: readonly Pick<Row, 'case' | 'verdict' | 'seen'>[]): string {
  const seen = rows.filter((row) => withoutBase64.test(row.case ?? '') && row.verdict === 'observed');
  const values = new Set(seen.map(observedValue));
  if (values.size === 0)
    return 'Nothing was observed of bare DER, so neither “any valid X.509” nor “Base64 only” is shown.';
  if (values.size > 1)
    return 'Some names of a DER file are taken and some are not: the device goes by the name, and neither “any valid X.509” nor “Base64 only” holds.';
  return values.has('accepted')
    ? 'DER is taken: the device does what “any valid X.509” promises.'
    : 'DER is not taken: the device fits “Base64 encoded X.509”, and not “any valid X.509”.';
}
