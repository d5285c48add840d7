import { expect, test } from '@playwright/test';
import type { ClientHelloFacts, Connection, Evidence } from '../../evidence.ts';
import type { JudgeContext } from '../../requirement.ts';
import { attempt, connection, evidence, registered } from '../evidence.sample.ts';
import { retriesNoWeaker } from './weaker-retry.ts';

const context: JudgeContext = { requirement: 'TLSV-11', case: undefined, service: 'sip', trust: 'M2' };
const usual: ClientHelloFacts = {
  ...connection().hello!,
  suites: ['TLS_AES_128_GCM_SHA256', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'TLS_RSA_WITH_AES_128_CBC_SHA'],
};

const killed = (hello: Partial<ClientHelloFacts> = {}, partial: Partial<Connection> = {}): Connection =>
  connection({
    hello: { ...usual, ...hello },
    messages: [{ at: 1, from: 'device', type: 'client_hello', bytes: 250, encrypted: false }],
    negotiated: null,
    serverChain: [],
    closed: { by: 'lab', how: 'rst', at: 3 },
    ...partial,
  });

const good = attempt('control-before', [registered({ hello: usual })]);
const after = (...connections: Connection[]): Evidence =>
  evidence({ attempts: [good, attempt('case', connections), { ...good, role: 'control-after' }] });
const judged = (given: Evidence) => retriesNoWeaker(given, context);

test('a retry like the first attempt passes, and one without TLS 1.3 is told', () => {
  expect(judged(after(killed(), killed()))).toMatchObject({ verdict: 'pass' });
  const { verdict, seen } = judged(after(killed(), killed({ versions: ['TLS 1.2'] })));
  expect([verdict, seen]).toEqual(['pass', expect.stringContaining('1 of them without TLS 1.3')]);
});

test('an older version fails, in the extension or in the field of old', () => {
  expect(judged(after(killed(), killed({ versions: ['TLS 1.1', 'TLS 1.0'] })))).toMatchObject({ verdict: 'fail' });
  const old = killed({ versions: [], legacyVersion: 'TLS 1.0' });
  expect(judged(after(killed(), old))).toMatchObject({
    verdict: 'fail',
    seen: 'a hello that offers TLS 1.0 at most',
  });
});

test('a weak suite that was not offered before fails, and so does a list without the strong ones', () => {
  const more = [...usual.suites, 'TLS_RSA_WITH_3DES_EDE_CBC_SHA'];
  expect(judged(after(killed(), killed({ suites: more })))).toMatchObject({ verdict: 'fail' });
  expect(judged(after(killed(), killed({ suites: ['TLS_RSA_WITH_AES_128_CBC_SHA'] })))).toMatchObject({
    verdict: 'fail',
  });
});

test('a fallback value is no suite, and a device that is weak from the start does not fall back', () => {
  const marked = [...usual.suites, 'TLS_FALLBACK_SCSV'];
  expect(judged(after(killed(), killed({ suites: marked })))).toMatchObject({ verdict: 'pass' });
  const weak = { ...usual, versions: ['TLS 1.1'], suites: ['TLS_RSA_WITH_AES_128_CBC_SHA'] };
  const control = attempt('control-before', [registered({ hello: weak })]);
  const given = evidence({
    attempts: [control, attempt('case', [killed(weak)]), { ...control, role: 'control-after' }],
  });
  expect(judged(given)).toMatchObject({ verdict: 'pass' });
});

test('nothing is said where no hello was killed, or a control failed', () => {
  expect(judged(after(connection({ hello: usual })))).toMatchObject({ verdict: 'inconclusive' });
  expect(judged(after())).toMatchObject({ verdict: 'inconclusive' });
  const alert = { at: 2, from: 'lab' as const, level: 'fatal' as const, code: 40, name: 'x', encrypted: false };
  const byAlert = killed({}, { alerts: [alert], closed: { by: 'device', how: 'fin', at: 3 } });
  expect(judged(after(byAlert))).toMatchObject({ verdict: 'pass' });
  const unbracketed = evidence({ attempts: [good, attempt('case', [killed()])] });
  expect(judged(unbracketed)).toMatchObject({ verdict: 'inconclusive' });
});
