import { expect, test } from '@playwright/test';
import type { Evidence, Role, Visit } from '../../evidence.ts';
import type { Judge, JudgeContext } from '../../requirement.ts';
import { evidence } from '../evidence.sample.ts';
import { visitorAccepted, visitorNotAuthenticated, visitorRefused, visitorRequestRefused } from './visitor.ts';

const context: JudgeContext = { requirement: 'MTLS-19', case: undefined, service: 'sip', trust: 'M2' };
const leaf = 'ee'.repeat(32);
const unknownCa = { code: 48, name: 'unknown_ca' };
const ok = { status: 200, reason: 'OK' };
const forbidden = { status: 403, reason: 'Forbidden' };

/** A good visitor that was let in, unless said otherwise. */
const visit = (role: Role, partial: Partial<Visit> = {}): Visit & { role: Role } => ({
  role,
  at: '2026-11-21T09:00:00.000Z',
  presented: { certificate: 'good', leafSha256: leaf },
  shown: leaf,
  request: { method: 'OPTIONS', fromDomain: 'lab.test' },
  reached: true,
  handshake: { version: 'TLS 1.3', suite: 'TLS_AES_128_GCM_SHA256' },
  serverChain: [],
  certificateRequested: true,
  alert: null,
  answer: ok,
  closed: false,
  lasted: 12,
  ...partial,
});

const between = (partial: Partial<Visit>, controls: Partial<Visit> = {}): Evidence =>
  evidence({ visits: [visit('control-before', controls), visit('case', partial), visit('control-after', controls)] });
const verdict = (judge: Judge, shown: Evidence) => judge(shown, context).verdict;

const stranger = { presented: { certificate: 'unknown-authority', leafSha256: leaf } };
const refused: Partial<Visit> = { ...stranger, alert: unknownCa, answer: null, closed: true };
const nobody: Partial<Visit> = { presented: { certificate: null, leafSha256: null }, shown: null };

test.describe('refused', () => {
  const judge = visitorRefused;

  test('an alert, or a close without one, between two good visitors is a pass', () => {
    expect(verdict(judge, between(refused))).toBe('pass');
    expect(verdict(judge, between({ ...refused, alert: null }))).toBe('pass');
    expect(verdict(judge, between({ ...refused, closed: false }))).toBe('pass');
    expect(verdict(judge, between({ ...refused, ...nobody }))).toBe('pass');
  });

  test('the story tells certificate, alert and window', () => {
    const { seen } = judge(between({ ...refused, lasted: 40 }), context);
    expect(seen).toBe(
      'TLS 1.3, TLS_AES_128_GCM_SHA256, certificate "unknown-authority" shown, alert 48 unknown_ca from the device, ' +
        'no answer to OPTIONS within 40 ms, closed by the device',
    );
  });

  test('an answer is a fail, whether the device asked for a certificate or not', () => {
    expect(verdict(judge, between({ ...stranger, answer: ok }))).toBe('fail');
    expect(verdict(judge, between({ ...stranger, answer: { status: 404, reason: 'Not Found' } }))).toBe('fail');
    expect(verdict(judge, between({ ...nobody, certificateRequested: false }))).toBe('fail');
    expect(verdict(judge, between({ ...stranger, answer: ok, closed: true, alert: unknownCa }))).toBe('fail');
  });

  test('a denial over a connection that was kept is neither', () => {
    expect(verdict(judge, between({ ...stranger, answer: forbidden }))).toBe('inconclusive');
  });

  test('silence is not refusal', () => {
    expect(verdict(judge, between({ ...refused, alert: null, closed: false }))).toBe('inconclusive');
  });

  test('a device that ended it before it asked for a certificate said nothing about one', () => {
    const early = { ...refused, certificateRequested: false, shown: null, handshake: null };
    expect(verdict(judge, between(early))).toBe('inconclusive');
  });

  test('where nothing listens nothing was refused', () => {
    const none = { ...refused, reached: false, shown: null, certificateRequested: false, closed: false, alert: null };
    expect(verdict(judge, between(none))).toBe('inconclusive');
  });

  test('without a control, or with one that was not let in by its certificate, it is inconclusive', () => {
    const one = visit('case', refused);
    expect(verdict(judge, evidence({ visits: [one] }))).toBe('inconclusive');
    expect(verdict(judge, evidence({ visits: [visit('control-before'), one] }))).toBe('inconclusive');
    expect(verdict(judge, evidence({ visits: [one, visit('control-after')] }))).toBe('inconclusive');
    expect(verdict(judge, between(refused, { answer: null, closed: true }))).toBe('inconclusive');
    expect(verdict(judge, between(refused, { answer: forbidden }))).toBe('inconclusive');
    expect(verdict(judge, between(refused, { certificateRequested: false, shown: null }))).toBe('inconclusive');
  });

  test('another certificate than the one meant is the fault of the bench, in the case and in its controls', () => {
    const other = 'dd'.repeat(32);
    expect(verdict(judge, between({ ...refused, shown: other }))).toBe('error');
    expect(verdict(judge, between({ ...refused, shown: null }))).toBe('error');
    expect(verdict(judge, between(refused, { shown: other }))).toBe('error');
  });

  test('without a visit, or with a fault of the bench, it is an error', () => {
    expect(verdict(judge, evidence())).toBe('error');
    expect(verdict(judge, evidence({ visits: [visit('control-before')] }))).toBe('error');
    const faulty = { ...between(refused), benchFaults: [{ code: 'LAB_DIED', message: 'Kamailio ended' }] };
    expect(verdict(judge, faulty)).toBe('error');
  });
});

test.describe('accepted', () => {
  const judge = visitorAccepted;

  test('a success is a pass; a refusal and a denial are fails', () => {
    expect(verdict(judge, between({}))).toBe('pass');
    expect(verdict(judge, between({ answer: forbidden }))).toBe('fail');
    expect(verdict(judge, between({ answer: null, alert: unknownCa, closed: true }))).toBe('fail');
    expect(verdict(judge, between({ answer: null, closed: true }))).toBe('fail');
  });

  test('a certificate that was not asked for was not accepted', () => {
    expect(verdict(judge, between({ certificateRequested: false, shown: null }))).toBe('inconclusive');
    expect(verdict(judge, between({ ...nobody, certificateRequested: false }))).toBe('pass');
  });

  test('silence, another failure, and a port where nothing listens say nothing', () => {
    expect(verdict(judge, between({ answer: null }))).toBe('inconclusive');
    expect(verdict(judge, between({ answer: { status: 500, reason: 'Oops' } }))).toBe('inconclusive');
    expect(verdict(judge, between({ answer: { status: 401, reason: 'Unauthorized' } }))).toBe('inconclusive');
    expect(verdict(judge, between({ reached: false, shown: null, certificateRequested: false }))).toBe('inconclusive');
    const before = { answer: null, closed: true, handshake: null, shown: null, certificateRequested: false };
    expect(verdict(judge, between(before))).toBe('inconclusive');
  });
});

test('a visitor whose certificate could not be put into the trust list was not refused for it', () => {
  const shutOut = between({ answer: null, alert: unknownCa, closed: true });
  const upload = (said: 'done' | 'failed') => [
    { after: 0, what: 'trust.add' as const, about: 'visitor.pem (pem-lf) into certs/trusted', said },
  ];
  expect(verdict(visitorAccepted, { ...shutOut, actions: upload('done') })).toBe('fail');
  expect(verdict(visitorAccepted, { ...shutOut, actions: upload('failed') })).toBe('inconclusive');
});

test.describe('a request in the name of a foreign domain', () => {
  const judge = visitorRequestRefused;
  const foreign: Partial<Visit> = { request: { method: 'OPTIONS', fromDomain: 'other.test' } };

  test('denied, or answered by a close, is a pass; granted is a fail', () => {
    for (const status of [401, 403, 407])
      expect(verdict(judge, between({ ...foreign, answer: { status, reason: '' } }))).toBe('pass');
    expect(verdict(judge, between({ ...foreign, answer: null, closed: true }))).toBe('pass');
    expect(verdict(judge, between(foreign))).toBe('fail');
  });

  test('a failure of another kind, silence, and a device that asks for no certificate say nothing', () => {
    expect(verdict(judge, between({ ...foreign, answer: { status: 405, reason: '' } }))).toBe('inconclusive');
    expect(verdict(judge, between({ ...foreign, answer: null }))).toBe('inconclusive');
    const unasked = { certificateRequested: false, shown: null };
    expect(verdict(judge, between({ ...foreign, ...unasked }))).toBe('inconclusive');
  });

  test('where its own name is denied as well, the domain is not what counted', () => {
    expect(verdict(judge, between({ ...foreign, answer: forbidden }, { answer: forbidden }))).toBe('inconclusive');
    expect(verdict(judge, evidence({ visits: [visit('case', { ...foreign, answer: forbidden })] }))).toBe(
      'inconclusive',
    );
  });
});

test.describe('not authenticated', () => {
  const judge = visitorNotAuthenticated;
  const message = { method: 'MESSAGE', fromDomain: 'lab.test' } as const;
  const known = { request: message };
  const guarded = (last: Partial<Visit>): Evidence =>
    evidence({
      visits: [
        visit('control-before', known),
        visit('case', { request: { ...message, fromDomain: 'other.test' }, answer: forbidden }),
        visit('case', { ...nobody, ...known, ...last }),
        visit('control-after', known),
      ],
    });

  test('denied what a known client is granted, or shut out, is a pass', () => {
    expect(verdict(judge, between({ ...nobody, ...known, answer: forbidden }, known))).toBe('pass');
    expect(verdict(judge, between({ ...nobody, ...known, answer: null, closed: true }, known))).toBe('pass');
  });

  test('granted what the device keeps for those whom it knows is a fail', () => {
    expect(verdict(judge, guarded({}))).toBe('fail');
    expect(verdict(judge, guarded({ answer: forbidden }))).toBe('pass');
  });

  test('granted what may be granted to anybody says nothing', () => {
    expect(verdict(judge, between({ ...nobody, ...known }, known))).toBe('inconclusive');
    expect(verdict(judge, between(nobody))).toBe('inconclusive');
  });

  test('a device that does not ask, and one that denies everybody, say nothing', () => {
    expect(verdict(judge, guarded({ certificateRequested: false }))).toBe('inconclusive');
    const allDenied = { ...known, answer: forbidden };
    expect(verdict(judge, between({ ...nobody, ...allDenied }, allDenied))).toBe('inconclusive');
  });

  test('a visit that had a certificate is the fault of the bench', () => {
    expect(verdict(judge, between({ ...known, answer: forbidden }, known))).toBe('error');
  });
});
