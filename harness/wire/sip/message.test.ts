import { expect, test } from '@playwright/test';
import {
  addressUri,
  header,
  headerItems,
  headers,
  parameter,
  parseSip,
  request,
  responseTo,
  SipSyntaxError,
  writeSip,
} from './message.ts';

const invite = [
  'INVITE sip:bob@biloxi.example.com SIP/2.0',
  'v: SIP/2.0/TLS client.atlanta.example.com:5061;branch=z9hG4bK74bf9',
  'Via: SIP/2.0/TLS other.example.com;branch=z9hG4bK1, SIP/2.0/UDP third.example.com;branch=z9hG4bK2',
  'Record-Route: <sip:proxy.example.com;lr>',
  'f: "Alice; tag=no, <sip:evil@x>" <sip:alice@atlanta.example.com;user=phone>;tag=9fxced76sl',
  't: Bob <sip:bob@biloxi.example.com>',
  'i: 3848276298220188511@atlanta.example.com',
  'CSeq: 1',
  ' INVITE',
  'l: 4',
  '',
  'žx!and more',
].join('\r\n');

test('reads compact names, folded lines and a body counted in bytes', () => {
  const message = parseSip(Buffer.from(invite));

  expect(message).toMatchObject({ method: 'INVITE', uri: 'sip:bob@biloxi.example.com', status: null, reason: null });
  expect(header(message, 'CSeq')).toBe('1 INVITE');
  expect(header(message, 'call-id')).toBe('3848276298220188511@atlanta.example.com');
  expect(headers(message, 'Via')).toHaveLength(2);
  expect(headerItems(message, 'Via').map((via) => parameter(via, 'branch'))).toEqual([
    'z9hG4bK74bf9',
    'z9hG4bK1',
    'z9hG4bK2',
  ]);
  expect(message.body.toString()).toBe('žx!');
});

test('finds tag and address outside the display name', () => {
  const from = header(parseSip(Buffer.from(invite)), 'From') ?? '';

  expect(parameter(from, 'tag')).toBe('9fxced76sl');
  expect(addressUri(from)).toBe('sip:alice@atlanta.example.com;user=phone');
  expect(addressUri('sip:a@b;tag=1')).toBe('sip:a@b');
});

test('writes what it read, with the right Content-Length', () => {
  const built = request('MESSAGE', 'sip:a@b', [['Call-ID', '1']], 'žluť');

  const again = parseSip(writeSip(built));

  expect(header(again, 'Content-Length')).toBe('6');
  expect(again.body.toString()).toBe('žluť');
  expect(writeSip(again)).toEqual(writeSip(built));
});

test('a response copies what the RFC names and tags To once', () => {
  const asked = parseSip(Buffer.from(invite));

  const ringing = responseTo(asked, 180, 'Ringing', { toTag: 'x1' });
  const refused = responseTo(asked, 488, 'Not Acceptable Here', { toTag: 'x1', headers: [['Warning', '304 a "b"']] });

  expect(parameter(header(ringing, 'To') ?? '', 'tag')).toBe('x1');
  expect(headers(ringing, 'Record-Route')).toHaveLength(1);
  expect(headers(refused, 'Record-Route')).toHaveLength(0);
  expect(headers(refused, 'Via')).toEqual(headers(asked, 'Via'));
  expect(parseSip(writeSip(refused))).toMatchObject({ status: 488, reason: 'Not Acceptable Here', method: null });
});

for (const [what, text] of Object.entries({
  'no empty line': 'OPTIONS sip:a SIP/2.0\r\nVia: x\r\n',
  'another protocol': 'GET / HTTP/1.1\r\nHost: a\r\n\r\n',
  'a line without a colon': 'OPTIONS sip:a SIP/2.0\r\nrubbish\r\n\r\n',
  'a body that is too short': 'OPTIONS sip:a SIP/2.0\r\nContent-Length: 5\r\n\r\nabc',
  'a length that is no number': 'OPTIONS sip:a SIP/2.0\r\nContent-Length: -5\r\n\r\nabc',
  'two lengths': 'OPTIONS sip:a SIP/2.0\r\nContent-Length: 1\r\nl: 2\r\n\r\nabc',
  nothing: '',
})) {
  test(`refuses ${what}`, () => {
    expect(() => parseSip(Buffer.from(text))).toThrow(SipSyntaxError);
  });
}
