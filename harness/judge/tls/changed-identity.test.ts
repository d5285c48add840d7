/** The judge of a renegotiation whose server shows the certificate of somebody else. */
import { expect, test } from '@playwright/test';
import type { Alert, Attempt, Connection, Evidence, TlsMessage } from '../../evidence.ts';
import type { Case, JudgeContext } from '../../requirement.ts';
import { refusesChangedIdentity } from './changed-identity.ts';
import { attempt, bracketed, certificate, evidence, registered } from '../evidence.sample.ts';

const row: Case = {
  id: 'RN-00',
  title: 'something',
  requirement: 'TLSX-47',
  serves: { tls: 'renegotiation-before-request', renegotiatesAs: 'wrong-name' },
  expect: { M2: 'refuse' },
  alerts: [46, 42],
};
const context: JudgeContext = { requirement: '', case: row, service: 'sip', trust: 'M2' };

const other = 'ee'.repeat(32);
const said = (from: 'device' | 'lab', type: string): TlsMessage => ({ at: 5, from, type, bytes: 40, encrypted: true });
const alert = (level: Alert['level'], code: number): Alert => ({
  ...{ at: 6, from: 'device', level, code, encrypted: true },
  name: `alert ${code}`,
});
const open: Connection['closed'] = { by: 'open', how: 'none', at: null };

const asked = [said('lab', 'hello_request')];
const shown = [...asked, said('device', 'client_hello'), said('lab', 'server_hello'), said('lab', 'certificate')];
const completed = [
  ...shown,
  said('device', 'client_key_exchange'),
  said('device', 'finished'),
  said('lab', 'finished'),
  said('lab', 'application_data'),
];

const connection = (messages: TlsMessage[], partial: Partial<Connection> = {}): Connection =>
  registered({
    messages: [...registered().messages, ...messages],
    ...(messages.some(({ type }) => type === 'certificate') && {
      renegotiatedChain: [certificate({ sha256: other })],
    }),
    ...partial,
  });

const presented: Attempt['presented'] = {
  ...attempt('case', []).presented,
  renegotiation: { certificate: 'wrong-name', leafSha256: other },
};
const ofCase = (...connections: Connection[]): Attempt => attempt('case', connections, { presented });
const judged = (given: Evidence) => refusesChangedIdentity(given, context);
const verdict = (...connections: Connection[]) => judged(bracketed(ofCase(...connections)));

test('the end by the device is a pass, and its alert a grade, before the end of the handshake or behind it', () => {
  const seen = (words: string) => ({ verdict: 'pass', seen: expect.stringContaining(words) });
  expect(verdict(connection(shown, { alerts: [alert('fatal', 42)] }))).toMatchObject(seen('the alert fits'));
  expect(verdict(connection(shown, { alerts: [alert('fatal', 40)] }))).toMatchObject(seen('another than the clause'));
  expect(verdict(connection(completed))).toMatchObject(seen('no alert tells'));
});

test('what is sent under the new keys is a fail, also where another connection was broken off', () => {
  const on = connection([...completed, said('device', 'application_data')]);
  expect(verdict(on)).toMatchObject({ verdict: 'fail', seen: expect.stringContaining('went on') });
  expect(verdict(connection(shown), on)).toMatchObject({ verdict: 'fail' });
  expect(judged(evidence({ attempts: [ofCase(on)] }))).toMatchObject({ verdict: 'fail' });
});

test('what is sent under the old keys is none', () => {
  const late = [...asked, said('device', 'client_hello'), said('device', 'application_data'), ...completed.slice(2)];
  expect(verdict(connection(late))).toMatchObject({ verdict: 'pass' });
});

test('who goes on in clear fails', () => {
  const clear = { at: 7, transport: 'udp', port: 'sip', bytes: 400, kind: 'SIP REGISTER', firstLine: '' } as const;
  const fled = { ...ofCase(connection(shown)), clearText: [clear] };
  expect(judged(bracketed(fled))).toMatchObject({ verdict: 'fail', seen: 'SIP REGISTER in clear over UDP' });
});

test('who declines, leaves or ignores the question has not gone on, whatever the controls are', () => {
  const alone = (one: Connection) => judged(evidence({ attempts: [ofCase(one)] }));
  const seen = (words: string) => ({ verdict: 'pass', seen: `the device does not renegotiate: ${words}` });
  const warned = connection([...asked, said('device', 'application_data')], {
    alerts: [alert('warning', 100)],
    closed: open,
  });
  expect(alone(warned)).toMatchObject(seen('declined by an alert'));
  expect(alone(connection(asked))).toMatchObject(seen('ended the connection behind the question'));
  expect(alone(connection(asked, { closed: open }))).toMatchObject(seen('not begun within 1000 ms'));
});

test('who ends every renegotiation declines in its own way; two controls must show that', () => {
  const before = attempt('control-before', [connection(shown)]);
  const after = attempt('control-after', [connection(shown)]);
  const among = (...attempts: Attempt[]) => judged(evidence({ attempts }));
  const one = ofCase(connection(shown));
  expect(among(before, one, after)).toMatchObject({ verdict: 'pass', seen: expect.stringContaining('ends every') });
  const asks = { presented: { ...before.presented, asks: 1 } };
  expect(among({ ...before, ...asks }, one, { ...after, ...asks })).toMatchObject({ verdict: 'pass' });
  const goesOn = [...completed, said('device', 'application_data')];
  const other = attempt('control-after', [connection(goesOn)], asks);
  expect(among({ ...before, ...asks }, one, other)).toMatchObject({ verdict: 'inconclusive' });
});

test('nothing is shown where it was not asked or not answered, stays open, the lab was first, or the control failed', () => {
  const given = { by: 'lab', how: 'fin', at: 7 } as const;
  expect(verdict(connection([]))).toMatchObject({ verdict: 'inconclusive' });
  expect(verdict(connection(shown.slice(0, 2)))).toMatchObject({ verdict: 'inconclusive' });
  expect(verdict(connection(completed, { closed: open }))).toMatchObject({ verdict: 'inconclusive' });
  expect(verdict(connection(shown, { closed: given }))).toMatchObject({ verdict: 'inconclusive' });
  expect(verdict(connection(asked, { closed: given }))).toMatchObject({ verdict: 'inconclusive' });
  expect(judged(evidence({ attempts: [ofCase(connection(shown))] }))).toMatchObject({ verdict: 'inconclusive' });
  const hidden = connection(shown, { unreadable: { fromDevice: 1, fromLab: 0 } });
  expect(verdict(hidden)).toMatchObject({ verdict: 'inconclusive' });
});

test('another certificate than the one meant is a fault of the bench', () => {
  const wrong = connection(shown, { renegotiatedChain: [certificate({ sha256: 'ab'.repeat(32) })] });
  expect(verdict(wrong)).toMatchObject({ verdict: 'error' });
  const unsaid = attempt('case', [connection(shown)]);
  expect(judged(bracketed(unsaid))).toMatchObject({ verdict: 'error' });
});
