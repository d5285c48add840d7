/** Devices that the judges of handshakes could take for better or worse than they are. */
import { expect, test } from '@playwright/test';
import type { Attempt, ClearText, Connection, TlsMessage } from '../../evidence.ts';
import type { Case, Judge, JudgeContext, Outcome } from '../../requirement.ts';
import { refusesEarlyChange } from './early-change.ts';
import { breaksOff, goesOn, updatesItsKeys } from './established.ts';
import { attempt, bracketed, connection, evidence, hello, registered } from '../evidence.sample.ts';
import { messagesInOrder } from './handshake-order.ts';
import { handshakeOutcome } from './handshake-outcome.ts';
import { helloConformity } from './hello-conformity.ts';
import { lastFlightRefused } from './last-flight.ts';
import { recovers } from './recovery.ts';
import { retriesNoWeaker } from './weaker-retry.ts';

const context = (outcome: Outcome, more: Partial<Case> = {}): JudgeContext => ({
  requirement: 'X',
  case: { id: 'X', title: 'x', requirement: 'X', serves: {}, expect: { M2: outcome }, ...more },
  service: 'sip',
  trust: 'M2',
});

const judged = (judge: Judge, connections: Connection[], partial: Partial<Attempt> = {}): string =>
  judge(bracketed(attempt('case', connections, partial)), context('refuse')).verdict;

/** `device client_hello`, one ms apart. */
const talk = (...lines: string[]): TlsMessage[] =>
  lines.map((line, at) => {
    const [from, type = ''] = line.split(' ');
    return { at, from: from as 'device' | 'lab', type, bytes: 40, encrypted: false };
  });

const clear: ClearText = {
  at: 9,
  transport: 'udp',
  port: 'sip',
  bytes: 300,
  kind: 'SIP REGISTER',
  firstLine: 'REGISTER',
};

test.describe('a device that does not offer what the row needs', () => {
  const lines = ['x: no flight sent; not offered: the client does not offer TLS 1.2'];
  const witness: Attempt['witness'] = { program: 'scripted-tls', lines };
  const closed: Connection['closed'] = { by: 'lab', how: 'fin', at: 5 };
  const unserved = connection({ messages: talk('device client_hello'), negotiated: null, serverChain: [], closed });

  test('is not judged, unless it goes on in clear', () => {
    for (const judge of [handshakeOutcome, recovers({ mustClose: true })]) {
      expect(judged(judge, [unserved], { witness })).toBe('not-applicable');
      expect(judged(judge, [unserved], { witness, clearText: [clear] })).toBe('fail');
    }
  });

  test('may have an answer under way on a connection from before', () => {
    const late = { ...witness, lines: ['TLSv1.2 TLS_RSA leaf=00 response 200 ignored', ...lines] };
    expect(judged(handshakeOutcome, [unserved], { witness: late })).toBe('not-applicable');
  });

  test('may have a connection open beside it that brings no ClientHello, but none that was answered otherwise', () => {
    const idle = connection({ messages: [], hello: null, negotiated: null, serverChain: [], closed });
    const more = { ...witness, lines: [...lines, 'x: no flight sent; closed by the lab'] };
    expect(judged(handshakeOutcome, [unserved, idle], { witness: more })).toBe('not-applicable');
    expect(judged(handshakeOutcome, [unserved, unserved], { witness: more })).toBe('inconclusive');
  });

  test('is not excused where the lab could not serve it', () => {
    const undeliverable = { ...witness, lines: ['x: no flight sent; not deliverable: the client offers no RSA suite'] };
    expect(judged(handshakeOutcome, [unserved], { witness: undeliverable })).toBe('inconclusive');
  });

  test('has no order of messages in that version', () => {
    const tls12 = { ...unserved, hello: hello({ versions: ['TLS 1.2'] }) };
    const serves = { version: 'TLS 1.3' } as const;
    const verdict = (one: Connection): string =>
      messagesInOrder(bracketed(attempt('case', [one])), context('accept', { serves })).verdict;
    expect(verdict(tls12)).toBe('not-applicable');
    expect(verdict({ ...unserved, hello: hello() })).toBe('inconclusive');
  });
});

test('a device that leaves before the answer has not refused it', () => {
  const verdict = (...lines: string[]): string => {
    const one = connection({ messages: talk(...lines), negotiated: null, serverChain: [] });
    return handshakeOutcome(bracketed(attempt('case', [one])), context('accept')).verdict;
  };
  expect(verdict('device client_hello')).toBe('inconclusive');
  expect(verdict('device client_hello', 'lab server_hello')).toBe('fail');
});

test.describe('over an established connection', () => {
  const asks = { presented: { ...attempt('case', []).presented, asks: 1 } };
  const text = 'Call-ID: 1\r\nCSeq: 1 OPTIONS\r\n';
  const question = { at: 5, from: 'lab', bytes: 300, kind: 'SIP OPTIONS', text } as const;
  const response = { at: 7, from: 'device', bytes: 300, kind: 'SIP 200', text } as const;
  const asked = (partial: Partial<Connection> = {}, answered = true): Connection =>
    registered({
      application: [...registered().application, question, ...(answered ? [response] : [])],
      closed: { by: 'device', how: 'fin', at: 9 },
      ...partial,
    });
  const verdict = (judge: Judge, connections: Connection[], partial: Partial<Attempt> = {}): string => {
    const controls = (role: Attempt['role']): Attempt => attempt(role, [asked()], asks);
    const attempts = [controls('control-before'), attempt('case', connections, { ...asks, ...partial })];
    return judge(evidence({ attempts: [...attempts, controls('control-after')] }), context('accept')).verdict;
  };

  test('a device that made no connection, or got no answer, has not failed to go on', () => {
    expect(verdict(goesOn(), [asked()])).toBe('pass');
    expect(verdict(goesOn(), [asked({}, false)])).toBe('fail');
    expect(verdict(goesOn(), [])).toBe('inconclusive');
    expect(verdict(goesOn(), [connection({ messages: talk('device client_hello') })])).toBe('inconclusive');
  });

  test('a KeyUpdate behind the response comes too late', () => {
    const update = (at: number): TlsMessage => ({ at, from: 'device', type: 'key_update', bytes: 5, encrypted: true });
    const updated = (at: number): Connection => asked({ messages: [...connection().messages, update(at)] });
    expect(verdict(updatesItsKeys, [updated(6)])).toBe('pass');
    expect(verdict(updatesItsKeys, [updated(8)])).toBe('fail');
    expect(verdict(updatesItsKeys, [asked()])).toBe('fail');
  });

  test('a device that breaks off and goes on in clear has not refused', () => {
    expect(verdict(breaksOff, [asked({}, false)])).toBe('pass');
    expect(verdict(breaksOff, [asked({}, false)], { clearText: [clear] })).toBe('fail');
  });
});

test('octets that are no TLS may be the going on of another protocol', () => {
  const answered = talk('device client_hello', 'lab clear_text');
  const strange = talk('device client_hello', 'lab clear_text', 'device not_tls');
  expect(judged(handshakeOutcome, [connection({ messages: answered })])).toBe('pass');
  expect(judged(handshakeOutcome, [connection({ messages: strange })])).toBe('inconclusive');
});

test('an early change of keys that was taken ends in a record that does not authenticate', () => {
  const ended = (code: number): Connection =>
    connection({ alerts: [{ at: 4, from: 'device', level: 'fatal', code, name: '', encrypted: false }] });
  expect(judged(refusesEarlyChange, [ended(10)])).toBe('pass');
  expect(judged(refusesEarlyChange, [connection()])).toBe('pass');
  expect(judged(refusesEarlyChange, [ended(20)])).toBe('inconclusive');
});

test.describe('what a bad answer leaves behind', () => {
  const messages = talk('device client_hello', 'lab alert');
  const met = connection({ messages, negotiated: null, serverChain: [] });
  const idle = connection({ messages: [], hello: null, negotiated: null, serverChain: [] });
  const judge = recovers({ mustClose: true });

  test('a spare connection that never came to an answer may stay, and end whenever it likes', () => {
    expect(judged(judge, [met, { ...idle, closed: { by: 'open', how: 'none', at: null } }])).toBe('pass');
    expect(judged(judge, [met, { ...idle, closed: { by: 'device', how: 'fin', at: 9000 } }])).toBe('pass');
  });

  test('a lab that lets go before the window has passed says nothing of the device', () => {
    expect(judged(judge, [{ ...met, closed: { by: 'lab', how: 'fin', at: 500 } }])).toBe('inconclusive');
  });

  test('a device that goes on as it may does not speak in clear beside it', () => {
    const bears = recovers({ mustClose: false });
    expect(judged(bears, [registered()])).toBe('pass');
    expect(judged(bears, [registered()], { clearText: [clear] })).toBe('fail');
  });
});

test('a request that crosses the last flight and is taken back by a fatal alert is no acceptance', () => {
  const flight = ['client_key_exchange', 'change_cipher_spec', 'finished'].map((type) => `device ${type}`);
  const messages = talk('device client_hello', 'lab server_hello', ...flight, 'lab change_cipher_spec', 'lab finished');
  const negotiated = { version: 'TLS 1.2', suite: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256' } as const;
  const request = { at: 8, from: 'device', bytes: 400, kind: 'SIP REGISTER' } as const;
  const answer = { at: 9, from: 'lab', bytes: 400, kind: 'SIP 200' } as const;
  const alert = { at: 8.5, from: 'device', level: 'fatal', code: 51, name: 'decrypt_error', encrypted: true } as const;
  const verdict = (partial: Partial<Connection>): string =>
    judged(lastFlightRefused, [connection({ messages, negotiated, ...partial })]);
  expect(verdict({ application: [{ ...request, at: 4.5 }], alerts: [alert] })).toBe('pass');
  expect(verdict({ application: [request], alerts: [alert] })).toBe('inconclusive');
  expect(verdict({ application: [request] })).toBe('fail');
  expect(verdict({ application: [request, answer, { ...request, at: 10 }], alerts: [{ ...alert, at: 11 }] })).toBe(
    'fail',
  );
});

test('a retry that adds an older version beside the newest is a fallback', () => {
  const extensions = ['supported_versions'];
  const usual = hello({ versions: ['TLS 1.3', 'TLS 1.2'], extensions });
  const killed = (one: typeof usual): Connection =>
    connection({
      hello: one,
      messages: talk('device client_hello', 'lab alert'),
      alerts: [{ at: 2, from: 'lab', level: 'fatal', code: 70, name: 'protocol_version', encrypted: false }],
    });
  const verdict = (...versions: string[]): string => {
    const retry = killed(hello({ versions, extensions }));
    const controls = (role: Attempt['role']): Attempt => attempt(role, [registered({ hello: usual })]);
    const attempts = [controls('control-before'), attempt('case', [killed(usual), retry]), controls('control-after')];
    return retriesNoWeaker(evidence({ attempts }), context('refuse')).verdict;
  };
  expect(verdict('TLS 1.3', 'TLS 1.2')).toBe('pass');
  expect(verdict('TLS 1.2')).toBe('pass');
  expect(verdict('TLS 1.2', 'TLS 1.1', 'TLS 1.0')).toBe('fail');
});

test.describe('a ClientHello', () => {
  const read = (rule: NonNullable<Case['hello']>, ...hellos: ReturnType<typeof hello>[]): string => {
    const connections = hellos.map((one) => connection({ hello: one }));
    return helloConformity(bracketed(attempt('case', connections)), context('accept', { hello: rule })).verdict;
  };

  test('alone does not show that the next one has another random', () => {
    expect(read('fresh-random', hello())).toBe('inconclusive');
    expect(read('fresh-random', hello(), hello({ random: 'ee'.repeat(32) }))).toBe('pass');
    expect(read('fresh-random', hello(), hello())).toBe('fail');
  });

  test('has its key shares in the order of their groups, with gaps or without', () => {
    const groups = ['x25519', 'secp256r1', 'secp384r1'];
    expect(read('well-formed', hello({ groups, keyShares: ['x25519', 'secp384r1'] }))).toBe('pass');
    expect(read('well-formed', hello({ groups, keyShares: ['secp256r1', 'x25519'] }))).toBe('fail');
  });
});
