/** Judges of what comes over an established connection. */
import { expect, test } from '@playwright/test';
import type { Alert, ApplicationData, Attempt, Connection, Evidence, TlsMessage } from '../../evidence.ts';
import type { Case, Judge, JudgeContext } from '../../requirement.ts';
import { controlHeld } from '../bench-part.ts';
import { sendsNoEarlyData } from './early-data.ts';
import {
  answersNoHeartbeat,
  breaksOff,
  discardsCutMessage,
  establishedOr,
  goesOn,
  tellsWhatFollows,
  updatesItsKeys,
} from './established.ts';
import { attempt, evidence, hello, registered } from '../evidence.sample.ts';
import { closesInOrder } from './orderly-close.ts';

const row: Case = {
  id: 'AP-00',
  title: 'something',
  requirement: 'TLSX-24',
  serves: { tls: 'honest-tls13', asks: 'options' },
  expect: { M2: 'refuse' },
  alerts: [20],
};
const context: JudgeContext = { requirement: '', case: row, service: 'sip', trust: 'M2' };

const asked = (at = 5, cseq = '1 OPTIONS'): ApplicationData => ({
  ...{ at, from: 'lab', bytes: 300, kind: `SIP ${cseq.slice(2)}` },
  text: `${cseq.slice(2)} sip:dut@192.0.2.1 SIP/2.0\r\nCall-ID: one\r\nCSeq: ${cseq}\r\n\r\n`,
});
const response = (status: number, at = 6, cseq = '1 OPTIONS'): ApplicationData => ({
  ...{ at, from: 'device', bytes: 300, kind: `SIP ${status}` },
  text: `SIP/2.0 ${status} x\r\ni: one\r\nCSeq:  ${cseq}\r\n\r\n`,
});
const said = (from: 'device' | 'lab', type: string, encrypted = true): TlsMessage => {
  return { at: 5, from, type, bytes: 40, encrypted };
};
const alert = (code: number, level: Alert['level'] = 'fatal'): Alert => {
  return { at: 6, from: 'device', level, code, name: `alert ${code}`, encrypted: true };
};
const open: Connection['closed'] = { by: 'open', how: 'none', at: null };

/** Registered, with what follows. */
const on = (application: ApplicationData[], partial: Partial<Connection> = {}): Connection =>
  registered({ ...partial, application: [...registered().application, ...application] });

const asking = (role: Attempt['role'], ...connections: Connection[]): Attempt => {
  const one = attempt(role, connections);
  return { ...one, presented: { ...one.presented, asks: 1 } };
};

const answered = on([asked(), response(200)]);

/** The case between two controls whose question was answered, or not. */
function bracketed(connections: Connection[], control = answered): Evidence {
  const attempts = [
    asking('control-before', control),
    asking('case', ...connections),
    asking('control-after', control),
  ];
  return evidence({ attempts });
}

const verdict = (judge: Judge, ...connections: Connection[]) => judge(bracketed(connections), context);

test('a control holds once each question has a final answer', () => {
  expect(controlHeld(asking('case', answered))).toBe(true);
  expect(controlHeld(asking('case', on([asked(), response(180)])))).toBe(false);
  expect(controlHeld(asking('case', on([])))).toBe(false);
  expect(controlHeld(attempt('case', [on([])]))).toBe(true);
});

test.describe('going on', () => {
  test('is one answer to each question', () => {
    expect(verdict(goesOn(), answered)).toMatchObject({ verdict: 'pass' });
    expect(verdict(goesOn(), on([asked(), response(200), response(200, 7)]))).toMatchObject({ verdict: 'fail' });
    expect(verdict(goesOn(), on([asked()]))).toMatchObject({ verdict: 'fail' });
  });

  test('shows nothing where the control was not answered either, or where the device cannot be read', () => {
    const control = on([asked()], { closed: open });
    expect(goesOn()(bracketed([on([asked()])], control), context)).toMatchObject({ verdict: 'inconclusive' });
    const hidden = on([asked()], { unreadable: { fromDevice: 1, fromLab: 0 } });
    expect(verdict(goesOn(), hidden)).toMatchObject({ verdict: 'inconclusive' });
  });

  test('after a KeyUpdate that asks for one takes one', () => {
    const { messages } = answered;
    const updated = { ...answered, messages: [...messages, said('lab', 'key_update'), said('device', 'key_update')] };
    expect(verdict(updatesItsKeys, updated)).toMatchObject({ verdict: 'pass' });
    const mute = { ...answered, messages: [...messages, said('lab', 'key_update')] };
    expect(verdict(updatesItsKeys, mute)).toMatchObject({ verdict: 'fail' });
  });
});

test.describe('breaking off', () => {
  const damaged = { unreadable: { fromDevice: 0, fromLab: 1 } };

  test('is the end by the device, with the alert as a grade', () => {
    expect(verdict(breaksOff, on([], { ...damaged, alerts: [alert(20)] }))).toMatchObject({
      verdict: 'pass',
      seen: expect.stringContaining('the alert fits'),
    });
    expect(verdict(breaksOff, on([], damaged))).toMatchObject({
      verdict: 'pass',
      seen: expect.stringContaining('no alert tells'),
    });
    const byAlert = on([], { ...damaged, alerts: [alert(50)], closed: { by: 'lab', how: 'fin', at: 7 } });
    expect(verdict(breaksOff, byAlert)).toMatchObject({ verdict: 'pass', seen: expect.stringContaining('another') });
  });

  test('fails with any answer, on that connection or on another', () => {
    expect(verdict(breaksOff, on([response(180, 6, '1 INVITE')], damaged))).toMatchObject({ verdict: 'fail' });
    expect(verdict(breaksOff, on([], damaged), on([response(200)]))).toMatchObject({ verdict: 'fail' });
    const credentials: ApplicationData = {
      ...{ at: 9, from: 'device', bytes: 200, kind: 'HTTP GET' },
      text: 'GET / HTTP/1.1\r\nAuthorization: Basic ***\r\n\r\n',
    };
    expect(verdict(breaksOff, on([credentials], damaged))).toMatchObject({ verdict: 'fail' });
  });

  test('fails where the device leaves the connection open', () => {
    expect(verdict(breaksOff, on([], { ...damaged, closed: open }))).toMatchObject({ verdict: 'fail' });
  });

  test('shows nothing where the record was not met, the lab was first, or the control is not answered', () => {
    expect(verdict(breaksOff, on([]))).toMatchObject({ verdict: 'inconclusive' });
    const given = on([], { ...damaged, closed: { by: 'lab', how: 'fin', at: 7 } });
    expect(verdict(breaksOff, given)).toMatchObject({ verdict: 'inconclusive' });
    const mute = bracketed([on([], damaged)], on([asked()]));
    expect(breaksOff(mute, context)).toMatchObject({ verdict: 'inconclusive' });
  });
});

test('a heartbeat may be discarded or be the end, but not be answered', () => {
  const { messages } = answered;
  const met = [...messages, said('lab', 'heartbeat')];
  expect(verdict(answersNoHeartbeat, { ...answered, messages: met })).toMatchObject({ verdict: 'pass' });
  expect(verdict(answersNoHeartbeat, on([], { messages: met, alerts: [alert(10)] }))).toMatchObject({
    verdict: 'pass',
  });
  const bled = on([], { messages: [...met, { ...said('device', 'heartbeat'), bytes: 16_019 }] });
  expect(verdict(answersNoHeartbeat, bled)).toMatchObject({ verdict: 'fail', seen: 'answered with 16019 octets' });
  expect(verdict(answersNoHeartbeat, answered)).toMatchObject({ verdict: 'inconclusive' });
});

test('a message whose stream ended is not answered, on whichever connection', () => {
  expect(verdict(discardsCutMessage, on([asked()]))).toMatchObject({ verdict: 'pass' });
  expect(verdict(discardsCutMessage, on([asked()]), on([]))).toMatchObject({
    verdict: 'pass',
    seen: expect.stringContaining('came back'),
  });
  expect(verdict(discardsCutMessage, on([asked()]), on([response(200)]))).toMatchObject({ verdict: 'fail' });
  expect(verdict(discardsCutMessage, on([]))).toMatchObject({ verdict: 'inconclusive' });
});

test('what follows is told, a renegotiation by its second ClientHello', () => {
  const { messages } = answered;
  const again = { ...answered, messages: [...messages, said('device', 'client_hello')] };
  const told = { verdict: 'observed', seen: expect.stringContaining('began a renegotiation') };
  expect(verdict(tellsWhatFollows, again)).toMatchObject(told);
  const declined = { ...answered, alerts: [alert(100, 'warning')] };
  expect(verdict(tellsWhatFollows, declined)).toMatchObject({ seen: expect.stringContaining('warning alert 100') });
  expect(verdict(tellsWhatFollows, on([]))).toMatchObject({ verdict: 'inconclusive' });
});

test('the common judge is for rows whose lab asks, and the other one for the rest', () => {
  const other: Judge = () => ({ verdict: 'observed', expected: '', seen: 'other' });
  const either = establishedOr(goesOn(), other);
  expect(either(bracketed([answered]), context)).toMatchObject({ verdict: 'pass' });
  const visited = { ...row, serves: {} };
  expect(either(bracketed([answered]), { ...context, case: visited })).toMatchObject({ seen: 'other' });
});

test.describe('early data', () => {
  const gave = registered({ messages: [...registered().messages, said('lab', 'new_session_ticket')] });
  const judged = (later: Connection) =>
    sendsNoEarlyData(evidence({ attempts: [attempt('case', [gave]), attempt('case', [later])] }), context);

  test('is told by the ClientHello, and by what is protected before the ServerHello', () => {
    expect(judged(registered())).toMatchObject({ verdict: 'pass', seen: expect.stringContaining('no use') });
    const shown = registered({ hello: hello({ extensions: ['pre_shared_key'] }) });
    expect(judged(shown)).toMatchObject({ verdict: 'pass', seen: expect.stringContaining('without early data') });
    expect(judged(registered({ hello: hello({ extensions: ['early_data'] }) }))).toMatchObject({ verdict: 'fail' });
    const [first, second] = registered().messages;
    const early = registered({ messages: [first!, said('device', 'encrypted_record'), second!] });
    expect(judged(early)).toMatchObject({ verdict: 'fail' });
  });

  test('is not proven absent without a ticket, or without a later connection', () => {
    const once = evidence({ attempts: [attempt('case', [gave])] });
    expect(sendsNoEarlyData(once, context)).toMatchObject({ verdict: 'inconclusive' });
    const none = evidence({ attempts: [attempt('case', [registered()]), attempt('case', [registered()])] });
    expect(sendsNoEarlyData(none, context)).toMatchObject({ verdict: 'inconclusive' });
  });
});

test('whoever closes says so first', () => {
  const judged = (partial: Partial<Connection>) =>
    closesInOrder(evidence({ attempts: [attempt('case', [registered(partial)])] }), context);
  expect(judged({ alerts: [alert(0, 'warning')] })).toMatchObject({ verdict: 'pass' });
  expect(judged({})).toMatchObject({ verdict: 'fail' });
  expect(judged({ closed: { by: 'device', how: 'rst', at: 5 } })).toMatchObject({ verdict: 'fail' });
  expect(judged({ closed: open })).toMatchObject({ verdict: 'inconclusive' });
  expect(judged({ closed: { by: 'lab', how: 'fin', at: 5 } })).toMatchObject({ verdict: 'inconclusive' });
  // The answer to a close_notify may overtake the FIN behind it.
  const byLab: Connection['closed'] = { by: 'lab', how: 'fin', at: 7 };
  const ofLab: Alert = { ...alert(0, 'warning'), from: 'lab' };
  expect(judged({ alerts: [alert(0, 'warning'), ofLab], closed: byLab })).toMatchObject({ verdict: 'pass' });
  expect(judged({ alerts: [ofLab] })).toMatchObject({ verdict: 'inconclusive' });
});
