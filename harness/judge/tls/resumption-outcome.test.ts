/** A session that goes on otherwise than it was made: who goes on, who breaks off, and who was not asked. */
import { expect, test } from '@playwright/test';
import type { Attempt, Connection, TlsMessage } from '../../evidence.ts';
import type { Case, JudgeContext } from '../../requirement.ts';
import { attempt, bracketed, connection, evidence, registered } from '../evidence.sample.ts';
import { resumesAsMade } from './resumption-outcome.ts';

const row = { id: 'X', title: 'x', requirement: 'X', serves: {}, expect: { M2: 'refuse' }, alerts: [40] } as unknown;
const context: JudgeContext = { requirement: 'X', case: row as Case, service: 'sip', trust: 'M2' };

const message = (from: TlsMessage['from'], type: string, at: number): TlsMessage => ({
  ...{ at, from, type, bytes: 40 },
  encrypted: type === 'finished',
});
const hello = message('device', 'client_hello', 0);
const abbreviated: Partial<Connection> = {
  serverChain: [],
  messages: [hello, message('lab', 'server_hello', 1), message('lab', 'finished', 1)],
};
const turnedDown: Connection['alerts'] = [
  { at: 2, from: 'device', level: 'fatal', code: 40, name: 'handshake_failure', encrypted: false },
];
const brokenOff = connection({ ...abbreviated, alerts: turnedDown });
const wentOn = registered({
  ...abbreviated,
  messages: [...(abbreviated.messages ?? []), message('device', 'finished', 2)],
});
/** A connection whose hello asks for no session: the server has nothing to say to it. */
const unasked = connection({
  messages: [hello],
  negotiated: null,
  serverChain: [],
  closed: { by: 'lab', how: 'fin', at: 2 },
});
const notOffered = (...connections: Connection[]): Attempt =>
  attempt('case', connections, {
    witness: {
      program: 'scripted-tls',
      lines: ['x: no flight sent; not offered: the client asks for no session of before'],
    },
  });

const whole = attempt('case', [registered()]);
const resumed = attempt('case', [registered(abbreviated)]);
const judged = (...attempts: Attempt[]) => {
  const [before, after] = [attempt('control-before', [registered()]), attempt('control-after', [registered()])];
  return resumesAsMade(evidence({ attempts: [before, ...attempts, after] }), context);
};

test('a device that breaks off passes, one that goes on fails', () => {
  expect(judged(whole, resumed, attempt('case', [brokenOff]))).toMatchObject({
    verdict: 'pass',
    seen: expect.stringMatching(/the alert fits$/),
  });
  expect(judged(whole, resumed, attempt('case', [wentOn])).verdict).toBe('fail');
});

test('who breaks off and comes back for a whole handshake has broken off; who goes on elsewhere has not', () => {
  expect(judged(whole, resumed, attempt('case', [brokenOff, unasked])).verdict).toBe('pass');
  expect(judged(whole, resumed, attempt('case', [brokenOff, unasked, wentOn])).verdict).toBe('fail');
});

test('who goes on in clear after it has broken off fails', () => {
  const clear = { at: 9, transport: 'udp', port: 'sip', bytes: 300, kind: 'SIP REGISTER', firstLine: '' } as const;
  const clearText: Attempt['clearText'] = [clear];
  expect(judged(whole, resumed, attempt('case', [brokenOff], { clearText })).verdict).toBe('fail');
});

test('who asks for no session is not asked anything', () => {
  expect(judged(whole, whole, notOffered(unasked))).toMatchObject({
    verdict: 'not-applicable',
    seen: 'the client asks for no session of before',
  });
});

test('without a session before, or one that the device goes on with, breaking off says nothing', () => {
  const none = attempt('case', [connection()]);
  expect(judged(none, none, notOffered(unasked)).verdict).toBe('inconclusive');
  expect(judged(attempt('case', [brokenOff])).verdict).toBe('inconclusive');
  expect(judged(whole, whole, attempt('case', [brokenOff]))).toMatchObject({
    verdict: 'inconclusive',
    seen: expect.stringMatching(/^goes on with no honest session either/),
  });
  expect(resumesAsMade(bracketed(attempt('case', [])), context).verdict).toBe('inconclusive');
});
