/** The device's own listeners: what each one speaks, in the order of its preference, and how it behaves. */
import type { CertificateFacts } from '../../../harness/evidence.ts';
import { isRefused, spoken, told } from '../../../harness/judge/listener/listener-survey.ts';
import type { Survey, SurveyedListener, SurveyedVersion } from '../../../harness/survey-facts.ts';
import type { Verdict } from '../../../harness/verdict.ts';
import { gradeOfOffer } from '../../../harness/wire/tls/registries/offer-grades.ts';
import { surveyedPlaces, type SurveyedPlace } from '../../listeners.ts';
import type { Row, RunRecord } from '../../run-record.ts';
import { gradedList } from './graded.ts';
import type { PageInput } from './input.ts';
import { html, type Markup } from './markup.ts';
import { symbol } from './symbols.ts';
import { anchor, capital, day, short } from './words.ts';

export const listenerNames: Record<SurveyedListener, string> = { 'sip-listener': 'SIP over TLS', web: 'Web interface' };

/** Null where no row of the run is about a listener of the device. */
export function listenerSection({ record, cases, evidence }: PageInput): Markup | null {
  const places = surveyedPlaces(record, cases, evidence);
  if (places.length === 0) return null;
  return html`<section class="block" id="listeners">
    <h2>The device's own listeners <small>the bench is the client: what they select, and how they behave</small></h2>
    ${places.map(listener)} ${behaviours(record, places)}
    <p class="note">
      Suites, groups and schemes stand in the order in which they were selected.
      <span class="grade-doubtful">Doubtful</span>: advised against. <span class="grade-bad">Bad</span>: forbidden. A
      ServerHello proves what a listener selects; whole handshakes were made before and after.
    </p>
  </section>`;
}

function listener({ listener, survey }: SurveyedPlace): Markup {
  if (survey === null) return html`<p class="note v-error">${listenerNames[listener]}: no survey is stored.</p>`;
  const bad = badOf(survey);
  return html`<details class="cases" ${bad.length > 0 && 'open'}>
    <summary>
      <b>${listenerNames[listener]}</b> <span class="of">${summary(survey)}</span>
      ${bad.length > 0 && html`<span class="v-fail">${symbol('fail')} ${bad.join(', ')}</span>`}
    </summary>
    <div class="scroll">
      <table class="values named">
        <tbody>
          ${lines(survey).map(
            ([title, value]) =>
              html`<tr>
                <th scope="row">${title}</th>
                <td>${value}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}

function summary(survey: Survey): string {
  const versions = spoken(survey);
  if (versions.length === 0) return survey.trouble ?? 'nothing is selected';
  const suites = new Set(versions.flatMap((one) => one.suites)).size;
  return `${versions.map(({ version }) => version).join(', ')}; ${suites} ${suites === 1 ? 'suite' : 'suites'}`;
}

/** Versions and kinds of entries that are forbidden, as the summary of a folded table has room for. */
function badOf(survey: Survey): string[] {
  const versions = spoken(survey).map(({ version }) => version);
  const suites = [...new Set(spoken(survey).flatMap((one) => one.suites))];
  const bad = suites.filter((name) => gradeOfOffer('suite', name) === 'bad').length;
  return [
    ...versions.filter((name) => gradeOfOffer('version', name) === 'bad'),
    ...(bad > 0 ? [`${bad} bad ${bad === 1 ? 'suite' : 'suites'}`] : []),
  ];
}

type Line = [string, Markup | string];

function lines(survey: Survey): Line[] {
  const { groups, signatureSchemes, chains, ticket } = survey;
  const ofVersions = (title: string, kind: 'group' | 'scheme', lists: Readonly<Record<string, string[]>>): Line[] =>
    Object.entries(lists).flatMap(([version, names]): Line[] =>
      names.length === 0 ? [] : [[`${title}, ${version}`, gradedList(kind, names)]],
    );
  return [
    ...spoken(survey).map((one): Line => [one.version, suitesOf(one)]),
    ['not spoken', notSpoken(survey)],
    ...ofVersions('groups', 'group', { 'TLS 1.3': groups['TLS 1.3'], 'TLS 1.2': groups['TLS 1.2'] }),
    ...ofVersions('signatures', 'scheme', {
      'TLS 1.3': signatureSchemes['TLS 1.3'],
      'TLS 1.2': signatureSchemes['TLS 1.2'],
    }),
    ...chains.map((chain): Line => ['certificate', certificate(chain)]),
    ['session ticket', ticket === null ? 'unknown' : ticket ? 'given' : 'none'],
    ['survey', made(survey)],
  ];
}

const orders = {
  server: 'by its own order of preference',
  client: "by the client's order",
  neither: 'by no order of either side',
} as const;

function suitesOf({ version, suites, order, end }: SurveyedVersion): Markup {
  const settled = isRefused(end) || end.outcome === 'hello';
  return html`${gradeOfOffer('version', version) === 'bad' && html`<b class="grade-bad">forbidden</b> `}
    ${gradedList('suite', suites)}
    <small>${order === null ? 'the only one' : orders[order]}</small>
    ${!settled && html`<span class="v-inconclusive">${symbol('inconclusive')} there may be more: ${told(end)}</span>`}`;
}

/** A version that is refused clearly, and by what; of one that is met by silence nothing is known. */
function notSpoken({ versions, probes }: Survey): Markup {
  const asked = [
    ...versions.filter(({ suites }) => suites.length === 0).map(({ version, end }) => ({ version, end })),
    ...(probes.ssl2 && probes.ssl2.outcome !== 'hello' ? [{ version: 'SSL 2.0', end: probes.ssl2 }] : []),
  ];
  if (asked.length === 0) return html`none of those that were asked for`;
  return html`${asked.map(
    ({ version, end }, index) =>
      html`${index > 0 && ', '}${version} <small>${isRefused(end) ? told(end) : `unknown: ${told(end)}`}</small>`,
  )}`;
}

function certificate([leaf, ...above]: readonly CertificateFacts[]): Markup {
  if (!leaf) return html`an empty list`;
  const { subject, names, issuer, key, signature, notBefore, notAfter, sha256 } = leaf;
  return html`${subject || 'no subject'}${names.length > 0 && `, for ${names.join(', ')}`}; ${key}, ${signature};
    ${day(notBefore)} to ${day(notAfter)}; ${issuer === subject ? 'self-signed' : `issued by ${issuer}`};
    <code title="${sha256}">${short(sha256)}</code>${above.length > 0 && `; ${above.length} more behind it`}`;
}

function made({ trouble, controls, connections, lasted, at }: Survey): Markup {
  const bad = [controls.before, controls.after].find((one) => one === null || one.outcome === 'failed');
  return html`${connections} connections in ${lasted} ms, ${day(at)}
  ${trouble !== null && html`<span class="v-inconclusive">${symbol('inconclusive')} ${trouble}</span>`}
  ${
    bad !== undefined &&
    html`<span class="v-inconclusive"
      >${symbol('inconclusive')} no whole handshake: ${bad?.reason ?? 'it was not made'}</span
    >`
  }`;
}

const words: Record<Verdict, string> = {
  pass: 'ok',
  fail: 'not ok',
  error: 'unknown',
  inconclusive: 'unknown',
  'not-run': 'not run',
  'not-applicable': 'does not apply',
  attested: 'attested',
  observed: 'observed',
};

/** One line a requirement; those that only record stand among the lists. */
function behaviours(record: RunRecord, places: readonly SurveyedPlace[]): Markup | null {
  const judged = places.flatMap(({ rows }) => rows.filter(({ verdict }) => verdict !== 'observed'));
  if (judged.length === 0) return null;
  const ids = record.requirements.filter(({ id }) => judged.some(({ requirement }) => requirement === id));
  return html`<details class="cases" ${judged.some(({ verdict }) => verdict === 'fail') && 'open'}>
    <summary><b>How they behave</b> ${counted(judged)}</summary>
    <div class="scroll">
      <table class="matrix outcomes behaviours">
        <thead>
          <tr>
            <th scope="col" class="case">requirement</th>
            <th scope="col">as a server</th>
            ${places.map(({ listener }) => html`<th scope="col">${listenerNames[listener]}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${ids.map(({ id, sentence }) => behaviour(id, sentence, places))}
        </tbody>
      </table>
    </div>
  </details>`;
}

function counted(rows: readonly Row[]): Markup[] {
  const counts = new Map<string, Row[]>();
  for (const row of rows) counts.set(words[row.verdict], [...(counts.get(words[row.verdict]) ?? []), row]);
  return [...counts].map(
    ([word, own]) =>
      html`<span class="${own[0]?.verdict === 'fail' ? 'v-fail' : 'of'}"
        >${own[0] && symbol(own[0].verdict)} ${own.length} ${word}</span
      >`,
  );
}

/** What is ok needs no words; of the rest it is said what was seen. */
function behaviour(id: string, sentence: string, places: readonly SurveyedPlace[]): Markup {
  const found = places.map(({ listener, rows }) => ({ listener, row: rows.find((row) => row.requirement === id) }));
  return html`<tr>
    <td class="case"><a href="#${anchor(id)}">${id}</a></td>
    <th scope="row">
      ${capital(sentence.replace(/^As a server, /, ''))}
      ${found.map(
        ({ listener, row }) =>
          row && row.verdict !== 'pass' && html`<small>${listenerNames[listener]}: ${row.seen || row.reason}</small>`,
      )}
    </th>
    ${found.map(({ row }) => cell(row))}
  </tr>`;
}

function cell(row: Row | undefined): Markup {
  if (!row) return html`<td></td>`;
  const { verdict, seen, status } = row;
  const wrong = verdict !== 'fail' ? '' : status === 'failed' ? 'wrong' : 'wrong open';
  return html`<td class="${wrong}" title="${seen}">${symbol(verdict, status === 'failed')} ${words[verdict]}</td>`;
}
