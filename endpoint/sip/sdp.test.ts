import { expect, test } from '@playwright/test';
import { readSdp, writeSdp } from './sdp.ts';

test('addresses, directions and crypto lines are those of the media level, the first two else of the session', () => {
  const read = readSdp(
    [
      'v=0',
      'o=- 1 1 IN IP4 192.0.2.9',
      's=-',
      'c=IN IP4 192.0.2.1',
      'a=sendonly',
      'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:session',
      't=0 0',
      'm=audio 4000/2 RTP/SAVP 0 101',
      'a=crypto:2 X inline:media',
      'm=audio 0 RTP/AVP 8',
      'c=IN IP6 2001:db8::1',
      'a=inactive',
      '',
    ].join('\r\n'),
  );
  expect(read).toEqual([
    {
      media: 'audio',
      port: 4000,
      profile: 'RTP/SAVP',
      formats: ['0', '101'],
      address: '192.0.2.1',
      direction: 'sendonly',
      crypto: ['2 X inline:media'],
    },
    {
      media: 'audio',
      port: 0,
      profile: 'RTP/AVP',
      formats: ['8'],
      address: '2001:db8::1',
      direction: 'inactive',
      crypto: [],
    },
  ]);
});

const malformed: [string, RegExp][] = [
  ['', /v=0/],
  ['hello', /v=0/],
  ['v=0\r\nm=audio\r\n', /media line/],
  ['v=0\r\nm=audio x RTP/AVP 0\r\n', /media line/],
  ['v=0\r\nm=audio 70000 RTP/AVP 0\r\n', /media line/],
  ['v=0\r\nm=audio 1 RTP/AVP\r\n', /media line/],
  [`v=0\r\n${'m=audio 1 RTP/AVP 0\r\n'.repeat(21)}`, /too many media/],
  [`v=0\r\nm=audio 1 RTP/AVP 0\r\n${'a=crypto:1 X\r\n'.repeat(500)}`, /too many crypto/],
  [`v=0\r\n${'a=x\r\n'.repeat(2001)}`, /too many lines/],
];
for (const [text, reason] of malformed)
  test(`refused: ${JSON.stringify(text.slice(0, 40))} (${text.length})`, () => expect(readSdp(text)).toMatch(reason));

test('what is written is read again, refused streams with port 0 in their place', () => {
  const refused = { media: 'video', port: 5000, profile: 'RTP/AVP', formats: ['96', '97'] };
  const text = writeSdp({
    address: '127.0.0.1',
    sessionId: 5,
    version: 2,
    media: [
      { refused: { ...refused, address: null, direction: 'sendrecv', crypto: [] } },
      {
        port: 4000,
        profile: 'RTP/SAVP',
        payloadTypes: [{ type: 8, name: 'PCMA' }],
        direction: 'recvonly',
        crypto: ['a=crypto:1 X'],
      },
    ],
  });
  expect(text).toContain('o=- 5 2 IN IP4 127.0.0.1\r\n');
  expect(readSdp(text)).toMatchObject([
    { media: 'video', port: 0, formats: ['96', '97'] },
    { port: 4000, profile: 'RTP/SAVP', formats: ['8'], direction: 'recvonly', crypto: ['1 X'], address: '127.0.0.1' },
  ]);
});
