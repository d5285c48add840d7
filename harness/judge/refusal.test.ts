import { expect, test } from '@playwright/test';
import type { Attempt } from '../evidence.ts';
import type { JudgeContext } from '../requirement.ts';
import { attempt, bracketed, connection, evidence, registered } from './evidence.sample.ts';
import { refusal } from './refusal.ts';

const context: JudgeContext = { requirement: 'CERT-03', case: undefined, service: 'sip', trust: 'M2' };
const judge = refusal({ of: 'server certificate' });
const verdictOf = (one: Attempt) => judge(bracketed(one), context).verdict;

const refused = attempt('case', [
  connection({
    alerts: [{ at: 3, from: 'device', level: 'fatal', code: 45, name: 'certificate_expired', encrypted: false }],
  }),
]);

test('a close after the certificate, between two good controls, is a pass', () => {
  expect(verdictOf(refused)).toBe('pass');
});

test('no alert is needed', () => {
  expect(verdictOf(attempt('case', [connection()]))).toBe('pass');
});

test('one application byte is a fail, whatever came before', () => {
  const { alerts } = connection();
  expect(verdictOf(attempt('case', [registered({ alerts })]))).toBe('fail');
});

test('a request in clear on another port is a fail', () => {
  const clearText: Attempt['clearText'] = [
    {
      at: 40,
      transport: 'udp',
      port: 'sip',
      bytes: 400,
      kind: 'SIP REGISTER',
      firstLine: 'REGISTER sip:sip.lab.test SIP/2.0',
    },
  ];
  expect(verdictOf(attempt('case', [connection()], { clearText }))).toBe('fail');
});

test('silence is not refusal', () => {
  expect(verdictOf(attempt('case', []))).toBe('inconclusive');
});

test('a refusal of something that was never sent proves nothing', () => {
  expect(verdictOf(attempt('case', [connection({ serverChain: [] })]))).toBe('inconclusive');
});

test('a connection that stays open is inconclusive, and a fail where the clause says that the device must close', () => {
  const open = attempt('case', [connection({ closed: { by: 'open', how: 'none', at: null } })]);
  expect(verdictOf(open)).toBe('inconclusive');
  expect(refusal({ of: 'name', mustClose: true })(bracketed(open), context).verdict).toBe('fail');
});

test('a connection that the lab closed unasked is inconclusive', () => {
  expect(verdictOf(attempt('case', [connection({ closed: { by: 'lab', how: 'fin', at: 9 } })]))).toBe('inconclusive');
});

test('records of the device that cannot be read are no proof of silence', () => {
  expect(verdictOf(attempt('case', [connection({ unreadable: { fromDevice: 1, fromLab: 0 } })]))).toBe('inconclusive');
});

test('a control that fails before or after makes the refusal inconclusive', () => {
  const good = attempt('control-before', [registered()]);
  const bad = attempt('control-after', [connection()]);
  expect(judge(evidence({ attempts: [good, refused, bad] }), context).verdict).toBe('inconclusive');
  expect(
    judge(
      evidence({ attempts: [{ ...bad, role: 'control-before' }, refused, { ...good, role: 'control-after' }] }),
      context,
    ).verdict,
  ).toBe('inconclusive');
  expect(judge(evidence({ attempts: [good, refused] }), context).verdict).toBe('inconclusive');
});

test('another leaf than the one meant is the fault of the bench', () => {
  const presented = { ...refused.presented, leafSha256: 'dd'.repeat(32) };
  expect(verdictOf({ ...refused, presented })).toBe('error');
});

test('a fault of the bench is an error', () => {
  const faulty = { ...bracketed(refused), benchFaults: [{ code: 'LAB_DIED', message: 'Kamailio ended' }] };
  expect(judge(faulty, context).verdict).toBe('error');
});
