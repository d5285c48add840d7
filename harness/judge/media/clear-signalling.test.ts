import { expect, test } from '@playwright/test';
import type { Action, ApplicationData, Attempt, Connection, CryptoLine } from '../../evidence.ts';
import { attempt, connection, evidence } from '../evidence.sample.ts';
import { keepsKeysOutOfClear } from './clear-signalling.ts';

const line: CryptoLine = {
  tag: 1,
  suite: 'AES_CM_128_HMAC_SHA1_80',
  keys: [{ octets: 30, fingerprint: '0123456789abcdef', padded: true, lifetime: null, mki: null }],
  parameters: [],
};

const said = (
  from: ApplicationData['from'],
  kind: string,
  lines: string[] = [],
  crypto?: CryptoLine,
): ApplicationData => {
  const start = /^SIP \d/.test(kind) ? `SIP/2.0 ${kind.slice(4)} OK` : `${kind.slice(4)} sip:bench@lab.test SIP/2.0`;
  const head = [start, 'Via: SIP/2.0/TCP 127.0.0.1;branch=z9hG4bK1', 'Call-ID: 1', 'CSeq: 1 INVITE'];
  const text = [...head, '', ...lines, ''].join('\r\n');
  return { at: 3, from, bytes: text.length, kind, text, ...(crypto && { crypto: [crypto] }) };
};
const registration = [said('device', 'SIP REGISTER'), said('lab', 'SIP 200')];
const media = ['v=0', 'm=audio 4000 RTP/AVP 0'];
const keyed = said('device', 'SIP INVITE', [...media, 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:***'], line);
const plain = said('device', 'SIP INVITE', media);

const secure = (...application: ApplicationData[]): Connection =>
  connection({ application: [...registration, ...application] });
const clear = (...application: ApplicationData[]): Connection =>
  connection({
    messages: application.map(({ at, from, bytes }) => ({ at, from, type: 'clear_text', bytes, encrypted: false })),
    hello: null,
    negotiated: null,
    serverChain: [],
    application,
  });

const refused: Action = {
  after: 1,
  what: 'transport',
  about: 'tcp',
  said: 'refused',
  reason: 'keys would go in clear',
};
const controls = [attempt('control-before', [secure(keyed)]), attempt('control-after', [secure(keyed)])] as const;

function judged(
  connections: Connection[],
  {
    actions = [],
    around = controls,
    partial = {},
  }: { actions?: Action[]; around?: readonly Attempt[]; partial?: Partial<Attempt> } = {},
) {
  const attempts = [...around, attempt('case', connections, partial)];
  const context = { requirement: 'SDES-37', case: undefined, service: 'sip', trust: 'M2' } as const;
  return keepsKeysOutOfClear(evidence({ attempts, actions }), context);
}

test('a key in clear fails, told by its fingerprint, whatever else there is', () => {
  const finding = judged([clear(...registration, keyed)], { around: [], actions: [refused] });

  expect(finding).toMatchObject({ verdict: 'fail', seen: expect.stringContaining('fingerprint 0123456789abcdef') });
  expect(finding.seen).toContain('SIP INVITE over TCP');
});

test('a key in a line that breaks the grammar is a key all the same', () => {
  const broken = said('device', 'SIP 200', [...media, 'a=crypto: x inline:***']);

  expect(judged([clear(...registration, broken)]).verdict).toBe('fail');
});

test('a call in clear without a key passes where the device writes keys over TLS', () => {
  const [before, after] = controls;

  expect(judged([clear(...registration, plain)]).verdict).toBe('pass');
  expect(judged([clear(...registration, plain)], { around: [before] }).verdict).toBe('inconclusive');
  expect(judged([clear(...registration, plain)], { around: [before, attempt('control-after', [])] }).verdict).toBe(
    'inconclusive',
  );
  expect(
    judged([clear(...registration, plain)], { around: [attempt('control-before', [secure(plain)]), after] }),
  ).toMatchObject({ verdict: 'inconclusive', seen: expect.stringContaining('no key over TLS either') });
});

test('a crypto line without a key, or a message that is not read to its end, shows nothing', () => {
  const empty = said('device', 'SIP INVITE', [...media, 'a=crypto:1 AES_CM_128_HMAC_SHA1_80']);

  expect(judged([clear(...registration, empty)]).verdict).toBe('inconclusive');
  expect(judged([clear(...registration, { ...plain, bytes: 20_000 })]).verdict).toBe('inconclusive');
});

test('a refused setting passes where nothing at all went in clear, and only if the device has said so', () => {
  const tls = connection({ negotiated: null });

  expect(judged([], { actions: [refused] })).toMatchObject({
    verdict: 'pass',
    seen: expect.stringContaining('keys would go in clear'),
  });
  expect(judged([tls], { actions: [refused] }).verdict).toBe('pass');
  expect(judged([]).verdict).toBe('inconclusive');
  expect(judged([], { actions: [{ ...refused, said: 'failed' }] }).verdict).toBe('inconclusive');
  expect(judged([], { actions: [refused], around: [] }).verdict).toBe('inconclusive');
  expect(judged([clear(...registration)], { actions: [refused] }).verdict).toBe('inconclusive');
});

test('what went in clear where nothing is read decides nothing', () => {
  const datagram = { at: 3, transport: 'udp', port: 'sip', bytes: 400, kind: 'SIP INVITE', firstLine: '' } as const;

  expect(judged([], { actions: [refused], partial: { clearText: [datagram] } }).verdict).toBe('inconclusive');
});

test('a registration alone, or a call that the device has no time for, shows nothing', () => {
  const invite = said('lab', 'SIP INVITE', media);

  expect(judged([clear(...registration)]).verdict).toBe('inconclusive');
  expect(judged([clear(...registration, invite, said('device', 'SIP 486'))]).verdict).toBe('inconclusive');
  expect(judged([clear(...registration, invite, said('device', 'SIP 488'))])).toMatchObject({
    verdict: 'pass',
    seen: expect.stringContaining('488'),
  });
});
