/** Judges of what a bad or silent server leaves behind. */
import { expect, test } from '@playwright/test';
import type { Connection, Evidence } from '../../evidence.ts';
import type { JudgeContext } from '../../requirement.ts';
import { attempt, certificate, connection, evidence, registered } from '../evidence.sample.ts';
import { answersCertificateRequest } from './certificate-answer.ts';
import { handshakeTimeout } from './handshake-timeout.ts';
import { recovers } from './recovery.ts';
import { refused } from '../refusal.ts';

const row = (outcome: 'accept' | 'refuse' | 'record'): JudgeContext => ({
  requirement: 'X',
  case: { id: 'X', title: 'a bad answer', requirement: 'X', serves: {}, expect: { M2: outcome } },
  service: 'sip',
  trust: 'M2',
});

const hello = { at: 1, from: 'device', type: 'client_hello', bytes: 250, encrypted: false } as const;
const fatal = { at: 2, from: 'lab', type: 'alert', bytes: 2, encrypted: false } as const;
/** A connection that the lab answered with a fatal alert alone. */
const killed = (closed: Connection['closed']): Connection =>
  connection({
    messages: [hello, fatal],
    alerts: [{ at: 2, from: 'lab', level: 'fatal', code: 40, name: 'handshake_failure', encrypted: false }],
    negotiated: null,
    serverChain: [],
    closed,
  });
const byDevice = { by: 'device', how: 'fin', at: 5 } as const;

const between = (connections: Connection[], after: Connection[] = [registered()], more: Partial<Evidence> = {}) =>
  evidence({
    attempts: [
      attempt('control-before', [registered()]),
      attempt('case', connections, { lasted: 6000 }),
      attempt('control-after', after),
    ],
    ...more,
  });

const after = (mustClose: boolean, facts: Evidence) => recovers({ mustClose })(facts, row('refuse')).verdict;

test('a device that closes and connects again well has recovered', () => {
  expect(after(true, between([killed(byDevice)]))).toBe('pass');
  expect(after(false, between([killed(byDevice)]))).toBe('pass');
});

test('a device that waits on behind a fatal alert fails, whoever ends it at last', () => {
  expect(after(true, between([killed({ by: 'open', how: 'none', at: null })]))).toBe('fail');
  expect(after(true, between([killed({ by: 'lab', how: 'fin', at: 5002 })]))).toBe('fail');
  expect(after(true, between([killed({ by: 'device', how: 'fin', at: 2502 })]))).toBe('fail');
  expect(after(false, between([killed({ by: 'lab', how: 'fin', at: 5002 })]))).toBe('pass');
});

test('a message that never became whole is answered at once or too late, whenever it ended', () => {
  const endless = (at: number): Connection =>
    connection({
      messages: [hello, { at, from: 'lab', type: 'incomplete', bytes: 16_384, encrypted: false }],
      negotiated: null,
      serverChain: [],
      closed: { by: 'device', how: 'fin', at },
    });
  expect(after(true, between([endless(30)]))).toBe('pass');
  expect(after(true, between([endless(2500)]))).toBe('fail');
});

test('going on, a request and text in clear fail', () => {
  const exchange = { at: 3, from: 'device', type: 'client_key_exchange', bytes: 66, encrypted: false } as const;
  expect(after(true, between([{ ...killed(byDevice), messages: [hello, fatal, exchange] }]))).toBe('fail');
  expect(after(true, between([registered()]))).toBe('fail');
  const clear = {
    at: 9,
    transport: 'udp',
    port: 'sip',
    bytes: 300,
    kind: 'SIP REGISTER',
    firstLine: 'REGISTER',
  } as const;
  const facts = between([killed(byDevice)]);
  facts.attempts[1]!.clearText.push(clear);
  expect(after(true, facts)).toBe('fail');
  expect(after(false, facts)).toBe('fail');
});

test('a device that breaks the next honest connection fails; one that makes none, or whose lab broke it, does not', () => {
  expect(after(true, between([killed(byDevice)], [connection()]))).toBe('fail');
  expect(after(true, between([killed(byDevice)], []))).toBe('inconclusive');
  expect(after(true, between([killed(byDevice)], [connection({ closed: { by: 'lab', how: 'fin', at: 9 } })]))).toBe(
    'inconclusive',
  );
});

test('nothing is said of a device that never came, or accepts no server at all', () => {
  expect(after(true, between([]))).toBe('inconclusive');
  expect(after(true, between([{ ...killed(byDevice), hello: null }]))).toBe('inconclusive');
  const facts = between([killed(byDevice)]);
  facts.attempts[0] = attempt('control-before', [connection()]);
  expect(after(true, facts)).toBe('inconclusive');
});

const silent = (closed: Connection['closed']) =>
  connection({ messages: [hello], negotiated: null, serverChain: [], closed });

for (const [what, closed, limit, verdict] of [
  ['gives it up in time', { by: 'device', how: 'fin', at: 2500 }, 3000, 'pass'],
  ['gives it up too late', { by: 'device', how: 'fin', at: 4000 }, 3000, 'fail'],
  ['waits for longer than its profile says', { by: 'lab', how: 'fin', at: 5000 }, 3000, 'fail'],
  ['is left by the lab before anything is certain', { by: 'lab', how: 'fin', at: 5000 }, undefined, 'observed'],
  ['still waits at the end', { by: 'open', how: 'none', at: null }, 3000, 'fail'],
] as const) {
  test(`a device that ${what}: ${verdict}`, () => {
    const facts = between([silent(closed)], [registered()], limit ? { handshakeLimit: limit } : {});
    expect(handshakeTimeout(facts, row('record')).verdict).toBe(verdict);
  });
}

test('a silent server that got a request, or a control that failed, is another matter', () => {
  const judge = (facts: Evidence) => handshakeTimeout(facts, row('record')).verdict;
  expect(judge(between([registered()]))).toBe('fail');
  expect(judge(between([silent(byDevice)], [connection()]))).toBe('inconclusive');
  expect(judge(between([]))).toBe('inconclusive');
});

test('a request for a certificate is answered by a Certificate message, with one or without', () => {
  const judge = (partial: Partial<Connection>) =>
    answersCertificateRequest(between([registered(partial)]), row('accept')).verdict;
  expect(judge({ certificateRequested: true, clientChain: [] })).toBe('pass');
  expect(judge({ certificateRequested: true, clientChain: [certificate()] })).toBe('pass');
  expect(judge({ certificateRequested: true, clientChain: null })).toBe('fail');
  expect(judge({ certificateRequested: false, clientChain: [] })).toBe('inconclusive');
});

test('a lab that ends a silent connection early says nothing, one that waited the window does', () => {
  const waiting = (at: number) => between([connection({ closed: { by: 'lab', how: 'fin', at } })]);
  const verdict = (facts: Evidence, mustClose: boolean) => refused(facts, 'refused', 'answer', mustClose).verdict;
  expect(verdict(waiting(900), true)).toBe('inconclusive');
  expect(verdict(waiting(5000), true)).toBe('fail');
  expect(verdict(waiting(5000), false)).toBe('inconclusive');
});
