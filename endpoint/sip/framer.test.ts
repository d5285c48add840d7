import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { Framer } from './framer.ts';

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
  ['with a body beyond the bound', 'X\r\nContent-Length: 65537\r\n\r\n', /body is longer/],
  ['with a header without end', 'X: y\r\n'.repeat(12000), /header is longer/],
];
for (const [what, text, reason] of broken)
  test(`a message ${what} ends the stream`, () => expect(() => collect([Buffer.from(text)])).toThrow(reason));
