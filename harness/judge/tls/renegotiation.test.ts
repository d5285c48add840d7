/** The judge of a renegotiation whose server proves nothing. */
import { expect, test } from '@playwright/test';
import type { Connection, Evidence, TlsMessage } from '../../evidence.ts';
import type { Case, JudgeContext } from '../../requirement.ts';
import { attempt, bracketed, evidence, registered } from '../evidence.sample.ts';
import { refusesUnprovenRenegotiation } from './renegotiation.ts';

const row: Case = {
  id: 'AP-00',
  title: 'something',
  requirement: 'TLSX-10',
  serves: { tls: 'renegotiation-without-proof' },
  expect: { M2: 'refuse' },
  alerts: [40],
};
const context: JudgeContext = { requirement: '', case: row, service: 'sip', trust: 'M2' };

const said = (from: 'device' | 'lab', type: string): TlsMessage => ({ at: 5, from, type, bytes: 40, encrypted: true });
const begun = [said('lab', 'hello_request'), said('device', 'client_hello'), said('lab', 'server_hello')];
const renegotiating = (messages: TlsMessage[], partial: Partial<Connection> = {}): Connection =>
  registered({ messages: [...registered().messages, ...messages], ...partial });

const judged = (given: Evidence) => refusesUnprovenRenegotiation(given, context);
const verdict = (connection: Connection) => judged(bracketed(attempt('case', [connection])));

const open: Connection['closed'] = { by: 'open', how: 'none', at: null };

test('the end by the device is a pass, and its alert a grade', () => {
  const alerts = [
    { at: 6, from: 'device', level: 'fatal', code: 47, name: 'illegal_parameter', encrypted: true },
  ] as const;
  expect(verdict(renegotiating(begun))).toMatchObject({ verdict: 'pass', seen: expect.stringContaining('no alert') });
  expect(verdict(renegotiating(begun, { alerts: [...alerts] }))).toMatchObject({
    verdict: 'pass',
    seen: expect.stringContaining('another than the clause names (40)'),
  });
});

test('going on fails, and so does a connection that is left open', () => {
  const on = [...begun, said('device', 'client_key_exchange')];
  expect(verdict(renegotiating(on))).toMatchObject({ verdict: 'fail', seen: expect.stringContaining('went on') });
  expect(verdict(renegotiating(begun, { closed: open }))).toMatchObject({ verdict: 'fail' });
});

test('a device that declines or ignores it is not concerned', () => {
  expect(verdict(renegotiating([said('lab', 'hello_request')], { closed: open }))).toMatchObject({
    verdict: 'not-applicable',
    seen: 'the device does not renegotiate',
  });
});

test('nothing is shown where it was not asked, the lab was first, or the control failed', () => {
  expect(verdict(renegotiating([]))).toMatchObject({ verdict: 'inconclusive' });
  const given = renegotiating(begun, { closed: { by: 'lab', how: 'fin', at: 7 } });
  expect(verdict(given)).toMatchObject({ verdict: 'inconclusive' });
  const alone = evidence({ attempts: [attempt('case', [renegotiating(begun)])] });
  expect(judged(alone)).toMatchObject({ verdict: 'inconclusive' });
  const hidden = renegotiating(begun, { unreadable: { fromDevice: 1, fromLab: 0 } });
  expect(verdict(hidden)).toMatchObject({ verdict: 'inconclusive' });
});
