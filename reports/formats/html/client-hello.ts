/** What the ClientHello offers: the first one verbatim, of later ones only what differs. */
import type { Service } from '../../../harness/evidence.ts';
import { hellosOf, type SeenHello } from '../../../harness/judge/tls/hello-conformity.ts';
import { ofDevice } from '../../conclude.ts';
import { isEvidence } from '../../evidence-store.ts';
import { offeredLists, type OfferedEntry, type OfferedList } from '../../hello/offered.ts';
import { graded } from './graded.ts';
import type { PageInput } from './input.ts';
import { html, type Markup } from './markup.ts';
import { anchor, serviceNames } from './words.ts';

const services: readonly Service[] = ['sip', 'provisioning'];

/** Null where no row of the run reads a ClientHello. */
export function clientHelloSection(input: PageInput): Markup | null {
  const seen = services.flatMap((service) => {
    const hellos = gathered(input, service);
    return hellos[0] ? [{ service, first: hellos[0], later: hellos.slice(1) }] : [];
  });
  if (seen.length === 0) return null;
  const judges = new Set(rowsOnHellos(input).map(({ requirement }) => requirement));
  return html`<section class="block" id="client-hello">
    <h2>What the ClientHello offers <small>in the order of the wire</small></h2>
    ${seen.map(
      ({ service, first, later }) =>
        html`<details class="cases" ${badOf(first).length > 0 && 'open'}>
          <summary>
            <b>${serviceNames[service]}</b> <span class="of">${summary(first)}</span>
            ${badOf(first).length > 0 && html`<span class="v-fail">${badOf(first).length} bad</span>`}
          </summary>
          <div class="scroll">
            <table class="values named">
              <tbody>
                ${offeredLists(first.hello).map(line)} ${fingerprints(first)}
              </tbody>
            </table>
          </div>
          ${later.map((one) => difference(first, one))}
        </details>`,
    )}
    <p class="note">
      <span class="grade-doubtful">Doubtful</span>: advised against, or not known here.
      <span class="grade-bad">Bad</span>: forbidden. Judged by
      ${[...judges].map((judge, index) => html`${index > 0 && ', '}<a href="#${anchor(judge)}">${judge}</a>`)}.
    </p>
  </section>`;
}

/** What a folded list tells. */
const summary = ({ hello }: SeenHello): string =>
  `${hello.versions.join(', ')}; ${hello.suites.length} suites; JA4 ${hello.ja4}`;

const badOf = ({ hello }: SeenHello): OfferedEntry[] =>
  offeredLists(hello).flatMap(({ entries }) => entries.filter(({ grade }) => grade === 'bad'));

/** Rows over the usual host: others reach somebody else. */
const rowsOnHellos = ({ record, cases }: PageInput) =>
  ofDevice(record.rows).filter(({ case: id }) => {
    const row = cases.get(id ?? '');
    return row?.hello !== undefined && row.serves.target === undefined;
  });

/** All of these rows share their hellos, so that the first evidence that can be read has them. */
function gathered(input: PageInput, service: Service): SeenHello[] {
  for (const row of rowsOnHellos(input)) {
    if (row.service !== service || row.evidence === null) continue;
    const evidence = input.evidence.read(row.evidence);
    if (isEvidence(evidence)) return hellosOf(evidence);
  }
  return [];
}

const line = ({ title, entries }: OfferedList): Markup =>
  html`<tr>
    <th scope="row">${title}</th>
    <td>${entries.map((entry, index) => html`${index > 0 && ', '}${named(entry)}`)}</td>
  </tr>`;

const named = ({ name, grade }: OfferedEntry): Markup => (grade === null ? html`${name}` : graded(name, grade));

const fingerprints = ({ hello }: SeenHello): Markup =>
  html`<tr>
    <th scope="row">fingerprints</th>
    <td>JA4 <code>${hello.ja4}</code>, JA3 <code>${hello.ja3}</code></td>
  </tr>`;

function difference(first: SeenHello, later: SeenHello): Markup {
  const before = new Map(offeredLists(first.hello).map(({ title, entries }) => [title, entries]));
  const after = offeredLists(later.hello);
  const now = new Set(after.map(({ title }) => title));
  const changed = after.filter(({ title, entries }) => wordsOf(entries) !== wordsOf(before.get(title) ?? []));
  const gone = [...before.keys()].filter((title) => !now.has(title));
  if (changed.length + gone.length === 0) return html`<p class="note">${later.moment}: offers the same.</p>`;
  return html`<p class="note">${later.moment}, where it differs:</p>
    <div class="scroll">
      <table class="values named">
        <tbody>
          ${changed.map(line)}
          ${gone.map(
            (title) =>
              html`<tr>
                <th scope="row">${title}</th>
                <td>none</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

const wordsOf = (entries: readonly OfferedEntry[]): string => entries.map(({ name }) => name).join('\n');
