import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { parseCrypto, writeCrypto } from './crypto-attribute.ts';
import { maskSecrets } from '../../tap/mask.ts';
import { describeForEvidence } from './description-evidence.ts';
import { activeAudio, parseSdp, toEvidence, writeSdp } from './sdp.ts';

// The example of RFC 4568 §4.
const example = [
  'v=0',
  'o=jdoe 2890844526 2890842807 IN IP4 10.47.16.5',
  's=SDP Seminar',
  'c=IN IP4 161.44.17.12/127',
  't=2873397496 2873404696',
  'm=video 51372 RTP/SAVP 31',
  'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj|2^20|1:32',
  'm=audio 49170 RTP/SAVP 0',
  'c=IN IP4 10.0.0.9',
  'a=crypto:1 AES_CM_128_HMAC_SHA1_32 inline:NzB4d1BINUAvLEw6UzF3WSJ+PSdFcGdUJShpX1Zj|2^20|1:4;inline:QUJjZGVmMTIzNDU2Nzg5QUJDREUwMTIzNDU2Nzg5|2^20|2:4 UNENCRYPTED_SRTCP',
  '',
].join('\r\n');

test('reads the example of RFC 4568', () => {
  const audio = activeAudio(parseSdp(example));

  expect(audio).toMatchObject({ port: 49170, profile: 'RTP/SAVP', formats: ['0'], address: '10.0.0.9' });
  expect(audio?.crypto[0]).toMatchObject({
    tag: 1,
    suite: 'AES_CM_128_HMAC_SHA1_32',
    sessionParameters: ['UNENCRYPTED_SRTCP'],
    keys: [
      { lifetime: '2^20', mki: { value: 1n, octets: 4 } },
      { lifetime: '2^20', mki: { value: 2n, octets: 4 } },
    ],
  });
  expect(audio?.crypto[0]?.keys?.[0]?.octets).toHaveLength(30);
  expect(parseSdp(example).media[0]?.address).toBe('161.44.17.12');
});

test('evidence holds no key, yet tells whether two are equal', () => {
  const key = randomBytes(30);
  const text = writeSdp({
    address: '127.0.0.1',
    port: 4000,
    profile: 'RTP/SAVP',
    formats: [0, 8],
    attributes: [writeCrypto(3, 'AES_CM_128_HMAC_SHA1_80', key)],
  });

  const evidence = toEvidence(text);

  expect(evidence.text).not.toContain(key.toString('base64').slice(0, 8));
  expect(evidence.text.replace('***', key.toString('base64'))).toBe(text);
  const keyFingerprint = createHash('sha256').update(key).digest('hex').slice(0, 16);
  expect(evidence).toMatchObject({
    profile: 'RTP/SAVP',
    port: 4000,
    crypto: [{ tag: 3, suite: 'AES_CM_128_HMAC_SHA1_80', keyOctets: 30, keyFingerprint }],
  });
  expect(toEvidence(example).text).toContain('inline:***|2^20|1:4;inline:***|2^20|2:4 UNENCRYPTED');
});

test('an answer refuses the other media lines in their places', () => {
  const audio = { address: '::1', port: 4000, profile: 'RTP/SAVP', formats: [0 as const], attributes: [] };

  const answer = parseSdp(writeSdp(audio, parseSdp(example)));

  expect(answer.media.map((each) => [each.kind, each.port])).toEqual([
    ['video', 0],
    ['audio', 4000],
  ]);
});

const key = Buffer.alloc(30, 'example').toString('base64');
for (const [value, keys] of [
  [`1 AES_CM_128_HMAC_SHA1_80 inline:${key}`, 1],
  [`999999999 AES_CM_128_HMAC_SHA1_80 inline:${key}|1048576`, 1],
  [`1 AES_CM_128_HMAC_SHA1_80 inline:${key}|1:4 WSH=64 -FUTURE`, 1],
  [`1 AEAD_AES_256_GCM inline:${Buffer.alloc(44, 'example').toString('base64').replace(/=+$/, '')}`, 1],
  [`1 AES_CM_128_HMAC_SHA1_80`, null],
  [`1 AES_CM_128_HMAC_SHA1_80 inline:`, null],
  [`1 AES_CM_128_HMAC_SHA1_80 ${key}`, null],
  [`1 AES_CM_128_HMAC_SHA1_80 inline:!!!!`, null],
  [`1 AES_CM_128_HMAC_SHA1_80 inline:${key}|1:0`, null],
  [`1 AES_CM_128_HMAC_SHA1_80 inline:${key}|1:129`, null],
] as const) {
  test(`reads keys of "${value.replace(key, 'KEY').slice(0, 60)}": ${keys ?? 'none'}`, () => {
    expect(parseCrypto(value)?.keys?.length ?? null).toBe(keys);
  });
}

for (const value of [
  '',
  '1',
  '01 AES_CM_128_HMAC_SHA1_80 inline:x',
  'FOO AES_CM_128_HMAC_SHA1_80 inline:x',
  '1000000000 A inline:x',
]) {
  test(`takes "${value}" for no crypto attribute`, () => {
    expect(parseCrypto(value)).toBeNull();
    expect(parseSdp(`m=audio 1 RTP/SAVP 0\na=crypto:${value}\n`).media[0]?.brokenCrypto).toHaveLength(1);
  });
}

for (const value of [
  `1 AES_CM_128_HMAC_SHA1_80 ${key}`,
  `1 AES_CM_128_HMAC_SHA1_80 outline:${key}`,
  `1 AES_CM_128_HMAC_SHA1_80 inline: ${key}`,
  `AES_CM_128_HMAC_SHA1_80 inline:${key}`,
  `1 AES_CM_128_HMAC_SHA1_80 inline:AAAA|2^20 ${key}`,
]) {
  test(`evidence of "${value.replace(key, 'KEY')}" holds no key`, () => {
    const text = `v=0\r\nm=audio 1 RTP/SAVP 0\r\na=crypto:${value}\r\n`;

    expect(JSON.stringify([toEvidence(text), describeForEvidence(text), maskSecrets(text)])).not.toContain(
      key.slice(0, 20),
    );
  });
}

test('evidence of a huge description is bounded', () => {
  const lines = Array.from({ length: 500 }, (_, at) => writeCrypto(at + 1, 'AES_CM_128_HMAC_SHA1_80', randomBytes(30)));
  for (const crypto of [
    lines.join('\r\n'),
    `a=crypto:1 X ${'!'.repeat(65536)}`,
    `a=crypto:1 X Y ${'Z '.repeat(32768)}`,
  ]) {
    const text = `v=0\r\nm=audio 1 RTP/SAVP 0\r\n${crypto}\r\n`;
    expect(JSON.stringify([toEvidence(text), describeForEvidence(text)]).length).toBeLessThan(64 * 1024);
  }
});

test('never fails on rubbish', () => {
  for (const text of ['', 'm=', 'm=audio', 'm=audio x y z', randomBytes(2000).toString('latin1'), '\r\r\n\n']) {
    expect(toEvidence(text)).toMatchObject({ port: 0, crypto: [] });
  }
});
