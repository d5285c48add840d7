import { expect, test } from '@playwright/test';
import type { Verdict } from '../../../harness/verdict.ts';
import type { Survey, SurveyAnswer } from '../../../harness/survey-facts.ts';
import { evidence } from '../../../harness/judge/evidence.sample.ts';
import { currentCatalogue } from '../../current-catalogue.ts';
import { sampleRun } from '../../sample/run.ts';
import { listenerSection } from './listeners.ts';

const answer: SurveyAnswer = {
  outcome: 'alert',
  version: null,
  suite: null,
  compression: null,
  group: null,
  signatureScheme: null,
  extensions: [],
  alert: { code: 70, name: 'protocol_version' },
  closed: 'fin',
  heartbeat: 0,
  text: null,
  lasted: 5,
};
const silent: SurveyAnswer = { ...answer, outcome: 'silent', alert: null, closed: null, lasted: 2000 };
const whole = { outcome: 'completed', version: 'TLS 1.2', suite: null, reason: null, lasted: 3 } as const;
const gcm = 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256';

const surveyOf = (more: Partial<Survey>): Survey => ({
  listener: 'sip-listener',
  at: '2026-11-20T14:02:00.000Z',
  reached: true,
  trouble: null,
  controls: { before: whole, after: whole },
  versions: [
    { version: 'TLS 1.2', suites: [gcm, 'TLS_RSA_WITH_RC4_128_SHA'], order: 'server', end: answer },
    { version: 'TLS 1.0', suites: [], order: null, end: answer },
    { version: 'SSL 3.0', suites: [], order: null, end: silent },
  ],
  groups: { 'TLS 1.2': ['secp192r1', 'x25519'], 'TLS 1.3': [] },
  signatureSchemes: { 'TLS 1.2': ['rsa_pkcs1_sha1'], 'TLS 1.3': [] },
  chains: [],
  ticket: null,
  probes: {},
  connections: 40,
  lasted: 300,
  ...more,
});

interface Seen {
  requirement: string;
  verdict: Verdict;
  seen: string;
}

/** The section of a run whose rows about the SIP listener came to these verdicts. */
function section(survey: Survey, ...seen: Seen[]): string | undefined {
  const { record } = sampleRun();
  const [like] = record.rows;
  const rows = seen.map(({ requirement, ...said }) => ({
    ...like!,
    ...said,
    requirement,
    case: `${requirement}/SIP`,
    service: 'sip' as const,
    evidence: 'survey.json',
  }));
  return listenerSection({
    record: { ...record, rows },
    evidence: { read: () => evidence({ attempts: [], surveys: [survey] }), size: () => 1 },
    cases: currentCatalogue.cases,
    earlier: [],
  })?.text;
}

const fallback: Seen = { requirement: 'TLSV-12', verdict: 'pass', seen: 'alert 86' };
const grades = (text: string): [string, string][] =>
  [...text.matchAll(/<code class="grade-(\w+)"[^>]*>([^<]+)<\/code>/g)].map(([, grade = '', name = '']) => [
    name,
    grade,
  ]);

test('suites stand in the order in which they were selected, each with its grade', () => {
  const text = section(surveyOf({}), fallback) ?? '';
  expect(grades(text)).toEqual([
    [gcm, 'good'],
    ['TLS_RSA_WITH_RC4_128_SHA', 'bad'],
    ['secp192r1', 'bad'],
    ['x25519', 'good'],
    ['rsa_pkcs1_sha1', 'bad'],
  ]);
  expect(text).toContain('by its own order of preference');
});

test('a version that is refused is not spoken; of one that is met by silence nothing is known', () => {
  const text = section(surveyOf({}), fallback) ?? '';
  expect(text).toMatch(/TLS 1\.0 <small>alert 70 protocol_version/);
  expect(text).toMatch(/SSL 3\.0\s+<small>unknown: /);
});

test('behaviours are ok, not ok or unknown, by what their requirements say; what is not ok says why', () => {
  const text =
    section(
      surveyOf({}),
      fallback,
      { requirement: 'TLSX-88', verdict: 'fail', seen: 'method 1' },
      { requirement: 'TLSX-26', verdict: 'inconclusive', seen: 'no <answer>' },
      { requirement: 'TLSX-87', verdict: 'not-applicable', seen: 'TLS 1.3 only' },
      { requirement: 'TLSX-91', verdict: 'observed', seen: 'all' },
    ) ?? '';
  const lines = [...text.matchAll(/href="#r-([\w-]+)"[\s\S]*?<td[^>]*>\s*<svg[\s\S]*?<\/svg>\s*([\w ]+?)\s*<\/td>/g)];
  expect(lines.map(([, id, word]) => [id, word])).toEqual([
    ['TLSV-12', 'ok'],
    ['TLSX-26', 'unknown'],
    ['TLSX-87', 'does not apply'],
    ['TLSX-88', 'not ok'],
  ]);
  expect(text).toContain('SIP over TLS: method 1');
  expect(text).toContain('no &#60;answer&#62;');
});

test('what is sound is folded; what is forbidden is open, and named in its heading', () => {
  const sound = surveyOf({ versions: [{ version: 'TLS 1.2', suites: [gcm], order: null, end: answer }] });
  expect(section(sound, fallback)).not.toMatch(/<details[^>]*\bopen\b/);
  const bad = section(surveyOf({}), fallback) ?? '';
  expect(bad).toMatch(/<details[^>]*\bopen\b/);
  expect(/<summary>([\s\S]*?)<\/summary>/.exec(bad)?.[1]).toContain('1 bad suite');
});

test('a survey that did not come to its end, or had no whole handshake, says so', () => {
  expect(section(surveyOf({ trouble: 'no connection within 5 s' }), fallback)).toContain('no connection within 5 s');
  const failed = { ...whole, outcome: 'failed', reason: 'reset by the listener' } as const;
  const text = section(surveyOf({ controls: { before: whole, after: failed } }), fallback);
  expect(text).toContain('no whole handshake: reset by the listener');
});

test('a run without such a row has no section', () => expect(section(surveyOf({}))).toBeUndefined());
