import { expect, test } from '@playwright/test';
import type { ApplicationData, Attempt, Connection, Evidence, Visit } from '../../../evidence.ts';
import type { Finding, Judge, JudgeContext } from '../../../requirement.ts';
import { attempt, call, connection, evidence, noMedia, registered } from '../../evidence.sample.ts';
import { backsOff } from './back-off.ts';
import { comesBack } from './comes-back.ts';
import { givesUpDeadFlow, sendsKeepAlives } from './keep-alive.ts';
import { keepsConnection } from './kept.ts';
import { sendsContentLength, survivesLongMessage, survivesMissingLength } from './lengths.ts';
import { givesUpLostRequest } from './lost-request.ts';
import { registersWithOutbound, keepsInstance } from './outbound.ts';
import { callOutlivesConnection } from './outlived.ts';
import { rings } from './rings.ts';
import { keepsBothWays, reusesNoUnverifiedAlias, servesBesideSlowClients, takesNoOtherCalls } from './visits.ts';

const context = (row: object = {}): JudgeContext => ({
  requirement: 'CONN',
  case: { id: 'X', title: 'x', requirement: 'CONN', serves: {}, expect: {}, ...row },
  service: 'sip',
  trust: 'M2',
});
const verdict = (judge: Judge, seen: Evidence, row: object = {}): Finding['verdict'] =>
  judge(seen, context(row)).verdict;

type Line = [at: number, from: 'device' | 'lab', start: string, ...fields: string[]];

/** A message of few fields; its transaction is its Call-ID. */
function said([at, from, start, ...fields]: Line): ApplicationData {
  if (start === '') return { at, from, bytes: Number(fields[0] ?? 4), kind: 'keep-alive', text: '\r\n\r\n' };
  const [first = '', second = ''] = start.split(' ');
  const kind = first === 'SIP/2.0' ? `SIP ${second}` : `SIP ${first}`;
  return { at, from, bytes: 300, kind, text: [start, ...fields, '', ''].join('\r\n') };
}

const request = (at: number, from: 'device' | 'lab', method: string, id: string, ...more: string[]): Line => [
  at,
  from,
  `${method} sip:x SIP/2.0`,
  `Via: SIP/2.0/TLS x;branch=z9hG4bK${id}`,
  `Call-ID: ${id}`,
  `CSeq: 1 ${method}`,
  'Content-Length: 0',
  ...more,
];
const response = (at: number, from: 'device' | 'lab', status: number, method: string, id: string): Line => [
  at,
  from,
  `SIP/2.0 ${status} X`,
  `Via: SIP/2.0/TLS x;branch=z9hG4bK${id}`,
  `Call-ID: ${id}`,
  `CSeq: 1 ${method}`,
  'Content-Length: 0',
];

const open = { by: 'open', how: 'none', at: null } as const;
const byDevice = (at: number) => ({ by: 'device', how: 'fin', at }) as const;
const byLab = (at: number) => ({ by: 'lab', how: 'rst', at }) as const;

const over = (lines: Line[], partial: Partial<Connection> = {}): Connection =>
  connection({ closed: open, ...partial, application: lines.map(said) });
const register: Line[] = [request(10, 'device', 'REGISTER', 'r'), response(12, 'lab', 200, 'REGISTER', 'r')];
const flow = (...lines: Line[]): Connection => over([...register, ...lines]);

const short = { keepAlive: 1, retry: 0.4 };
function tried(connections: Connection[], partial: Partial<Attempt> = {}): Evidence {
  const made = evidence({ attempts: [attempt('case', connections, partial)] });
  return { ...made, settings: { ...made.settings, timings: short } };
}
const silent = tried([over([request(10, 'device', 'REGISTER', 'r')])]);

test('nothing is said of the connection of a device that did not register', () => {
  for (const judge of [
    ...[keepsConnection, rings, registersWithOutbound, sendsKeepAlives(), givesUpDeadFlow, backsOff],
    ...[sendsContentLength, survivesMissingLength, survivesLongMessage({ isWithin: true }), givesUpLostRequest],
    ...[keepsBothWays, reusesNoUnverifiedAlias],
  ])
    expect(verdict(judge, silent)).toBe('inconclusive');
});

test('a later call goes over the connection of the registration', () => {
  const dials = { dials: 'sip:bench@lab.test' };
  const invite = request(50, 'device', 'INVITE', 'i');
  expect(verdict(keepsConnection, tried([flow(invite)]), dials)).toBe('pass');
  expect(verdict(keepsConnection, tried([flow(), over([invite])]), dials)).toBe('fail');
  expect(verdict(keepsConnection, tried([flow()]), dials)).toBe('inconclusive');
});

test('an idle connection is kept, which an answer over it shows', () => {
  const asked = request(1000, 'lab', 'OPTIONS', 'o');
  expect(verdict(keepsConnection, tried([flow(asked, response(1010, 'device', 200, 'OPTIONS', 'o'))]))).toBe('pass');
  expect(verdict(keepsConnection, tried([{ ...flow(), closed: byDevice(300) }]))).toBe('fail');
  expect(verdict(keepsConnection, tried([flow(asked)]))).toBe('inconclusive');
  expect(verdict(keepsConnection, tried([{ ...flow(), closed: byLab(300) }]))).toBe('inconclusive');
});

test('a call down the connection rings; 488 is about the media, silence about nothing but itself', () => {
  const told = (...statuses: number[]): Evidence =>
    tried([
      flow(request(20, 'lab', 'INVITE', 'i'), ...statuses.map((one) => response(30, 'device', one, 'INVITE', 'i'))),
    ]);
  expect(verdict(rings, told(100, 180))).toBe('pass');
  expect(verdict(rings, told(200))).toBe('pass');
  expect(verdict(rings, told(488))).toBe('inconclusive');
  expect(verdict(rings, told(403))).toBe('fail');
  expect(verdict(rings, told(100))).toBe('fail');
});

const contact = (instance: string): string => `Contact: <sip:x@y>;+sip.instance="<urn:uuid:${instance}>";reg-id=1`;
const outbound = (...fields: string[]): Connection =>
  over([request(10, 'device', 'REGISTER', 'r', ...fields), response(12, 'lab', 200, 'REGISTER', 'r')]);

test('outbound takes all of it', () => {
  expect(verdict(registersWithOutbound, tried([outbound('Supported: path, outbound', contact('a'))]))).toBe('pass');
  expect(verdict(registersWithOutbound, tried([outbound('Supported: path', contact('a'))]))).toBe('fail');
  expect(verdict(registersWithOutbound, tried([outbound('k: outbound', 'k: path', 'm: <sip:x>;reg-id=1')]))).toBe(
    'fail',
  );
});

test('the instance is the same after a restart that was done', () => {
  const restarted = (after: string, what: 'done' | 'failed' = 'done'): Evidence => ({
    ...evidence({ attempts: ['A', after].map((id) => attempt('case', [outbound(contact(id))])) }),
    actions: [{ after: 1, what: 'reset', about: 'reboot', said: what }],
  });
  expect(verdict(keepsInstance, restarted('a'))).toBe('pass');
  expect(verdict(keepsInstance, restarted('b'))).toBe('fail');
  expect(verdict(keepsInstance, restarted('b', 'failed'))).toBe('inconclusive');
});

test('keep-alives come within the interval, the last wait counted', () => {
  const pinged = (...at: number[]): Evidence =>
    tried([flow(...at.map((one): Line => [one, 'device', '']))], { lasted: 2300 });
  expect(verdict(sendsKeepAlives(), pinged(900, 1800))).toBe('pass');
  expect(verdict(sendsKeepAlives(), pinged(900))).toBe('fail');
  expect(verdict(sendsKeepAlives(), pinged())).toBe('fail');
  expect(verdict(sendsKeepAlives({ seconds: 3 }), pinged())).toBe('inconclusive');
  // A single CRLF is a pong, and one of the lab none of the device.
  const others = flow([900, 'device', '', '2'], [1500, 'lab', '']);
  expect(verdict(sendsKeepAlives(), tried([others], { lasted: 2300 }))).toBe('fail');
});

test('a flow without pongs is given up for another one', () => {
  const dead: Line = [900, 'device', ''];
  const again = over([request(11_500, 'device', 'REGISTER', 's'), response(11_510, 'lab', 200, 'REGISTER', 's')]);
  expect(verdict(givesUpDeadFlow, tried([flow(dead), again], { lasted: 11_600 }))).toBe('pass');
  expect(verdict(givesUpDeadFlow, tried([flow(dead)], { lasted: 14_000 }))).toBe('fail');
  expect(verdict(givesUpDeadFlow, tried([flow(dead)], { lasted: 5000 }))).toBe('inconclusive');
  expect(verdict(givesUpDeadFlow, tried([flow()], { lasted: 14_000 }))).toBe('inconclusive');
  expect(verdict(givesUpDeadFlow, tried([flow(dead, [905, 'lab', '', '2']), again]))).toBe('error');
});

test('waits grow, and none is shorter than half the base', () => {
  const turnedAway = (...waits: number[]): Evidence => {
    let at = 20;
    const first = { ...flow(), closed: byLab(at) };
    const others = waits.map((wait) => {
      const opened = connection({ openedAt: (at += wait), closed: byLab(at + 10) });
      at += 10;
      return opened;
    });
    return tried([first, ...others]);
  };
  expect(verdict(backsOff, turnedAway(500, 1000, 2400))).toBe('pass');
  expect(verdict(backsOff, turnedAway(800, 800, 800))).toBe('fail');
  expect(verdict(backsOff, turnedAway(20, 1000, 2400))).toBe('fail');
  expect(verdict(backsOff, turnedAway(500, 1000))).toBe('inconclusive');
});

test('who was registered comes back in time, in no clear text, over a server that is shown', () => {
  const back = (connections: Connection[], partial: Partial<Attempt> = {}): Evidence => {
    const made = tried(connections, { lasted: 1500, ...partial });
    return { ...made, attempts: [attempt('case', [registered()]), ...made.attempts] };
  };
  expect(verdict(comesBack, back([registered({ openedAt: 700 })]))).toBe('pass');
  expect(verdict(comesBack, back([registered({ openedAt: 1400 })]))).toBe('fail');
  expect(verdict(comesBack, back([]))).toBe('fail');
  expect(verdict(comesBack, back([], { lasted: 500 }))).toBe('inconclusive');
  expect(verdict(comesBack, back([registered({ openedAt: 700, serverChain: [] })]))).toBe('inconclusive');
  const clear = { at: 800, transport: 'udp', port: 'sip', bytes: 9, kind: 'SIP REGISTER', firstLine: '' } as const;
  expect(verdict(comesBack, back([registered({ openedAt: 700 })], { clearText: [clear] }))).toBe('fail');
  expect(verdict(comesBack, tried([registered()]))).toBe('inconclusive');
});

test('every message has a length, requests and responses', () => {
  const asked = request(20, 'lab', 'OPTIONS', 'o');
  const answer = response(21, 'device', 200, 'OPTIONS', 'o');
  expect(verdict(sendsContentLength, tried([flow(asked, answer)]))).toBe('pass');
  expect(verdict(sendsContentLength, tried([flow(asked, answer.slice(0, -1) as Line)]))).toBe('fail');
  expect(verdict(sendsContentLength, tried([flow(asked)]))).toBe('inconclusive');
});

/** What became of an odd question and of the short one behind it; null: nothing. */
const asked = (odd: number | null, next: number | null, closed: Connection['closed'] = open): Evidence =>
  tried([
    {
      ...flow(
        request(20, 'lab', 'OPTIONS', 'odd'),
        request(40, 'lab', 'OPTIONS', 'next'),
        ...(odd === null ? [] : [response(50, 'device', odd, 'OPTIONS', 'odd')]),
        ...(next === null ? [] : [response(60, 'device', next, 'OPTIONS', 'next')]),
      ),
      closed,
    },
  ]);

test('a message without a length is refused or ends the connection, and takes none with it', () => {
  expect(verdict(survivesMissingLength, asked(400, 200))).toBe('pass');
  expect(verdict(survivesMissingLength, asked(null, null, byDevice(25)))).toBe('pass');
  expect(verdict(survivesMissingLength, asked(200, 200))).toBe('fail');
  expect(verdict(survivesMissingLength, asked(400, null))).toBe('fail');
  expect(verdict(survivesMissingLength, asked(null, null))).toBe('fail');
});

test('65,535 octets are taken; more may be refused, or end the connection', () => {
  const [within, above] = [survivesLongMessage({ isWithin: true }), survivesLongMessage({ isWithin: false })];
  expect([verdict(within, asked(200, 200)), verdict(above, asked(200, 200))]).toEqual(['pass', 'pass']);
  expect([verdict(within, asked(513, 200)), verdict(above, asked(513, 200))]).toEqual(['fail', 'pass']);
  expect([verdict(within, asked(513, null)), verdict(above, asked(513, null))]).toEqual(['fail', 'fail']);
  const closed = asked(null, null, byDevice(25));
  expect([verdict(within, closed), verdict(above, closed)]).toEqual(['fail', 'pass']);
});

test('a request that was lost is not sent again', () => {
  const invite = request(20, 'device', 'INVITE', 'i');
  const lost = { ...flow(invite), closed: byLab(21) };
  const back = (...lines: Line[]): Connection =>
    over([request(800, 'device', 'REGISTER', 's'), response(801, 'lab', 200, 'REGISTER', 's'), ...lines]);
  expect(verdict(givesUpLostRequest, tried([lost, back()]))).toBe('pass');
  expect(verdict(givesUpLostRequest, tried([lost, back(request(900, 'device', 'INVITE', 'other'))]))).toBe('pass');
  expect(verdict(givesUpLostRequest, tried([lost, back(request(900, 'device', 'INVITE', 'i'))]))).toBe('fail');
  expect(verdict(givesUpLostRequest, tried([lost]))).toBe('inconclusive');
  expect(verdict(givesUpLostRequest, tried([flow(invite), back()]))).toBe('inconclusive');
});

const visit = (partial: Partial<Visit> = {}): Visit & { role: 'case' } => ({
  role: 'case',
  at: '2026-11-21T09:00:00.000Z',
  presented: { certificate: null, leafSha256: null },
  shown: null,
  request: { method: 'INVITE', fromDomain: 'sip.lab.test' },
  reached: true,
  handshake: null,
  serverChain: [],
  certificateRequested: false,
  alert: null,
  answer: null,
  closed: false,
  lasted: 1000,
  ...partial,
});
const ringing = tried([flow(request(20, 'lab', 'INVITE', 'i'), response(30, 'device', 180, 'INVITE', 'i'))]);
const status = (code: number): Visit['answer'] => ({ status: code, reason: 'X' });

test('a call by another way must not ring, where one down the connection does', () => {
  const other = (partial: Partial<Visit>, beside: Evidence = ringing): Evidence => ({
    ...beside,
    visits: [visit(partial)],
  });
  expect(verdict(takesNoOtherCalls, other({ over: 'udp' }))).toBe('pass');
  expect(verdict(takesNoOtherCalls, other({ over: 'tcp', reached: false }))).toBe('pass');
  expect(verdict(takesNoOtherCalls, other({ answer: status(403) }))).toBe('pass');
  expect(verdict(takesNoOtherCalls, other({ over: 'udp', answer: status(180) }))).toBe('fail');
  expect(verdict(takesNoOtherCalls, other({ over: 'udp' }, tried([flow()])))).toBe('inconclusive');
  expect(verdict(takesNoOtherCalls, ringing)).toBe('error');
});

test('who offers its connection is asked over it, and at its listener', () => {
  const offered = (via: string, answered: boolean): Connection =>
    over([
      [10, 'device', 'REGISTER sip:x SIP/2.0', via, 'Call-ID: r', 'CSeq: 1 REGISTER'],
      response(12, 'lab', 200, 'REGISTER', 'r'),
      request(20, 'lab', 'OPTIONS', 'o'),
      ...(answered ? [response(21, 'device', 200, 'OPTIONS', 'o')] : []),
    ]);
  const alias = 'Via: SIP/2.0/TLS x;branch=z9hG4bKr;alias';
  const both = (via: string, answered: boolean, answer: Visit['answer']): Evidence => ({
    ...tried([offered(via, answered)]),
    visits: [visit({ answer })],
  });
  expect(verdict(keepsBothWays, both(alias, true, status(200)))).toBe('pass');
  expect(verdict(keepsBothWays, both(alias, false, status(200)))).toBe('fail');
  expect(verdict(keepsBothWays, both(alias, true, null))).toBe('fail');
  expect(verdict(keepsBothWays, both('Via: SIP/2.0/TLS x;branch=z9hG4bKr;aliased=1', true, null))).toBe(
    'not-applicable',
  );
});

test('a stranger who claims to be the server hears nothing', () => {
  const claimed = (partial: Partial<Visit>): Evidence => ({ ...tried([flow()]), visits: [visit(partial)] });
  expect(verdict(reusesNoUnverifiedAlias, claimed({ heard: [], answer: status(200) }))).toBe('pass');
  expect(verdict(reusesNoUnverifiedAlias, claimed({ heard: ['REGISTER sip:x SIP/2.0'], answer: status(200) }))).toBe(
    'fail',
  );
  expect(verdict(reusesNoUnverifiedAlias, claimed({ heard: [] }))).toBe('inconclusive');
  expect(verdict(reusesNoUnverifiedAlias, claimed({ answer: status(200) }))).toBe('inconclusive');
});

test('slow clients keep nobody out who is served without them', () => {
  const beside = (answer: Visit['answer'], control: Visit['answer']): Evidence =>
    evidence({ visits: [{ ...visit({ answer: control }), role: 'control-before' }, visit({ answer, beside: 200 })] });
  expect(verdict(servesBesideSlowClients, beside(status(200), status(200)))).toBe('pass');
  expect(verdict(servesBesideSlowClients, beside(null, status(200)))).toBe('fail');
  expect(verdict(servesBesideSlowClients, beside(null, null))).toBe('inconclusive');
});

test('a call goes on over the loss of its connection, and ends by BYE', () => {
  const step = (name: string, at: number, srtp: number): Evidence['calls'][number]['steps'][number] => ({
    ...{ name, at, asked: null, status: null, lasted: 200, toDevice: { packets: 0 } },
    fromDevice: { srtp, plain: 0, undecipherable: 0, rtcp: 0, formerKey: 0 },
  });
  const lost = (after: number, ended: Evidence['calls'][number]['ended']): Evidence =>
    evidence({
      calls: [call('case', { steps: [step('before', 0, 5), step('reset', 200, 0), step('after', 400, after)], ended })],
    });
  expect(verdict(callOutlivesConnection, lost(10, { by: 'device', how: 'BYE', at: 700 }))).toBe('pass');
  expect(verdict(callOutlivesConnection, lost(10, { by: 'far-end', how: 'BYE', at: 2000 }))).toBe('fail');
  expect(verdict(callOutlivesConnection, lost(0, { by: 'far-end', how: 'BYE', at: 2000 }))).toBe('fail');
  const none = evidence({ calls: [call('case', { steps: [], fromDevice: noMedia })] });
  expect(verdict(callOutlivesConnection, none)).toBe('inconclusive');
});
