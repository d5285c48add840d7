import { expect, test } from '@playwright/test';
import { Flaws, type FlawName } from '../flaws.ts';
import { inspect } from './inspection.ts';

const fields = {
  Via: 'SIP/2.0/TLS a.test;branch=z9hG4bK1',
  From: '"A" <sip:a@a.test>;tag=1',
  To: '<sip:b@b.test>',
  'Call-ID': 'one@a.test',
  CSeq: '1 OPTIONS',
  'Max-Forwards': '70',
};

function request({
  line = 'OPTIONS sip:b@b.test SIP/2.0',
  body = '',
  ...more
}: { line?: string; body?: string; [field: string]: string | undefined } = {}): string {
  const all = Object.entries({ ...fields, ...more }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}`],
  );
  return [line, ...all, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n');
}

function statusOf(text: string, ...names: FlawName[]): string | null {
  const flaws = new Flaws();
  flaws.set(names);
  const inspected = inspect(text, flaws);
  if (inspected === null || typeof inspected === 'string') return inspected;
  return /^SIP\/2\.0 (\d+)/.exec(inspected.answer)?.[1] ?? '';
}

const invite = { line: 'INVITE sip:b@b.test SIP/2.0', CSeq: '1 INVITE', Contact: '<sip:a@a.test>' };
const sdp = { 'Content-Type': 'application/sdp', body: 'v=0\r\n' };

const refused: [string, string, string, FlawName?][] = [
  ['another version', request({ line: 'OPTIONS sip:b@b.test SIP/3.0' }), '505', 'ignores-sip-version'],
  ['no From', request({ From: undefined }), '400'],
  ['two To fields', request({ To: '<sip:b@b.test>\r\nt: <sip:c@b.test>' }), '400', 'takes-repeated-fields'],
  ['a method that nobody knows', request({ line: 'DANCE sip:b@b.test SIP/2.0', CSeq: '1 DANCE' }), '501'],
  ['REGISTER', request({ line: 'REGISTER sip:b.test SIP/2.0', CSeq: '1 REGISTER' }), '405'],
  ['a CSeq of 2^31', request({ CSeq: '2147483648 OPTIONS' }), '400'],
  ['a CSeq of another method', request({ CSeq: '1 INVITE' }), '400', 'ignores-cseq-method'],
  ['256 hops', request({ 'Max-Forwards': '256' }), '400'],
  ['a tel URI', request({ line: 'OPTIONS tel:+12125551212 SIP/2.0' }), '416'],
  ['an extension', request({ Require: 'path, 100rel' }), '420', 'ignores-required-extensions'],
  [
    'a body of another type',
    request({ ...invite, ...sdp, 'Content-Type': 'text/plain' }),
    '415',
    'ignores-content-type',
  ],
  ['no SDP accepted', request({ ...invite, ...sdp, Accept: 'text/plain, text/html' }), '406', 'ignores-accept'],
  ['a quote without end', request({ To: '"B <sip:b@b.test>' }), '400'],
  ['<> around the URI', request({ line: 'OPTIONS <sip:b@b.test> SIP/2.0' }), '400'],
];
for (const [what, text, status, without] of refused) {
  test(`${what}: ${status}`, () => expect(statusOf(text)).toBe(status));
  if (without) test(`${what}, ${without}: goes on`, () => expect(statusOf(text, without)).toBeNull());
}

const passed: [string, string][] = [
  ['OPTIONS', request()],
  ['an INVITE that takes SDP among others', request({ ...invite, ...sdp, Accept: 'text/plain, application/sdp' })],
  ['an INVITE that takes all', request({ ...invite, ...sdp, Accept: '*/*' })],
  ['an extension that is supported', request({ Require: '100rel' })],
  ['a sips URI', request({ line: 'OPTIONS sips:b@b.test SIP/2.0' })],
  ['folded fields', request({ From: '"A"\r\n <sip:a@a.test>\r\n\t;tag=1' })],
  ['no hops left', request({ 'Max-Forwards': '0' })],
  ['a response', 'SIP/2.0 200 OK\r\nVia: SIP/2.0/TLS a.test;rport;branch=z9hG4bK1\r\nContent-Length: 0\r\n\r\n'],
  ['rubbish', 'rubbish\r\n\r\n'],
];
for (const [what, text] of passed) test(`${what}: for the stack`, () => expect(statusOf(text)).toBeNull());

test('an ACK is never answered', () => {
  const ack = { line: 'ACK sip:b@b.test SIP/2.0', CSeq: '1 ACK' };

  expect(statusOf(request(ack))).toBeNull();
  expect(statusOf(request({ ...ack, To: '"B <sip:b@b.test>' }))).toBe('drop');
});

test('an answer repeats what tells the request from others, all Vias in order', () => {
  const vias = 'SIP/2.0/TLS a.test;branch=z9hG4bK1\r\nv: SIP/2.0/TCP b.test ,\r\n SIP/2.0/UDP c.test';
  const inspected = inspect(request({ Via: vias, Require: 'path' }), new Flaws());
  const answer = typeof inspected === 'object' && inspected ? inspected.answer : '';

  expect(answer.replace(/(?<=;tag=)[0-9a-f]{8}\b/, 'new').split('\r\n')).toEqual([
    'SIP/2.0 420 Bad Extension',
    'Via: SIP/2.0/TLS a.test;branch=z9hG4bK1',
    'Via: SIP/2.0/TCP b.test , SIP/2.0/UDP c.test',
    'From: "A" <sip:a@a.test>;tag=1',
    'To: <sip:b@b.test>;tag=new',
    'Call-ID: one@a.test',
    'CSeq: 1 OPTIONS',
    'Unsupported: path',
    'Content-Length: 0',
    '',
    '',
  ]);
});

const long = 'x'.repeat(60_000);
const hostile: [string, string, string | null][] = [
  ['a first line of spaces', request({ line: `OPTIONS${' '.repeat(60_000)}x` }), null],
  ['a first line of words', request({ line: `OPTIONS ${'x '.repeat(30_000)}SIP/2.0` }), '400'],
  ['a long method', request({ line: `${long} sip:b@b.test SIP/2.0` }), '501'],
  ['a long CSeq', request({ CSeq: `1 ${long}` }), '400'],
  ['20000 fields', request({ X: `y\r\n${'X: y\r\n'.repeat(20_000)}X: y` }), null],
  ['a field folded 20000 times', request({ X: `y${'\r\n y'.repeat(20_000)}` }), null],
  ['NULs', request({ From: '\0\0\0', To: '\0' }), '400'],
  ['nothing', '', null],
  ['no end of the head', 'OPTIONS sip:b@b.test SIP/2.0\r\nVia', '400'],
];
for (const [what, text, status] of hostile)
  test(`${what}: ${status ?? 'for the stack'}`, () => expect(statusOf(text)).toBe(status));
