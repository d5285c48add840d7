/** A survey of a TLS listener for a terminal: what it selects, by version and in its order, and what is to be said of that. */
import pc from 'picocolors';
import type { CertificateFacts } from '../../harness/evidence.ts';
import type { SurveyedVersion, TlsSurvey } from '../../harness/survey-facts.ts';
import type { Verdict } from '../../harness/verdict.ts';
import { gradeOfOffer, type OfferGrade, type OfferKind } from '../../harness/wire/tls/registries/offer-grades.ts';
import { sanitize } from '../console.ts';
import type { SurveyVerdict } from '../survey-verdicts.ts';

const colours: Record<OfferGrade, (text: string) => string> = {
  good: pc.green,
  doubtful: pc.yellow,
  bad: pc.red,
  signal: pc.dim,
};
const marks: Record<OfferGrade, string> = { good: ' ', doubtful: '~', bad: '!', signal: ' ' };
const orders = {
  server: "the listener's order decides",
  client: "the client's order decides",
  neither: 'the order follows neither side',
} as const;

export function surveyInWords(where: string, survey: TlsSurvey, verdicts: readonly SurveyVerdict[]): string {
  const { connections, lasted, trouble, versions, groups, signatureSchemes, chains, controls } = survey;
  const controlled = controls.before?.outcome === 'completed' && controls.after?.outcome === 'completed';
  return [
    pc.bold(`${where}: ${connections} connections in ${lasted} ms`),
    ...(trouble ? [pc.yellow(trouble)] : []),
    ...(controlled
      ? []
      : [pc.yellow(`no whole handshake before and after: ${controls.before?.reason ?? 'not tried'}`)]),
    '',
    ...versions.flatMap(versionLines),
    ...Object.entries(groups).flatMap(([version, names]) => list(`groups, ${version}`, 'group', names)),
    ...Object.entries(signatureSchemes).flatMap(([version, names]) => list(`signatures, ${version}`, 'scheme', names)),
    ...chains.flatMap(([leaf]) => (leaf ? [certificateLine(leaf)] : [])),
    '',
    ...verdicts.filter(({ verdict }) => verdict !== 'observed').map(verdictLine),
    '',
    pc.dim('! is bad, ~ is doubtful; a ServerHello proves what the listener selects, not that the handshake ends well'),
  ].join('\n');
}

function versionLines({ version, suites, order, end }: SurveyedVersion): string[] {
  if (suites.length === 0) {
    const how = end.alert ? `alert ${end.alert.name}` : end.outcome;
    return [pc.dim(`  ${version}  not spoken (${how})`), ''];
  }
  const decides = order === null ? 'one suite' : orders[order];
  return [`${graded('version', version)}  (${decides})`, ...suites.map((suite) => `  ${graded('suite', suite)}`), ''];
}

function graded(kind: OfferKind, name: string): string {
  const grade = gradeOfOffer(kind, name);
  return colours[grade](`${marks[grade]} ${name}`);
}

const list = (title: string, kind: OfferKind, names: readonly string[]): string[] =>
  names.length === 0 ? [] : [`  ${title.padEnd(20)} ${names.map((name) => graded(kind, name).trim()).join(', ')}`];

const certificateLine = ({ subject, names, key, signature, notAfter }: CertificateFacts): string =>
  `  ${'certificate'.padEnd(20)} ${sanitize(subject || names.join(', '))}, ${key}, ${signature}, until ${notAfter.slice(0, 10)}`;

const symbols: Partial<Record<Verdict, string>> = {
  pass: pc.green('✓'),
  fail: pc.red('✗'),
  'not-applicable': pc.dim('·'),
};

function verdictLine({ id, level, verdict, sentence, seen }: SurveyVerdict): string {
  const line = `${symbols[verdict] ?? pc.yellow('?')} ${id.padEnd(8)} ${level.padEnd(6)} ${sentence}`;
  return verdict === 'pass' ? line : `${line}\n    ${sanitize(seen)}`;
}
