import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { ApplicationStream } from './application-stream.ts';

const messages = [
  ['REGISTER sip:lab.test SIP/2.0\r\nContent-Length: 0\r\n\r\n', 'SIP REGISTER'],
  ['SIP/2.0 401 Unauthorized\r\nl: 4\r\n\r\nbody', 'SIP 401'],
  ['\r\n\r\n', 'keep-alive'],
  ['GET /a.cfg HTTP/1.1\r\nHost: prov\r\n\r\n', 'HTTP GET'],
  ['HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nGET / HTTP/', 'HTTP 200'],
] as const;

test('messages keep apart however they are cut into records', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(messages.length - 1), { minLength: 1, maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 }),
      (picked, sizes) => {
        // Two keep-alives in a row are one run of empty lines.
        const chosen = picked.filter((one, index) => one !== 2 || picked[index - 1] !== 2);
        const bytes = Buffer.from(chosen.map((index) => messages[index]?.[0]).join(''));
        const stream = new ApplicationStream();
        const seen = [];
        for (let at = 0, cut = 0; at < bytes.length; cut++) {
          const size = sizes[cut % sizes.length] ?? 1;
          seen.push(...stream.push(bytes.subarray(at, at + size)));
          at += size;
        }
        const kinds = seen.map(({ kind }) => kind).filter((kind) => kind !== 'keep-alive');
        const meant = chosen.filter((index) => index !== 2).map((index) => messages[index]?.[1]);
        const octets = seen.reduce((sum, message) => sum + message.bytes, 0);
        return kinds.join() === meant.join() && octets === bytes.length;
      },
    ),
  );
});

test('a long body is counted in full and shown in part', () => {
  const stream = new ApplicationStream();
  const [message] = stream.push(Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n${'x'.repeat(50_000)}`));
  expect(stream.push(Buffer.alloc(50_000, 0x78))).toEqual([]);
  expect(message?.bytes).toBe(100_043);
  expect(message?.text).toHaveLength(4096);
});

test('binary is unknown', () => {
  const [message] = new ApplicationStream().push(Buffer.from([0, 1, 2, 255]));
  expect(message?.kind).toBe('unknown');
});
