/** The words for what a client did, out of evidence made by hand. That they are right of real clients: suites/tls/stacks.test.ts. */
import { expect, test } from '@playwright/test';
import type { Alert, Connection, TlsMessage } from '../../evidence.ts';
import { attempt, connection, registered } from '../evidence.sample.ts';
import { sameAnswer, stackAnswer } from './stack-answer.ts';

const answerTo = (...connections: Connection[]) => stackAnswer(attempt('case', connections));
const said = (...lines: string[]) => ({ witness: { program: 'scripted-tls' as const, lines } });
const message = (from: TlsMessage['from'], type: string, at = 3): TlsMessage => ({
  ...{ at, from, type, bytes: 40, encrypted: false },
});
const alert = (code: number, level: Alert['level'] = 'fatal'): Alert => ({
  ...{ at: 4, from: 'device', level, code, name: '', encrypted: false },
});
const { messages } = connection();
const key = message('device', 'client_key_exchange');
const open = { by: 'open', how: 'none', at: null } as const;
const byLab = { by: 'lab', how: 'fin', at: 5 } as const;

for (const [answer, one] of Object.entries({
  'alert 47': connection({ alerts: [alert(47)] }),
  closes: connection(),
  resets: connection({ closed: { by: 'device', how: 'rst', at: 5 } }),
  waits: connection({ closed: open }),
  'goes on': connection({ messages: [...messages, key], closed: byLab }),
  'goes on, alert 51': connection({ messages: [...messages, key], alerts: [alert(51)] }),
  'goes on, closes': connection({ messages: [...messages, key] }),
  'second hello, waits': connection({ messages: [...messages, message('device', 'client_hello')], closed: open }),
  'second hello, goes on': registered({ messages: [...messages, message('device', 'client_hello')] }),
})) {
  test(`${answer}: read from messages, alerts, data and the close`, () => expect(answerTo(one)).toBe(answer));
}

test('a request that is answered is going on, whoever closes then; a warning is no end', () => {
  expect(answerTo(registered({ alerts: [alert(0, 'warning')] }))).toBe('goes on');
  expect(answerTo(registered({ closed: open }))).toBe('goes on');
});

test('who closes long after the last message has waited', () => {
  expect(answerTo(connection({ closed: { by: 'device', how: 'fin', at: 2300 } }))).toBe('closes');
  expect(answerTo(connection({ closed: { by: 'device', how: 'fin', at: 2500 } }))).toBe('waits');
});

test('so has who sends an alert because the lab gave up', () => {
  const late = { ...alert(10), at: 5000 };
  const words = message('device', 'alert', 5000);
  const closed = { by: 'device', how: 'fin', at: 5001 } as const;
  expect(answerTo(connection({ messages: [...messages, words], alerts: [late], closed }))).toBe('waits');
});

test('a lab that has ended its own side hears what the device does then', () => {
  const ended = [connection({ closed: byLab })];
  expect(stackAnswer(attempt('case', ended, said('ends: no answer; closed by the device')))).toBe('closes');
  expect(stackAnswer(attempt('case', ended, said('ends: no answer; reset by the device')))).toBe('resets');
  expect(stackAnswer(attempt('case', ended, said('ends: no answer; closed by the lab')))).toBe('waits');
});

test('the first connection with a ClientHello tells, not what the device tries next', () => {
  expect(answerTo(connection({ hello: null }), connection({ alerts: [alert(70)] }), registered())).toBe('alert 70');
  expect(answerTo(connection({ hello: null }))).toBe(null);
  expect(answerTo()).toBe(null);
});

test('what was not delivered is not offered; what cannot be read is not said', () => {
  const [hello] = messages;
  const lacking = connection({ messages: [hello!], closed: byLab });
  const line = 'unoffered-curve: no flight sent; not offered: the client offers every curve';
  expect(stackAnswer(attempt('case', [lacking], said(line)))).toBe('not offered');
  expect(answerTo(connection({ unreadable: { fromDevice: 1, fromLab: 0 } }))).toBe(null);
});

test('FIN and reset are the same answer, alerts of two codes are not', () => {
  expect(sameAnswer('closes', 'resets')).toBe(true);
  expect(sameAnswer('goes on, closes', 'goes on, resets')).toBe(true);
  expect(sameAnswer('second hello', 'second hello, goes on')).toBe(true);
  expect(sameAnswer('second hello', 'third hello, goes on')).toBe(false);
  expect(sameAnswer('alert 40', 'alert 47')).toBe(false);
  expect(sameAnswer('goes on', 'goes on, alert 40')).toBe(false);
});
