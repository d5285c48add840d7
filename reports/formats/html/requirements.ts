/** The list of requirements, failures first, with filters that a little script works. */
import { verdicts, type Verdict } from '../../../harness/verdict.ts';
import { countVerdicts } from '../../counts.ts';
import { differences } from '../../differences.ts';
import { findings } from '../../findings.ts';
import { previousOf } from '../../outcome.ts';
import type { RequirementRecord } from '../../run-record.ts';
import type { PageInput } from './input.ts';
import { html, type Markup } from './markup.ts';
import { requirement, type Since } from './requirement.ts';
import { symbol, verdictWord } from './symbols.ts';
import { areaName, day } from './words.ts';

export function requirementList(input: PageInput): Markup {
  const { record, earlier } = input;
  const previous = previousOf(earlier, record);
  const fresh = new Set(previous ? differences(previous, record).newFailures.map((change) => change.id) : []);
  const since = (one: RequirementRecord): Since => {
    const before = previous?.requirements.find((other) => other.id === one.id);
    if (!previous || !before) return { fresh: false, words: null };
    const words = `${before.verdict === one.verdict ? 'Unchanged since' : `${verdictWord[before.verdict]} in`} the record of ${day(previous.startedAt)} (${previous.dut.version})`;
    return { fresh: fresh.has(one.id), words: words.charAt(0).toUpperCase() + words.slice(1) };
  };
  return html`<section class="block" id="requirements">
    <h2>Requirements <small>failures first</small></h2>
    ${filters(input, fresh.size > 0)}
    <div class="reqs">${inOrderOfWeight(input).map((one) => requirement(one, input, since(one)))}</div>
    <p class="empty" hidden>Nothing fits. <button type="button" id="clear">Show everything</button></p>
  </section>`;
}

/** Findings in their order, then error, inconclusive, not run and so on, each in catalogue order. */
function inOrderOfWeight({ record, cases }: PageInput): RequirementRecord[] {
  const failing = findings(record, cases).map((finding) => finding.id);
  const place = (one: RequirementRecord): number =>
    one.verdict === 'fail' ? failing.indexOf(one.id) : 1000 * (1 + verdicts.indexOf(one.verdict));
  return [...record.requirements].sort((a, b) => place(a) - place(b));
}

const startHidden: readonly Verdict[] = ['pass', 'not-applicable'];

function filters({ record }: PageInput, fresh: boolean): Markup {
  const counts = countVerdicts(record.requirements);
  const areas = [...new Set(record.requirements.map((one) => one.area))];
  const levels = [...new Set(record.requirements.map((one) => one.level))];
  return html`<form class="filters" hidden>
    <div class="fields">
      <span class="search"
        ><input type="search" name="search" placeholder="Search id, clause, words" aria-label="Search" /><kbd
          >/</kbd
        ></span
      >
      <label
        >Area
        <select name="area">
          <option value="">all</option>
          ${areas.map((area) => html`<option value="${area}">${areaName(area)}</option>`)}
        </select></label
      >
      <label
        >Level
        <select name="level">
          <option value="">all</option>
          ${levels.map((level) => html`<option>${level}</option>`)}
        </select></label
      >
      ${fresh && html`<label><input type="checkbox" name="new" /> new since the last record</label>`}
      <output>${record.requirements.length} of ${record.requirements.length}</output>
    </div>
    <div class="toggles">
      ${verdicts.filter((verdict) => counts[verdict] > 0).map((verdict) => html`<button type="button" class="v-${verdict}" data-verdict="${verdict}" aria-pressed="${startHidden.includes(verdict) && counts[verdict] < record.requirements.length ? 'false' : 'true'}">${symbol(verdict)} ${verdictWord[verdict]} <b>${counts[verdict]}</b></button>`)}
    </div>
  </form>`;
}
