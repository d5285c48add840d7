import { expect, test } from '@playwright/test';
import type { Connection, Evidence, Visit } from '../../../evidence.ts';
import { attempt, call, evidence, noMedia } from '../../evidence.sample.ts';
import { survivesLongMessage, survivesMissingLength } from './lengths.ts';
import { givesUpLostRequest } from './lost-request.ts';
import { callOutlivesConnection } from './outlived.ts';
import { keepsBothWays, reusesNoUnverifiedAlias, servesBesideSlowClients, takesNoOtherCalls } from './visits.ts';
import {
  byDevice,
  byLab,
  flow,
  open,
  over,
  request,
  response,
  tried,
  verdict,
  type Line,
} from './connections.sample.ts';

/** What became of questions, each of them; null: nothing. The device is told to register twice. */
const asked = (answers: (number | null)[], closed: Connection['closed'] = open, lasted = 2000): Evidence => {
  const last = {
    ...flow(
      ...answers.map((_, at) => request(20 + at, 'lab', 'OPTIONS', `q${at}`)),
      ...answers.flatMap((status, at) =>
        status === null ? [] : [response(50 + at, 'device', status, 'OPTIONS', `q${at}`)],
      ),
    ),
    closed,
  };
  const made = tried([last], { lasted });
  return { ...made, attempts: [attempt('case', [flow()]), ...made.attempts] };
};
const once = (two: Evidence): Evidence => ({ ...two, attempts: two.attempts.slice(1) });
const gone = (two: Evidence): Evidence => ({ ...two, attempts: [...two.attempts, attempt('case', [])] });

test('a message without a length may be taken, refused, or end the connection, but nothing in it is a message', () => {
  expect(verdict(survivesMissingLength, asked([400, null, 200]))).toBe('pass');
  expect(verdict(survivesMissingLength, asked([200, null, 200]))).toBe('pass');
  expect(verdict(survivesMissingLength, asked([200, 200, 200]))).toBe('fail');
  expect(verdict(survivesMissingLength, asked([400, null, null]))).toBe('fail');
  expect(verdict(survivesMissingLength, asked([400, null, null], open, 500))).toBe('inconclusive');
  expect(verdict(survivesMissingLength, asked([400, null, null], byLab(30)))).toBe('inconclusive');
});

test('who ends the connection must be back, or is taken for one that has ended itself', () => {
  const closed = asked([null, null, null], byDevice(25));
  for (const judge of [survivesMissingLength, survivesLongMessage({ isWithin: false })]) {
    expect(verdict(judge, closed)).toBe('pass');
    expect(verdict(judge, once(closed))).toBe('inconclusive');
    expect(verdict(judge, gone(closed))).toBe('fail');
  }
});

test('who says close_notify has left, though the lab was the first to close', () => {
  const closed = asked([null, null, null], byLab(26));
  const connection = closed.attempts[1]!.connections[0]!;
  connection.alerts = [{ at: 25, from: 'device', level: 'warning', code: 0, name: 'close_notify', encrypted: true }];
  expect(verdict(survivesMissingLength, closed)).toBe('pass');
});

test('as much as a datagram holds is taken; more may be left alone, refused, or end the connection', () => {
  const [within, above] = [survivesLongMessage({ isWithin: true }), survivesLongMessage({ isWithin: false })];
  const both = (seen: Evidence): string[] => [verdict(within, seen), verdict(above, seen)];
  expect(both(asked([200, 200]))).toEqual(['pass', 'pass']);
  expect(both(asked([513, 200]))).toEqual(['fail', 'pass']);
  expect(both(asked([500, 200]))).toEqual(['fail', 'pass']);
  expect(both(asked([null, 200]))).toEqual(['fail', 'pass']);
  expect(both(asked([513, null]))).toEqual(['fail', 'fail']);
  expect(both(asked([null, null], byDevice(25)))).toEqual(['fail', 'pass']);
});

test('a request that was lost is not sent again', () => {
  const invite = request(20, 'device', 'INVITE', 'i');
  const lost = { ...flow(invite), closed: byLab(21) };
  const back = (...lines: Line[]): Connection =>
    over([request(800, 'device', 'REGISTER', 's'), response(801, 'lab', 200, 'REGISTER', 's'), ...lines]);
  const waited = { lasted: 2000 };
  expect(verdict(givesUpLostRequest, tried([lost, back()], waited))).toBe('pass');
  expect(verdict(givesUpLostRequest, tried([lost, back()], { lasted: 1200 }))).toBe('inconclusive');
  expect(verdict(givesUpLostRequest, tried([lost, back(request(900, 'device', 'INVITE', 'other'))], waited))).toBe(
    'pass',
  );
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
  /** `after`: packets behind the reset; null where the talk ended with it. */
  const lost = (after: number | null, ended: Evidence['calls'][number]['ended']): Evidence => {
    const steps = [step('before', 0, 5), step('reset', 200, 0), ...(after === null ? [] : [step('after', 400, after)])];
    return evidence({ calls: [call('case', { steps, ended })] });
  };
  expect(verdict(callOutlivesConnection, lost(10, { by: 'device', how: 'BYE', at: 700 }))).toBe('pass');
  expect(verdict(callOutlivesConnection, lost(10, { by: 'far-end', how: 'BYE', at: 2000 }))).toBe('fail');
  expect(verdict(callOutlivesConnection, lost(0, { by: 'far-end', how: 'BYE', at: 2000 }))).toBe('fail');
  expect(verdict(callOutlivesConnection, lost(null, { by: 'device', how: 'BYE', at: 300 }))).toBe('fail');
  expect(verdict(callOutlivesConnection, lost(null, { by: 'far-end', how: 'BYE', at: 300 }))).toBe('inconclusive');
  const none = evidence({ calls: [call('case', { steps: [], fromDevice: noMedia })] });
  expect(verdict(callOutlivesConnection, none)).toBe('inconclusive');
});
