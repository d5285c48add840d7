/** Judges of rows in which the usual "went on" says too little: HelloRetryRequest, the last flight, a late message. */
import { expect, test } from '@playwright/test';
import type { Attempt, Connection, TlsMessage } from '../../evidence.ts';
import type { Case, Judge, JudgeContext } from '../../requirement.ts';
import { attempt, bracketed, connection, evidence, registered } from '../evidence.sample.ts';
import { lastFlightRefused } from './last-flight.ts';
import { lateMessageRefused } from './late-message.ts';
import { retryRefused } from './retry-outcome.ts';

const row = { id: 'X', title: 'x', requirement: 'X', serves: {}, expect: { M2: 'refuse' }, alerts: [10] } as unknown;
const context: JudgeContext = { requirement: 'X', case: row as Case, service: 'sip', trust: 'M2' };
const verdictOf = (judge: Judge, ...connections: Connection[]): string =>
  judge(bracketed(attempt('case', connections)), context).verdict;

/** `device client_hello`, `lab server_hello hello retry request`, one ms apart. */
const talk = (...lines: string[]): TlsMessage[] =>
  lines.map((line, at) => {
    const [from, type = '', ...detail] = line.split(' ');
    const sides = { from: from as 'device' | 'lab', bytes: 40, encrypted: false };
    return { at, type, ...sides, ...(detail.length > 0 && { detail: detail.join(' ') }) };
  });
const hello = 'device client_hello';
const retry = 'lab server_hello hello retry request, TLS 1.3, TLS_AES_128_GCM_SHA256';
const open: Connection['closed'] = { by: 'open', how: 'none', at: null };
const fatal: Connection['alerts'][number] = {
  at: 5,
  from: 'device',
  level: 'fatal',
  code: 10,
  name: 'unexpected_message',
  encrypted: true,
};
const notOffered: Attempt = attempt('case', [connection({ messages: talk(hello) })], {
  witness: { program: 'scripted-tls', lines: ['x: no flight sent; not offered: the client does not offer TLS 1.3'] },
});

test.describe('a HelloRetryRequest that must be refused', () => {
  const first = retryRefused({ count: 1 });
  const second = retryRefused({ count: 2 });
  const asked = (...after: string[]): Connection =>
    connection({ messages: talk(hello, retry, ...after), negotiated: null, serverChain: [] });

  test('is refused by closing, and answered by another ClientHello', () => {
    expect(verdictOf(first, asked())).toBe('pass');
    expect(verdictOf(first, asked(hello))).toBe('fail');
  });

  test('another ClientHello on another connection is a new attempt', () => {
    expect(verdictOf(first, asked(), asked())).toBe('pass');
  });

  test('as the second one it says nothing where the first was not answered', () => {
    expect(verdictOf(second, asked())).toBe('inconclusive');
    expect(verdictOf(second, asked(hello, retry))).toBe('pass');
    expect(verdictOf(second, asked(hello, retry, hello))).toBe('fail');
  });

  test('fails a device that neither answers nor closes, and one that asks elsewhere in clear', () => {
    expect(verdictOf(first, { ...asked(), closed: open })).toBe('fail');
    const clear = { at: 9, transport: 'udp', port: 'sip', bytes: 300, kind: 'SIP REGISTER', firstLine: '' } as const;
    const clearText: Attempt['clearText'] = [clear];
    expect(first(bracketed(attempt('case', [asked()], { clearText })), context).verdict).toBe('fail');
  });

  test('means nothing without controls, to a device without TLS 1.3, or where it was not sent', () => {
    expect(first(evidence({ attempts: [attempt('case', [asked()])] }), context).verdict).toBe('inconclusive');
    expect(first(bracketed(notOffered), context).verdict).toBe('not-applicable');
    expect(verdictOf(first, connection())).toBe('inconclusive');
  });
});

test.describe('the last flight', () => {
  const tls12 = (lines: string[], partial: Partial<Connection> = {}): Connection =>
    connection({
      negotiated: { version: 'TLS 1.2', suite: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256' },
      messages: talk(hello, 'lab server_hello', 'device client_key_exchange', 'device finished', ...lines),
      ...partial,
    });
  const flight = ['lab change_cipher_spec', 'lab finished'];
  const request = (at: number): Connection['application'] => [{ at, from: 'device', bytes: 9, kind: 'SIP REGISTER' }];

  test('of TLS 1.2 comes after all that the device has to say: only its request is going on', () => {
    expect(verdictOf(lastFlightRefused, tls12(flight))).toBe('pass');
    expect(verdictOf(lastFlightRefused, tls12(flight, { application: request(6) }))).toBe('fail');
    expect(verdictOf(lastFlightRefused, tls12(flight, { closed: open }))).toBe('fail');
  });

  test('a request that came before it is no answer to it', () => {
    expect(verdictOf(lastFlightRefused, tls12(flight, { application: request(3.5) }))).toBe('pass');
    expect(verdictOf(lastFlightRefused, tls12(flight, { application: request(3.5), closed: open }))).toBe('fail');
  });

  test('of TLS 1.2 that was never sent says nothing', () => {
    expect(verdictOf(lastFlightRefused, tls12([]))).toBe('inconclusive');
  });

  test('of TLS 1.3 comes before the Finished of the device, which is going on', () => {
    const tls13 = (...lines: string[]): Connection =>
      connection({ messages: talk(hello, 'lab server_hello', ...lines) });
    expect(verdictOf(lastFlightRefused, tls13('lab finished'))).toBe('pass');
    expect(verdictOf(lastFlightRefused, tls13('lab finished', 'device finished'))).toBe('fail');
    expect(lastFlightRefused(bracketed(notOffered), context).verdict).toBe('not-applicable');
  });
});

test.describe('a message after the handshake', () => {
  const judge = lateMessageRefused({ type: 'certificate_request' });
  const messages = talk(hello, 'lab server_hello', 'lab finished', 'device finished', 'lab certificate_request');
  const late = (partial: Partial<Connection> = {}): Connection => registered({ messages, ...partial });

  test('is refused by an alert or by closing, whatever request was on its way', () => {
    expect(verdictOf(judge, late({ alerts: [fatal] }))).toBe('pass');
    expect(verdictOf(judge, late())).toBe('pass');
  });

  test('is not to be answered, nor taken without a word', () => {
    const answered = [...messages, ...talk('device certificate')];
    expect(verdictOf(judge, late({ messages: answered, alerts: [fatal] }))).toBe('fail');
    expect(verdictOf(judge, late({ closed: open }))).toBe('fail');
  });

  test('says nothing where the lab closed, where it came in the handshake, or where records could not be read', () => {
    expect(verdictOf(judge, late({ closed: { by: 'lab', how: 'fin', at: 5 } }))).toBe('inconclusive');
    const early = talk(hello, 'lab server_hello', 'lab certificate_request', 'device finished');
    expect(verdictOf(judge, late({ messages: early }))).toBe('inconclusive');
    expect(verdictOf(judge, late({ unreadable: { fromDevice: 1, fromLab: 0 } }))).toBe('inconclusive');
  });

  test('means nothing without controls, or to a device without TLS 1.3', () => {
    expect(judge(evidence({ attempts: [attempt('case', [late()])] }), context).verdict).toBe('inconclusive');
    expect(judge(bracketed(notOffered), context).verdict).toBe('not-applicable');
  });
});
