/** Situations in which a careless judge would clear a bad device, or blame an innocent one. */
import { expect, test } from '@playwright/test';
import type { ApplicationData, Attempt, Connection, Evidence } from '../evidence.ts';
import type { Case, Judge, JudgeContext } from '../requirement.ts';
import { acceptance } from './acceptance.ts';
import { nothingInClear } from './clear-text.ts';
import { provesPossession, sendsItsCertificate } from './identity/client-certificate.ts';
import { attempt, bracketed, connection, evidence, registered } from './evidence.sample.ts';
import { handshakeOutcome } from './tls/handshake-outcome.ts';
import { notApplied } from './trust/not-applied.ts';
import { refusal } from './refusal.ts';
import { versionRefused } from './tls/version-refused.ts';

const context: JudgeContext = { requirement: 'CERT-03', case: undefined, service: 'sip', trust: 'M2' };
const verdictOf = (judge: Judge, all: Evidence) => judge(all, context).verdict;
const refuses = refusal({ of: 'server certificate' });
const accepts = acceptance({ of: 'certificate' });

const data = (from: 'device' | 'lab', kind: string, text?: string): ApplicationData => ({
  at: 3,
  from,
  bytes: 400,
  kind,
  ...(text !== undefined && { text }),
});
const alert = (from: 'device' | 'lab', code: number, at = 3): Connection['alerts'][number] => {
  return { at, from, level: 'fatal', code, name: `alert ${code}`, encrypted: false };
};
const clearRegister: Attempt['clearText'][number] = {
  at: 400,
  transport: 'udp',
  port: 'sip',
  bytes: 300,
  kind: 'SIP REGISTER',
  firstLine: 'REGISTER sip:sip.lab.test SIP/2.0',
};
const serving = (presented: Partial<Attempt['presented']>): Partial<Attempt> => ({
  presented: { ...attempt('case', []).presented, ...presented },
});

test.describe('several connections in one attempt', () => {
  test('the first refused and the second accepted is a fail', () =>
    expect(verdictOf(refuses, bracketed(attempt('case', [connection(), registered()])))).toBe('fail'));

  test('what the device does at the other service is not about this one', () => {
    const elsewhere = registered({
      front: 'provisioning',
      serverChain: [{ ...connection().serverChain[0]!, sha256: 'ee'.repeat(32) }],
      application: [data('device', 'HTTP GET'), data('lab', 'HTTP 200')],
    });
    expect(verdictOf(refuses, bracketed(attempt('case', [connection(), elsewhere])))).toBe('pass');
    expect(verdictOf(refuses, bracketed(attempt('case', [elsewhere])))).toBe('inconclusive');
    const blocked = nothingInClear({ of: 'SIP', seenFirst: 'an attempt' });
    expect(verdictOf(blocked, bracketed(attempt('case', [elsewhere])))).toBe('inconclusive');
  });
});

test.describe('text in clear', () => {
  const blocked = nothingInClear({ of: 'SIP', seenFirst: 'an attempt' });
  const late = (one: Attempt) =>
    evidence({
      attempts: [
        attempt('control-before', [registered()]),
        one,
        attempt('control-after', [registered()], { clearText: [clearRegister] }),
      ],
    });

  test('that comes while the control after the case runs is a fail all the same', () => {
    expect(verdictOf(refuses, late(attempt('case', [connection()])))).toBe('fail');
    expect(verdictOf(blocked, late(attempt('case', [connection()])))).toBe('fail');
  });

  test('on the port of TLS itself is a fail', () => {
    const bare = connection({
      hello: null,
      negotiated: null,
      serverChain: [],
      messages: [
        { at: 2, from: 'device', type: 'clear_text', bytes: 300, encrypted: false, detail: 'REGISTER sip:a SIP/2.0' },
      ],
      application: [data('device', 'SIP REGISTER')],
      closed: { by: 'lab', how: 'rst', at: 3 },
    });
    expect(verdictOf(blocked, bracketed(attempt('case', [connection(), bare])))).toBe('fail');
  });
});

test.describe('refusal', () => {
  test('an end that the lab began with an alert is not the device refusing', () => {
    const broken = connection({ alerts: [alert('lab', 80)], closed: { by: 'device', how: 'fin', at: 5 } });
    expect(verdictOf(refuses, bracketed(attempt('case', [broken])))).toBe('inconclusive');
    const answered = connection({ alerts: [alert('lab', 0, 9)], closed: { by: 'device', how: 'fin', at: 5 } });
    expect(verdictOf(refuses, bracketed(attempt('case', [answered])))).toBe('pass');
  });

  test('an identity shown to the server that is then refused is a fail', () => {
    const chain = connection().serverChain;
    const shown = connection({ certificateRequested: true, clientChain: chain, alerts: [alert('device', 45)] });
    expect(verdictOf(refuses, bracketed(attempt('case', [shown])))).toBe('fail');
    expect(verdictOf(refuses, bracketed(attempt('case', [{ ...shown, clientChain: [] }])))).toBe('pass');
  });

  test('a resumed session never showed the certificate', () => {
    const resumed = registered({ serverChain: [] });
    expect(verdictOf(refuses, bracketed(attempt('case', [resumed])))).toBe('inconclusive');
    expect(verdictOf(refuses, bracketed(attempt('case', [resumed, registered()])))).toBe('fail');
    expect(verdictOf(accepts, bracketed(attempt('case', [resumed])))).toBe('inconclusive');
  });

  test('a connection of which not everything was kept proves no silence', () => {
    const messages: Connection['messages'] = [
      ...connection().messages,
      { at: 9, from: 'device', type: 'not_stored', bytes: 9, encrypted: false },
    ];
    expect(verdictOf(refuses, bracketed(attempt('case', [connection({ messages })])))).toBe('inconclusive');
  });
});

test.describe('a clause that says that the device must close', () => {
  const closes = refusal({ of: 'certificate', mustClose: true });
  const open = { by: 'open', how: 'none', at: null } as const;
  const left = connection({ closed: open });

  test('fails a connection that is left open, on a device that accepts the control', () => {
    expect(verdictOf(closes, bracketed(attempt('case', [left])))).toBe('fail');
  });

  test('blames no device that leaves every connection open', () => {
    const stuck = [attempt('control-before', [left]), attempt('case', [left]), attempt('control-after', [left])];
    expect(verdictOf(closes, evidence({ attempts: stuck }))).toBe('inconclusive');
  });

  test('says nothing of a connection on which the certificate never came', () => {
    const spare = connection({ hello: null, negotiated: null, serverChain: [], messages: [], closed: open });
    expect(verdictOf(closes, bracketed(attempt('case', [connection(), spare])))).toBe('inconclusive');
  });
});

test.describe('acceptance', () => {
  test('silence is no refusal, and neither is what ended before a ClientHello', () => {
    const open = { by: 'open', how: 'none', at: null } as const;
    expect(verdictOf(accepts, bracketed(attempt('case', [connection({ closed: open })])))).toBe('inconclusive');
    expect(verdictOf(accepts, bracketed(attempt('case', [connection({ closed: open }), connection()])))).toBe('fail');
    const bare = connection({ hello: null, negotiated: null, serverChain: [], messages: [] });
    expect(verdictOf(accepts, bracketed(attempt('case', [bare])))).toBe('inconclusive');
  });

  test('a lab that takes its leave of a silent device, or breaks down, has not been refused', () => {
    const closed = { by: 'lab', how: 'fin', at: 900 } as const;
    const farewell = { ...alert('lab', 0), level: 'warning' } as const;
    expect(verdictOf(accepts, bracketed(attempt('case', [connection({ closed, alerts: [farewell] })])))).toBe(
      'inconclusive',
    );
    expect(verdictOf(accepts, bracketed(attempt('case', [connection({ closed, alerts: [alert('lab', 80)] })])))).toBe(
      'inconclusive',
    );
  });

  test('what cannot be read is no refusal', () => {
    const hidden = connection({ unreadable: { fromDevice: 3, fromLab: 3 } });
    expect(verdictOf(accepts, bracketed(attempt('case', [hidden])))).toBe('inconclusive');
  });

  test('a request that the lab answers otherwise is no refusal', () => {
    const turnedAway = registered({ application: [data('device', 'SIP REGISTER'), data('lab', 'SIP 503')] });
    expect(verdictOf(accepts, bracketed(attempt('case', [turnedAway])))).toBe('inconclusive');
  });

  test('a lab that hangs up is no refusal, an alert of either side is', () => {
    const closed = { by: 'lab', how: 'rst', at: 4 } as const;
    expect(verdictOf(accepts, bracketed(attempt('case', [connection({ closed })])))).toBe('inconclusive');
    const noVersion = connection({ closed, alerts: [alert('lab', 70)] });
    expect(verdictOf(accepts, bracketed(attempt('case', [noVersion])))).toBe('fail');
  });
});

test.describe('protocol version', () => {
  const old = versionRefused({ version: 'TLS 1.0' });

  test('another version than the one meant is the fault of the bench', () => {
    const one = attempt('case', [registered()], serving({ version: 'TLS 1.0' }));
    expect(verdictOf(old, bracketed(one))).toBe('error');
    const two = attempt('case', [registered()], serving({ version: 'TLS 1.2' }));
    expect(verdictOf(accepts, bracketed(two))).toBe('error');
  });

  test('a hello without supported_versions offers the older ones too', () => {
    const hello = { ...connection().hello!, versions: ['TLS 1.2'] };
    const turnedAway = (extensions: string[]) =>
      connection({
        hello: { ...hello, extensions },
        negotiated: null,
        serverChain: [],
        messages: connection().messages.slice(0, 1),
        alerts: [alert('lab', 70)],
      });
    expect(verdictOf(old, bracketed(attempt('case', [turnedAway(['supported_versions'])])))).toBe('pass');
    expect(verdictOf(old, bracketed(attempt('case', [turnedAway([])])))).toBe('inconclusive');
  });
});

test.describe('a suite that was not offered', () => {
  const suite = { version: 'TLS 1.2', suite: 'TLS_RSA_WITH_AES_128_CBC_SHA' } as const;
  const goesOn: Connection['messages'] = [
    ...connection().messages,
    { at: 3, from: 'device', type: 'client_key_exchange', bytes: 66, encrypted: false },
  ];
  const scripted = serving({ program: 'scripted-tls' });
  const around = (connections: Connection[], control = registered({ messages: goesOn })) =>
    evidence({
      attempts: [
        attempt('control-before', [control], scripted),
        attempt('case', connections, scripted),
        attempt('control-after', [control], scripted),
      ],
    });
  const aborted = connection({ negotiated: suite, alerts: [alert('device', 47)] });

  const row = { id: 'X', title: 'x', requirement: 'X', serves: {}, expect: { M2: 'refuse' } } as unknown as Case;
  const verdict = (all: Evidence) => handshakeOutcome(all, { ...context, case: row }).verdict;

  test('aborted is a pass', () => expect(verdict(around([aborted]))).toBe('pass'));

  test('a control that only went on, and registered nowhere, is none', () =>
    expect(verdict(around([aborted], connection({ messages: goesOn })))).toBe('inconclusive'));

  test('going on in a second connection is a fail', () =>
    expect(verdict(around([aborted, connection({ negotiated: suite, messages: goesOn })]))).toBe('fail'));

  test('a silent device that the lab lets go has not aborted, and fails once the whole window has passed', () => {
    const letGoAt = (at: number) => connection({ negotiated: suite, closed: { by: 'lab', how: 'fin', at } as const });
    expect(verdict(around([letGoAt(500)]))).toBe('inconclusive');
    expect(verdict(around([letGoAt(5000)]))).toBe('fail');
  });
});

test.describe('device certificate', () => {
  const chain = connection().serverChain;
  const sent = registered({ certificateRequested: true, clientChain: chain, clientProof: 'valid' });

  test('one that the server does not take is not the one asked for', () => {
    expect(verdictOf(sendsItsCertificate, bracketed(attempt('case', [sent])))).toBe('pass');
    const foreign = { ...sent, application: [], alerts: [alert('lab', 48)] };
    expect(verdictOf(sendsItsCertificate, bracketed(attempt('case', [foreign])))).toBe('inconclusive');
  });

  test('a proof that does not check is a fail in whichever connection', () =>
    expect(verdictOf(provesPossession, bracketed(attempt('case', [sent, { ...sent, clientProof: 'invalid' }])))).toBe(
      'fail',
    ));
});

test.describe('a file that was cut', () => {
  const judge = notApplied({ mark: 'half', whole: 'all' });
  const fetched = (body: string) =>
    attempt(
      'case',
      [
        registered({
          front: 'provisioning',
          application: [data('device', 'HTTP GET'), data('lab', 'HTTP 200', `HTTP/1.1 200 OK\r\n\r\n${body}`)],
        }),
      ],
      { service: 'provisioning' },
    );
  const shows = (name: string) =>
    attempt('case', [
      registered({ application: [data('device', 'SIP REGISTER', `From: "${name}"`), data('lab', 'SIP 200')] }),
    ]);
  const verdict = (body: string, name: string) =>
    verdictOf(judge, evidence({ attempts: [fetched(body), shows(name)] }));

  test('is judged by the name that the next REGISTER shows', () => {
    expect(verdict('half', 'all')).toBe('pass');
    expect(verdict('half', 'half')).toBe('fail');
  });

  test('a device that shows no name tells nothing', () => expect(verdict('half', '')).toBe('inconclusive'));

  test('a file that the lab sent whole is the fault of the bench', () =>
    expect(verdict('half all', 'all')).toBe('error'));
});
