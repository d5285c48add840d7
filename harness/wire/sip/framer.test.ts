import { expect, test } from '@playwright/test';
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
