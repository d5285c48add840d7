import { expect, test } from '@playwright/test';
import { Flaws, type FlawName } from '../flaws.ts';
import { readSdp, writeSdp } from './sdp.ts';

const none = new Flaws();

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
    none,
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
      fingerprint: false,
      companions: { eventType: null, comfortNoise: false, controlPort: 4001 },
    },
    {
      media: 'audio',
      port: 0,
      profile: 'RTP/AVP',
      formats: ['8'],
      address: '2001:db8::1',
      direction: 'inactive',
      crypto: [],
      fingerprint: false,
      companions: { eventType: null, comfortNoise: false, controlPort: 1 },
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
  ['v=0\r\nm=audio 1 RTP/SAVP 0\r\na=crypto:1 X\0Y\r\n', /NUL/],
  [`v=0\r\n${'a=x\r\n'.repeat(2001)}`, /too many lines/],
];
for (const [text, reason] of malformed)
  test(`refused: ${JSON.stringify(text.slice(0, 40))} (${text.length})`, () =>
    expect(readSdp(text, none)).toMatch(reason));

const flawed = (flaw: FlawName): Flaws => {
  const flaws = new Flaws();
  flaws.set([flaw]);
  return flaws;
};

const misread: [FlawName, string, string[]][] = [
  ['reads-sdp-to-nul', 'm=audio 1 RTP/SAVP 0\r\na=crypto:1 X\0Y\r\n', ['1 X']],
  ['uses-session-level-crypto', 'a=crypto:1 X\r\nm=audio 1 RTP/SAVP 0\r\n', ['1 X']],
  [
    'uses-crypto-of-refused-streams',
    'm=audio 0 RTP/SAVP 0\r\na=crypto:1 X\r\nm=audio 1 RTP/SAVP 0\r\na=crypto:2 Y\r\n',
    ['1 X'],
  ],
];
for (const [flaw, text, crypto] of misread)
  test(`flaw ${flaw}: the last stream has another crypto line`, () => {
    const read = readSdp(`v=0\r\n${text}`, flawed(flaw));
    expect(typeof read === 'string' ? read : read.at(-1)?.crypto).toEqual(crypto);
    const rightly = readSdp(`v=0\r\n${text}`, none);
    expect(typeof rightly === 'string' ? rightly : rightly.at(-1)?.crypto).not.toEqual(crypto);
  });

test('what is written is read again, refused streams with port 0 in their place', () => {
  const companions = { eventType: null, comfortNoise: false, controlPort: 5001 };
  const refused = { media: 'video', port: 5000, profile: 'RTP/AVP', formats: ['96', '97'] };
  const text = writeSdp(
    {
      address: '127.0.0.1',
      sessionId: 5,
      version: 2,
      media: [
        { refused: { ...refused, address: null, direction: 'sendrecv', crypto: [], fingerprint: false, companions } },
        {
          port: 4000,
          profile: 'RTP/SAVP',
          payloadTypes: [{ type: 8, name: 'PCMA' }],
          direction: 'recvonly',
          keying: ['a=crypto:1 X'],
          attributes: [],
        },
      ],
    },
    none,
  );
  expect(text).toContain('o=- 5 2 IN IP4 127.0.0.1\r\n');
  expect(readSdp(text, none)).toMatchObject([
    { media: 'video', port: 0, formats: ['96', '97'] },
    { port: 4000, profile: 'RTP/SAVP', formats: ['8'], direction: 'recvonly', crypto: ['1 X'], address: '127.0.0.1' },
  ]);
});
