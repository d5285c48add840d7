/** The worst findings of a run: title as what the device does wrongly, risk, likely cause, what mends it. */
import { gainOf, gains, type Gain } from '../harness/gain.ts';
import { outcomeFor, type Case } from '../harness/requirement.ts';
import { ofDevice } from './conclude.ts';
import type { RequirementRecord, Row, RunRecord } from './run-record.ts';
import { wrongly } from './wrongly.ts';

export interface Finding {
  id: string;
  /** `Accepts a TLS server certificate outside its validity period over SIP` */
  title: string;
  risk: string;
  /** From the pattern of neighbours; says which. */
  cause: string;
  mend: string;
  blocking: boolean;
}

export type CaseTitles = ReadonlyMap<string, Case>;

/**
 * Failures, worst first: blocking, warnings, waived; then by what an attacker gains; then by level and by how many rows
 * fail; then catalogue order.
 */
export function findings(record: RunRecord, cases: CaseTitles): Finding[] {
  const failing = record.requirements.filter((one) => one.verdict === 'fail');
  const rank = (one: RequirementRecord): number => (blocks(record, one) ? 0 : isWaived(record, one.id) ? 2 : 1);
  const levels = ['MUST', 'policy', 'SHOULD', 'MAY'];
  return failing
    .map((one, place) => ({
      one,
      place,
      key: [rank(one), gains.indexOf(gainOf(one)), levels.indexOf(one.level), -failedRows(record, one.id).length],
    }))
    .sort((a, b) => compare(a.key, b.key) || a.place - b.place)
    .map(({ one }) => findingOf(record, one, cases));
}

export function findingOf(record: RunRecord, one: RequirementRecord, cases: CaseTitles): Finding {
  return {
    id: one.id,
    title: titleOf(record, one, cases),
    risk: one.risk,
    cause: causeOf(record, one, cases),
    mend: 'No setting that the profile knows; ask for a firmware change.',
    blocking: blocks(record, one),
  };
}

/** What an attacker gains, as an answer to "who gains what". */
export const gainInWords: Record<Gain, string> = {
  impersonation: 'anybody plays the server, or gets in as a peer',
  reading: 'whoever is on the path reads or rewrites what is said',
  'impersonation-by-holder': 'whoever holds a certificate, a key or a name plays the server or the device',
  help: 'an attack that takes more becomes easier',
  robustness: 'the device can be kept busy or broken',
  interoperability: 'nothing; the device does not work with honest peers',
};

export const blocks = (record: RunRecord, one: RequirementRecord): boolean =>
  failedRows(record, one.id).some((row) => row.status === 'failed');

const isWaived = (record: RunRecord, id: string): boolean =>
  failedRows(record, id).some((row) => row.marks.includes('waived'));

const rowsOf = (record: RunRecord, id: string): readonly Row[] =>
  ofDevice(record.rows.filter((row) => row.requirement === id));

/** With the rows of its cases over the other service, where another requirement judges them. */
function withTwins(record: RunRecord, id: string): readonly Row[] {
  const own = rowsOf(record, id);
  const cases = new Set(own.filter((row) => row.case !== null).map((row) => row.case));
  return [...own, ...ofDevice(record.rows.filter((row) => row.requirement !== id && cases.has(row.case)))];
}

const failedRows = (record: RunRecord, id: string): readonly Row[] =>
  rowsOf(record, id).filter((row) => row.verdict === 'fail');

export const serviceName = { sip: 'SIP', provisioning: 'provisioning' } as const;

/** Of rows about the device's own listeners; the service is then which of them. */
const listenerName = { sip: 'SIP listener', provisioning: 'web interface' } as const;

const isOnListener = (rows: readonly Row[], cases: CaseTitles): boolean =>
  rows.some(({ case: id }) => cases.get(id ?? '')?.surveys !== undefined);

function titleOf(record: RunRecord, one: RequirementRecord, cases: CaseTitles): string {
  const rows = rowsOf(record, one.id);
  const failing = new Set(rows.filter((row) => row.verdict === 'fail').map((row) => row.service));
  const judged = withTwins(record, one.id).filter((row) => !['not-run', 'not-applicable'].includes(row.verdict));
  const both = new Set(judged.map((row) => row.service)).size > 1;
  const [only] = failing;
  const wrong = conditional.test(one.sentence)
    ? (fromCase(rows, cases) ?? wrongly(one.sentence))
    : wrongly(one.sentence);
  if (!both || failing.size !== 1 || !only) return wrong;
  if (isOnListener(rows, cases)) return `${wrong.replace(/, as a server$/, '')}, at the ${listenerName[only]}`;
  return /\b(SIP|provisioning)\b/i.test(wrong) ? wrong : `${wrong} over ${serviceName[only]}`;
}

/** A sentence with two sides ("only while") does not say which side broke: the failing case does. */
const conditional = /\bonly (while|where)\b|\bform only\b|\bexactly as\b/i;

function fromCase(rows: readonly Row[], cases: CaseTitles): string | null {
  const row = rows.find((one) => one.verdict === 'fail' && one.case !== null);
  const broken = row?.case ? cases.get(row.case) : undefined;
  if (!row || !broken) return null;
  const wanted = outcomeFor(broken, row.trust, row.service);
  if (wanted !== 'accept' && wanted !== 'refuse') return `${capital(broken.title)}: ${row.seen.split(':', 1)[0] ?? ''}`;
  return `${wanted === 'refuse' ? 'Accepts' : 'Refuses'} ${withIndefinite(broken.title)}`;
}

/** Titles of cases have no article; some begin with a word that takes none. */
const withIndefinite = (title: string): string =>
  /^(an?|the|another|one|two|three|five|nine) /i.test(title)
    ? title
    : `${/^[aeiou]/i.test(title) ? 'an' : 'a'} ${title}`;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Reads the pattern: the same case over the other service, then the neighbours in the area and on the same side. */
export function causeOf(record: RunRecord, one: RequirementRecord, cases: CaseTitles): string {
  const rows = rowsOf(record, one.id);
  const onListener = isOnListener(rows, cases);
  const services = new Map<Row['service'], Row[]>();
  for (const row of withTwins(record, one.id)) services.set(row.service, [...(services.get(row.service) ?? []), row]);
  const said: string[] = [];
  const failing = [...services].filter(([, own]) => own.some((row) => row.verdict === 'fail')).map(([name]) => name);
  const [sick] = failing;
  const sound = [...services].find(
    ([name, own]) =>
      name !== sick &&
      own.every((row) => row.verdict === 'pass' || row.verdict === 'observed') &&
      own.some((row) => row.verdict === 'pass'),
  )?.[0];
  if (failing.length === 1 && sick && sound) {
    said.push(
      onListener
        ? `Only the ${listenerName[sick]}: the ${listenerName[sound]} passes the same.`
        : `Only the ${serviceName[sick]} client: ${serviceName[sound]} passes the same, so what both share (clock, trust store) is right.`,
    );
  } else if (failing.length > 1) {
    const both = onListener ? 'Both listeners' : 'SIP and provisioning';
    said.push(`${both} fail alike: the fault is in what they share.`);
  }
  const ofCases = rows.filter((row) => row.case !== null);
  const bad = [...new Set(ofCases.filter((row) => row.verdict === 'fail').map((row) => row.case))];
  const good = [...new Set(ofCases.filter((row) => row.verdict === 'pass').map((row) => row.case))].filter(
    (id) => !bad.includes(id),
  );
  if (bad.length > 0 && good.length > 0 && !onListener)
    said.push(
      `Fails in ${list(bad.map((id) => tail(id, one.id)))}, passes ${good.length > 4 ? `${good.length} other cases` : list(good.map((id) => tail(id, one.id)))}.`,
    );
  const neighbours = record.requirements.filter(
    (other) =>
      other.area === one.area && other.id !== one.id && isOnListener(rowsOf(record, other.id), cases) === onListener,
  );
  const also = neighbours.filter((other) => other.verdict === 'fail').map((other) => other.id);
  const passing = neighbours.filter((other) => other.verdict === 'pass');
  const refusals = [one, ...neighbours].filter(
    (other) => refuses(other) && (other.verdict === 'fail' || other.verdict === 'pass'),
  );
  if (refuses(one) && refusals.length > 2 && refusals.every((other) => other.verdict === 'fail')) {
    said.push(`All ${refusals.length} refusals of the area fail alike: nothing seems to be checked.`);
  } else if (also.length > 0 && passing.length === 0) {
    const alike = refuses(one) && neighbours.every((other) => other.verdict !== 'fail' || refuses(other));
    said.push(
      `Every judged neighbour fails too (${list(also)})${alike ? ': the check seems to be missing altogether' : ''}.`,
    );
  } else if (also.length > 0) {
    said.push(`Also fails ${list(also)}.`);
  } else if (passing.length > 0) {
    said.push(`Alone in its area: ${passing.length} ${passing.length === 1 ? 'neighbour passes' : 'neighbours pass'}.`);
  }
  return said.join(' ') || 'No neighbour was judged, so nothing narrows it down.';
}

/** `SDES-04/outgoing/mandatory/disabled` reads better without the requirement that stands beside it. */
const tail = (id: string | null, requirement: string): string =>
  id?.startsWith(`${requirement}/`) ? id.slice(requirement.length + 1) : (id ?? '');

const refuses = (one: RequirementRecord): boolean => /^Refuse\b/.test(one.sentence);

export function list(ids: readonly (string | null)[], most = 5): string {
  const shown = ids.slice(0, most).map(String);
  return ids.length > most ? `${shown.join(', ')} and ${ids.length - most} more` : shown.join(', ');
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, left] of a.entries()) {
    const step = left - (b[index] ?? 0);
    if (step !== 0) return step;
  }
  return 0;
}
