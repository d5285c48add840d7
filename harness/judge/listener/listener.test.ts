/** What surveys of a listener come to, from what was answered. */
import { expect, test } from '@playwright/test';
import type { Evidence } from '../../evidence.ts';
import type { Judge } from '../../requirement.ts';
import type { ControlHandshake, SipFraming, Survey, SurveyAnswer, SurveyedVersion } from '../../survey-facts.ts';
import { evidence } from '../evidence.sample.ts';
import { agreesOn, answersNoOversizedHeartbeat, answersNothingInClear, framesBySip } from './listener-features.ts';
import { listenerRefuses, refusesFallback, refusesRenegotiation } from './listener-refusal.ts';
import { acceptsNone, offersForwardSecrecy, prefersStrongSuites, speaks } from './listener-suites.ts';
import { listenerTolerates, selectsTls13 } from './listener-tolerance.ts';

const nothing: SurveyAnswer = {
  outcome: 'silent',
  version: null,
  suite: null,
  compression: null,
  group: null,
  signatureScheme: null,
  extensions: [],
  alert: null,
  closed: null,
  heartbeat: 0,
  text: null,
  lasted: 1000,
};
const alerted: SurveyAnswer = { ...nothing, outcome: 'alert', alert: { code: 40, name: 'handshake_failure' } };
const closed: SurveyAnswer = { ...nothing, outcome: 'closed', closed: 'fin' };
const said = (text: string): SurveyAnswer => ({ ...nothing, outcome: 'other', text });
const hello = (version: string, suite: string, more: Partial<SurveyAnswer> = {}): SurveyAnswer => ({
  ...nothing,
  outcome: 'hello',
  version,
  suite,
  compression: 0,
  ...more,
});

const gcm = 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256';
const cbc = 'TLS_RSA_WITH_AES_128_CBC_SHA';
const completed: ControlHandshake = { outcome: 'completed', version: 'TLS 1.3', suite: gcm, reason: null, lasted: 5 };
const failed: ControlHandshake = { ...completed, outcome: 'failed', reason: 'reset' };
const speaking = (
  version: SurveyedVersion['version'],
  suites: string[],
  more: Partial<SurveyedVersion> = {},
): SurveyedVersion => ({ version, suites, order: 'server', end: alerted, ...more });
const [tls13, tls12] = [speaking('TLS 1.3', ['TLS_AES_128_GCM_SHA256']), speaking('TLS 1.2', [gcm, cbc])];

const surveyOf = (more: Partial<Survey>): Evidence => ({
  ...evidence({}),
  attempts: [],
  surveys: [
    {
      listener: 'sip-listener',
      at: '2026-01-01T00:00:00.000Z',
      reached: true,
      trouble: null,
      controls: { before: completed, after: completed },
      versions: [tls13, tls12],
      groups: { 'TLS 1.2': [], 'TLS 1.3': [] },
      signatureSchemes: { 'TLS 1.2': [], 'TLS 1.3': [] },
      chains: [],
      ticket: null,
      probes: {},
      connections: 1,
      lasted: 1,
      ...more,
    },
  ],
});

const verdict = (judge: Judge, more: Partial<Survey>): string =>
  judge(surveyOf(more), { requirement: 'X', case: undefined, service: 'sip', trust: 'M2' }).verdict;

test('without good handshakes before and after nothing is said', () => {
  const judge = listenerRefuses({ of: 'x', probes: ['max-tls11'] });
  const probes = { 'max-tls11': alerted };

  expect(verdict(judge, { probes })).toBe('pass');
  expect(verdict(judge, { probes, controls: { before: failed, after: completed } })).toBe('inconclusive');
  expect(verdict(judge, { probes, controls: { before: completed, after: null } })).toBe('inconclusive');
  expect(verdict(judge, { probes, trouble: 'no TLS' })).toBe('inconclusive');
  expect(
    judge({ ...evidence({}), attempts: [] }, { requirement: 'X', case: undefined, service: 'sip', trust: 'M2' }),
  ).toMatchObject({ verdict: 'error' });
});

test('a refusal is an alert or a close; silence is none', () => {
  const judge = listenerRefuses({ of: 'x', probes: ['ssl2', 'max-tls10'] });
  const answers: [SurveyAnswer, string][] = [
    [alerted, 'pass'],
    [closed, 'pass'],
    [nothing, 'inconclusive'],
    [said('noise'), 'inconclusive'],
    [hello('TLS 1.0', cbc), 'fail'],
  ];

  expect(answers.map(([answer]) => verdict(judge, { probes: { ssl2: closed, 'max-tls10': answer } }))).toEqual(
    answers.map(([, expected]) => expected),
  );
  expect(verdict(judge, { probes: { ssl2: closed } })).toBe('inconclusive');
});

test('fallback and renegotiation mean nothing with TLS 1.3 alone', () => {
  expect(verdict(refusesFallback, { versions: [tls13] })).toBe('not-applicable');
  expect(verdict(refusesRenegotiation, { versions: [tls13] })).toBe('not-applicable');
  expect(verdict(refusesFallback, { probes: { fallback: hello('TLS 1.2', gcm) } })).toBe('fail');
  expect(verdict(refusesRenegotiation, { probes: { renegotiation: hello('TLS 1.2', gcm) } })).toBe('fail');
  expect(verdict(refusesRenegotiation, { probes: { renegotiation: nothing } })).toBe('pass');
  expect(verdict(refusesRenegotiation, {})).toBe('inconclusive');
});

test('what is tolerated fails only where the same hello without it is answered', () => {
  const judge = listenerTolerates({ of: 'x', probes: ['grease'], besides: 'both-versions' });
  const control = { 'both-versions': hello('TLS 1.3', gcm) };

  expect(verdict(judge, { probes: { ...control, grease: alerted } })).toBe('fail');
  expect(verdict(judge, { probes: { ...control, grease: nothing } })).toBe('fail');
  expect(verdict(judge, { probes: { 'both-versions': alerted, grease: alerted } })).toBe('inconclusive');
  expect(verdict(judge, { probes: { ...control, grease: hello('TLS 1.3', gcm) } })).toBe('pass');
});

test('versions', () => {
  const probes = { 'both-versions': hello('TLS 1.2', gcm) };
  expect(verdict(selectsTls13, { probes })).toBe('fail');
  expect(verdict(selectsTls13, { probes, versions: [speaking('TLS 1.3', []), tls12] })).toBe('not-applicable');
  expect(verdict(speaks({ version: 'TLS 1.3' }), { versions: [speaking('TLS 1.3', []), tls12] })).toBe('fail');
  const silent = speaking('TLS 1.3', [], { end: nothing });
  expect(verdict(speaks({ version: 'TLS 1.3' }), { versions: [silent, tls12] })).toBe('inconclusive');
});

test('what is not selected counts as refused once the rest was refused clearly', () => {
  const judge = acceptsNone({ of: '3DES suites', forbidden: (name) => name.includes('3DES') });

  expect(verdict(judge, {})).toBe('pass');
  expect(verdict(judge, { versions: [speaking('TLS 1.2', [gcm], { end: nothing })] })).toBe('inconclusive');
  expect(verdict(judge, { versions: [speaking('TLS 1.2', ['TLS_RSA_WITH_3DES_EDE_CBC_SHA'])] })).toBe('fail');
});

test('strong suites and forward secrecy are preferred', () => {
  expect(verdict(prefersStrongSuites, { probes: { 'weak-first': hello('TLS 1.2', cbc) } })).toBe('fail');
  expect(verdict(prefersStrongSuites, { probes: { 'weak-first': hello('TLS 1.2', gcm) } })).toBe('pass');
  expect(verdict(prefersStrongSuites, { versions: [speaking('TLS 1.2', [gcm])] })).toBe('pass');
  expect(verdict(prefersStrongSuites, { versions: [speaking('TLS 1.2', [cbc])] })).toBe('fail');
  expect(verdict(offersForwardSecrecy, {})).toBe('pass');
  expect(verdict(offersForwardSecrecy, { versions: [speaking('TLS 1.2', [cbc, gcm])] })).toBe('fail');
  expect(verdict(offersForwardSecrecy, { versions: [speaking('TLS 1.2', [cbc, gcm], { order: 'client' })] })).toBe(
    'pass',
  );
});

test('a heartbeat that is answered, an extension that is not', () => {
  expect(verdict(answersNoOversizedHeartbeat, { probes: { heartbeat: hello('TLS 1.2', gcm, { heartbeat: 9 }) } })).toBe(
    'fail',
  );
  expect(verdict(answersNoOversizedHeartbeat, { probes: { heartbeat: hello('TLS 1.2', gcm) } })).toBe('pass');
  expect(verdict(answersNoOversizedHeartbeat, { probes: { heartbeat: alerted } })).toBe('inconclusive');
  expect(verdict(agreesOn({ named: 'renegotiation_info' }), { probes: { features: hello('TLS 1.2', gcm) } })).toBe(
    'fail',
  );
});

test('a request in clear is not served', () => {
  const answered = (listener: Survey['listener'], answer: SurveyAnswer): string =>
    verdict(answersNothingInClear, { listener, probes: { 'clear-sip': answer, 'clear-http': answer } });

  expect(answered('sip-listener', closed)).toBe('pass');
  expect(answered('sip-listener', nothing)).toBe('inconclusive');
  expect(answered('sip-listener', said('SIP/2.0 400 Bad Request'))).toBe('fail');
  expect(answered('web', said('HTTP/1.1 400 Bad Request'))).toBe('pass');
  expect(answered('web', said('HTTP/1.1 200 OK'))).toBe('fail');
  expect(answered('web', said('HTTP/1.1 401 Unauthorized'))).toBe('fail');
  expect(answered('web', said('who are you?'))).toBe('inconclusive');
});

test('each request is answered once', () => {
  const framing = (answers: number[], messages = 3): SipFraming => ({
    how: 'many messages in one record',
    records: 1,
    messages,
    answers,
    closed: false,
    lasted: 1,
  });

  expect(verdict(framesBySip, { framing: [framing([1], 1), framing([1, 2, 3])] })).toBe('pass');
  expect(verdict(framesBySip, { framing: [framing([1], 1), framing([1, 1, 2])] })).toBe('fail');
  expect(verdict(framesBySip, { framing: [framing([], 1), framing([1, 2, 3])] })).toBe('fail');
  expect(verdict(framesBySip, { framing: [framing([], 1), framing([])] })).toBe('inconclusive');
});
