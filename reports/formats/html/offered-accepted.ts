/** The table of what the device offers and accepts: versions, suites, groups, signature schemes. */
import type { OfferKind } from '../../../harness/wire/tls/registries/offer-grades.ts';
import { offeredAccepted, offerKinds, type OfferedAccepted, type OfferedEntry } from '../../offered-accepted.ts';
import { graded } from './graded.ts';
import type { PageInput } from './input.ts';
import { html, type Markup } from './markup.ts';
import { shape } from './symbols.ts';
import { serviceNames } from './words.ts';

const titles: Record<OfferKind, string> = {
  version: 'Versions',
  suite: 'Cipher suites',
  group: 'Groups',
  scheme: 'Signature schemes',
};

/** Null where no row of the run is about what a server selects. */
export function offeredAcceptedTable(input: PageInput): Markup | null {
  const services = offeredAccepted(input);
  if (services.length === 0) return null;
  return html`<section class="block" id="offered">
    <h2>TLS offered and accepted <small>offered in a ClientHello, accepted when a server selected it</small></h2>
    ${offerKinds.map((kind) => group(kind, services))}
    <p class="note">
      Entries stand as the hellos have them, first those of the first hello. ${shape('dot')} accepted: application data
      was sent, or the device's part of the key exchange to a server that goes no further. ${shape('ring')} refused.
      Blank: no row selects it. An entry that is accepted though it is not offered, or offered and not accepted, is
      marked.
    </p>
  </section>`;
}

function group(kind: OfferKind, services: readonly OfferedAccepted[]): Markup | null {
  const all = services.flatMap(({ entries }) => entries[kind]);
  const names = [...new Set(all.map(({ name }) => name))];
  if (names.length === 0) return null;
  const marked = all.filter(({ mark }) => mark !== null);
  return html`<details class="cases" ${(marked.length > 0 || kind === 'version') && 'open'}>
    <summary><b>${titles[kind]}</b> ${services.map((one) => counted(kind, one))}</summary>
    <div class="scroll">
      <table class="matrix outcomes offers">
        <colgroup>
          <col class="name" />
          ${services.map(
            () =>
              html`<col class="yes" />
                <col />`,
          )}
        </colgroup>
        <thead>
          <tr>
            <td></td>
            ${services.map(
              ({ service }) => html`<th scope="colgroup" class="service" colspan="2">${serviceNames[service]}</th>`,
            )}
          </tr>
          <tr>
            <td></td>
            ${services.map(
              () =>
                html`<th scope="col">offered</th>
                  <th scope="col">accepted</th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${names.map((name) => {
            const found = services.map(({ entries }) => entries[kind].find((one) => one.name === name));
            const grade = found.find((one) => one !== undefined)?.grade ?? 'signal';
            return html`<tr>
              <th scope="row">${graded(name, grade)}</th>
              ${found.map(cells)}
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
  </details>`;
}

/** What a folded table tells. */
function counted(kind: OfferKind, { service, entries }: OfferedAccepted): Markup {
  const own = entries[kind];
  const offered = own.filter((one) => one.offered).length;
  const ended = (wanted: OfferedEntry['outcome']): number => own.filter(({ outcome }) => outcome === wanted).length;
  const wrong = own.filter(({ mark }) => mark !== null);
  const said = html`<span class="of"
    >${serviceNames[service]}: ${offered} offered, ${ended('accepted')} accepted, ${ended('refused')} refused</span
  >`;
  return wrong.length === 0
    ? said
    : html`${said}<span class="v-fail"
          >${wrong.length} ${[...new Set(wrong.map(({ mark }) => mark && marks[mark]))].join(', ')}</span
        >`;
}

const marks: Record<NonNullable<OfferedEntry['mark']>, string> = {
  unoffered: 'accepted though not offered',
  untaken: 'offered and not accepted',
};

function cells(entry: OfferedEntry | undefined): Markup {
  if (!entry)
    return html`<td></td>
      <td></td>`;
  const { offered, outcome, shownBy, mark } = entry;
  const word = outcome === null ? '' : mark ? marks[mark] : outcome;
  return html`<td>${offered ? 'yes' : '–'}</td>
    <td class="${mark ? 'wrong' : ''}">
      ${outcome && shape(outcome === 'accepted' ? 'dot' : 'ring', mark ? 'v-fail' : '')} ${word}
      ${shownBy && html`<small>${shownBy}</small>`}
    </td>`;
}
