import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { Framer, FramingError } from './framer.ts';

const message = (body: string, header = 'Content-Length'): string =>
  `OPTIONS sip:a@b SIP/2.0\r\n${header}: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

function collect(chunks: Buffer[]): string[] {
  const seen: string[] = [];
  const framer = new Framer({ message: (text) => seen.push(text), ping: () => seen.push('ping') });
  for (const chunk of chunks) framer.push(chunk);
  return seen;
}

test('messages are cut by octets, whatever the pieces they come in', () => {
  const parts = [message('Grüße, 世界'), '\r\n\r\n', message(''), message('x'.repeat(300), 'l'), '\r\n', message('é')];
  const whole = Buffer.from(parts.join(''));
  const expected = [parts[0], 'ping', parts[2], parts[3], parts[5]];
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: whole.length })), (cuts) => {
      const places = [...new Set([0, ...cuts, whole.length])].sort((a, b) => a - b);
      const chunks = places.slice(1).map((end, at) => whole.subarray(places[at], end));
      expect(collect(chunks)).toEqual(expected);
    }),
  );
});

test('a single line end is a pong and answered with nothing', () => {
  expect(collect([Buffer.from('\r\n'), Buffer.from(message('')), Buffer.from('\r\n')])).toEqual([message('')]);
});

const broken: [string, string, RegExp][] = [
  ['without Content-Length', 'OPTIONS sip:a@b SIP/2.0\r\nTo: x\r\n\r\n', /no Content-Length/],
  ['with two that differ', 'X\r\nContent-Length: 1\r\nl: 2\r\n\r\nab', /usable Content-Length/],
  ['with a negative one', 'X\r\nContent-Length: -1\r\n\r\n', /usable Content-Length/],
  ['with a signed one', 'X\r\nContent-Length: +4\r\n\r\nbody', /usable Content-Length/],
  ['with an empty one', 'X\r\nContent-Length:\r\n\r\n', /usable Content-Length/],
  ['with one of 30 digits', `X\r\nContent-Length: ${'9'.repeat(30)}\r\n\r\n`, /usable Content-Length/],
  ['with a body beyond the bound', 'X\r\nContent-Length: 65537\r\n\r\n', /body is longer/],
  ['with a header without end', 'X: y\r\n'.repeat(12000), /header is longer/],
];
for (const [what, text, reason] of broken)
  test(`a message ${what} ends the stream`, () => expect(() => collect([Buffer.from(text)])).toThrow(reason));

test('a body is waited for, whatever looks like a message in it', () => {
  const inside = message('');
  const outside = `INVITE sip:a@b SIP/2.0\r\nContent-Length: ${inside.length + 5}\r\n\r\n${inside}12345`;
  const octets = Buffer.from(outside);

  expect(collect([octets.subarray(0, -5)])).toEqual([]);
  expect(collect([octets.subarray(0, -5), octets.subarray(-5), Buffer.from(inside)])).toEqual([outside, inside]);
});

test('a length may stand in the next line, and twice', () => {
  const text = 'INVITE sip:a@b SIP/2.0\r\nContent-Length :\r\n 4\r\nL: 4\r\n\r\nbody';

  expect(collect([Buffer.from(text + message(''))])).toEqual([text, message('')]);
});

test('whatever the octets are, they are messages, waited for, or the end of the stream', () => {
  const pieces = fc.oneof(
    fc.uint8Array({ maxLength: 40 }).map((octets) => Buffer.from(octets)),
    fc
      .constantFrom(message('é'), '\r\n', 'Content-Length: -1\r\n', 'l: 99999999999\r\n\r\n')
      .map((text) => Buffer.from(text)),
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (chunks) => {
      let ended: unknown = null;
      try {
        expect(collect(chunks).every((seen) => seen === 'ping' || seen.includes('\r\n\r\n'))).toBe(true);
      } catch (error) {
        ended = error;
      }
      expect(ended === null || ended instanceof FramingError).toBe(true);
    }),
  );
});
