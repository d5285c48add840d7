import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { SipFramer } from './framer.ts';
import { request, writeSip } from './message.ts';

const one = writeSip(request('MESSAGE', 'sip:one@b', [['Call-ID', '1']], 'příliš\r\n\r\nžluťoučký'));
const two = writeSip(request('OPTIONS', 'sip:two@b', [['Call-ID', '2']]));
const stream = Buffer.concat([Buffer.from('\r\n\r\n'), one, Buffer.from('\r\n'), two, Buffer.from('\r\n\r\n'), one]);

for (const size of [1, 2, 3, 7, 64, stream.length]) {
  test(`finds the same messages in chunks of ${size}`, () => {
    const framer = new SipFramer();
    const found = [];

    for (let at = 0; at < stream.length; at += size) found.push(...framer.push(stream.subarray(at, at + size)));

    expect(found.map(writeSip)).toEqual([one, two, one]);
    expect(framer.pings).toBe(2);
    expect(framer.error).toBeNull();
  });
}

test('delivers what came before rubbish and then stops', () => {
  const framer = new SipFramer();

  const found = framer.push(Buffer.concat([two, Buffer.from('rubbish\r\n\r\n'), two]));

  expect(found).toHaveLength(1);
  expect(framer.error?.message).toContain('no SIP start line');
  expect(framer.push(two)).toEqual([]);
});

test('refuses a message without Content-Length, for its end is unknown', () => {
  const framer = new SipFramer();

  framer.push(Buffer.from('OPTIONS sip:a SIP/2.0\r\nVia: x\r\n\r\n'));

  expect(framer.error?.message).toContain('no Content-Length');
});

test('keeps no more than its bound', () => {
  const endless = new SipFramer();
  for (let i = 0; i < 40; i++) endless.push(Buffer.alloc(4096, 'a'));
  const huge = new SipFramer();
  huge.push(Buffer.from('OPTIONS sip:a SIP/2.0\r\nContent-Length: 999999999\r\n\r\n'));

  expect(endless.error?.message).toContain('131072');
  expect(huge.error?.message).toContain('131072');
});

/** The fault, what stands behind it, and what of it is taken. */
const faults: [string, string, string, string[]][] = [
  ['a negative length', 'Content-Length: -999', 'v=0\r\n', []],
  ['two lengths that differ', 'Content-Length: 13\r\nl: 5', 'There is no way', []],
  ['a length that is no number', 'Content-Length: 0x10', '', []],
  ['a length of 30 digits', `Content-Length: ${'9'.repeat(30)}`, '', []],
  ['an empty length', 'Content-Length:', '', []],
  ['a length with a sign', 'Content-Length: +4', 'body', []],
  ['the same length twice', 'Content-Length: 4\r\nL : 4', 'body', ['body', '']],
  ['a length with leading zeros', 'l:0004', 'body', ['body', '']],
];
for (const [what, field, body, taken] of faults) {
  test(`${what} ${taken.length > 0 ? 'counts the body' : 'ends the stream'}`, () => {
    const framer = new SipFramer();
    const faulty = Buffer.from(`INVITE sip:a SIP/2.0\r\n${field}\r\nSubject: x\r\n\r\n${body}`);

    const found = framer.push(Buffer.concat([faulty, two]));

    expect(found.map((one) => one.body.toString())).toEqual(taken);
    expect(framer.error === null).toBe(taken.length > 0);
  });
}

test('a body is waited for, whatever looks like a message in it', () => {
  const framer = new SipFramer();
  const head = Buffer.from(`INVITE sip:a SIP/2.0\r\nContent-Length: ${two.length + 5}\r\n\r\n`);

  expect(framer.push(Buffer.concat([head, two]))).toEqual([]);
  expect(framer.push(Buffer.from('12345')).map((one) => one.method)).toEqual(['INVITE']);
  expect(framer.push(two).map((one) => one.method)).toEqual(['OPTIONS']);
});

test('whatever the octets are, they are messages, waited for, or an error', () => {
  const pieces = fc.oneof(
    fc.uint8Array({ maxLength: 40 }).map((octets) => Buffer.from(octets)),
    fc.constantFrom(
      one,
      two,
      Buffer.from('\r\n'),
      Buffer.from('Content-Length: -1\r\n'),
      Buffer.from('SIP/2.0 99999999999'),
    ),
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (chunks) => {
      const framer = new SipFramer();
      const found = chunks.flatMap((chunk) => framer.push(chunk));

      expect(found.every(({ startLine }) => startLine.includes('SIP/2.0'))).toBe(true);
    }),
  );
});
