import { expect, test } from '@playwright/test';
import type { SrtpPolicy } from '../evidence.ts';
import { SrtpReceiver, SrtpSender } from '../wire/media/srtp.ts';
import { parseSdp } from '../wire/sdp/sdp.ts';
import type { CallScript } from './call-script.ts';
import { callScripts, type CallScriptName, likeOf } from './call-scripts.ts';
import { freshKey, mkiField, packets, usableCrypto } from './media-key.ts';
import { Negotiation } from './negotiation.ts';
import { ownCrypto, type OwnDescription, withAudio, withCrypto, withFreshKeys } from './own-description.ts';
import { say } from './said.ts';

const negotiation = (policy: SrtpPolicy, script: Pick<CallScript, 'describe' | 'suites'> = {}) =>
  new Negotiation({ policy, script, host: '192.0.2.1', port: 4000, sparePort: 4002 });

const keyOf = (text: string): string => /inline:([^|\s]+)/.exec(text)?.[1] ?? '';

/** As a device would write it. */
const device = (own: OwnDescription): string => say(own, { host: '192.0.2.9', session: 9, version: 1 }).text;
const secure = (): OwnDescription => ({
  attributes: [],
  media: [
    {
      kind: 'audio',
      port: 5000,
      profile: 'RTP/SAVP',
      formats: [0],
      direction: 'sendrecv',
      crypto: [ownCrypto(7, 'AES_CM_128_HMAC_SHA1_32'), ownCrypto(8, 'AES_CM_128_HMAC_SHA1_80')],
      attributes: [],
    },
  ],
});

for (const [policy, profile, lines] of [
  ['mandatory', 'RTP/SAVP', 1],
  ['optional', 'RTP/AVP', 1],
  ['disabled', 'RTP/AVP', 0],
] as const)
  test(`offers ${profile} with ${lines} crypto lines where its policy is ${policy}`, () => {
    const offered = parseSdp(negotiation(policy).offer());
    expect(offered.media).toMatchObject([{ kind: 'audio', port: 4000, profile, formats: ['0', '8'] }]);
    expect(offered.media[0]?.crypto).toHaveLength(lines);
  });

test('both sides agree on the keys of the line that was taken, with its MKI', () => {
  const one = negotiation('mandatory', {
    describe: (own) => withCrypto(own, ([line]) => [line!, { ...ownCrypto(2, line!.suite), mki: mki('258', '2') }]),
  });
  const offer = one.offer();
  const answering = withCrypto(secure(), () => [ownCrypto(2, 'AES_CM_128_HMAC_SHA1_80')]);
  const agreement = one.answered(device(answering));
  expect(agreement).toMatchObject({ port: 4000, sends: true, remote: { host: '192.0.2.9', port: 5000 } });
  expect(agreement?.own?.mki).toEqual(Buffer.from([1, 2]));
  expect(offer).toContain(
    `a=crypto:2 AES_CM_128_HMAC_SHA1_80 inline:${agreement?.own?.master.toString('base64')}|258:2`,
  );
  expect(agreement?.device?.master).toEqual(answering.media[0]?.crypto[0]?.master);
});

const mki = (value: string, octets: string) => ({ value, octets });

test('of several lines the encrypted one is taken, wherever it stands, and one in clear where none can be', () => {
  const clear = withAudio(secure(), () => ({ profile: 'RTP/AVP', crypto: [], port: 5002 })).media;
  const portsOf = (policy: SrtpPolicy, media: OwnDescription['media']): number[] =>
    parseSdp(negotiation(policy).answer(device({ attributes: [], media }))?.text ?? '').media.map(({ port }) => port);
  expect(portsOf('optional', [...clear, ...secure().media])).toEqual([0, 4000]);
  expect(portsOf('optional', [...secure().media, ...clear])).toEqual([4000, 0]);
  expect(portsOf('disabled', [...secure().media, ...clear])).toEqual([0, 4000]);
  expect(portsOf('mandatory', clear)).toEqual([]);
});

test('an answer of another tag, suite or without crypto leaves the far end without a key of its own', () => {
  for (const lines of [[ownCrypto(3, 'AES_CM_128_HMAC_SHA1_80')], [ownCrypto(1, 'AES_CM_128_HMAC_SHA1_32')], []]) {
    const one = negotiation('mandatory');
    one.offer();
    expect(one.answered(device(withCrypto(secure(), () => lines)))?.own).toBeNull();
  }
});

test('takes the first line of an offer that it knows, and keeps its key while the device keeps its own', () => {
  const one = negotiation('mandatory');
  const offer = secure();
  const first = one.answer(device(offer));
  expect(parseSdp(first?.text ?? '').media[0]?.crypto).toMatchObject([{ tag: 7, suite: 'AES_CM_128_HMAC_SHA1_32' }]);
  const same = one.answer(device(withAudio(offer, () => ({ direction: 'sendonly' }))));
  expect(keyOf(same?.text ?? '')).toBe(keyOf(first?.text ?? ''));
  expect(same?.text).toContain('a=recvonly');
  expect(same?.agreement?.sends).toBe(false);
  expect(keyOf(one.answer(device(withFreshKeys(offer)))?.text ?? '')).not.toBe(keyOf(first?.text ?? ''));
});

test('refuses by its policy, and other lines in their places', () => {
  const plain = withAudio(secure(), () => ({ profile: 'RTP/AVP', crypto: [] }));
  expect(negotiation('mandatory').answer(device(plain))).toBeNull();
  expect(negotiation('disabled').answer(device(secure()))).toBeNull();
  expect(negotiation('mandatory', { suites: ['AEAD_AES_128_GCM'] }).answer(device(secure()))).toBeNull();
  const both = { ...secure(), media: [...plain.media, ...secure().media] };
  const { text = '' } = negotiation('mandatory').answer(device(both)) ?? {};
  expect(parseSdp(text).media.map(({ port, profile }) => `${port} ${profile}`)).toEqual(['0 RTP/AVP', '4000 RTP/SAVP']);
});

test('an offer that was refused changes nothing', () => {
  const one = negotiation('mandatory');
  const before = one.answer(device(secure()))?.agreement;
  one.offer(withFreshKeys(one.own));
  one.withdraw();
  expect(one.answered(device(secure()))).toBeNull();
  expect(before?.own).not.toBeNull();
});

test('a string goes out as it is, and its keys are those that can be read from it', () => {
  const key = freshKey('AES_CM_128_HMAC_SHA1_80').master.toString('base64');
  const text = `m=audio 4000 RTP/SAVP 0\r\na=crypto:4 AES_CM_128_HMAC_SHA1_80 inline:${key}\r\na=crypto:bad\r\n`;
  const one = negotiation('mandatory', { describe: () => text });
  expect(one.offer()).toBe(text);
  const taken = withCrypto(secure(), () => [ownCrypto(4, 'AES_CM_128_HMAC_SHA1_80')]);
  expect(one.answered(device(taken))?.own?.master.toString('base64')).toBe(key);
});

for (const [what, text] of [
  ['nothing', ''],
  ['no session description', 'there is no session here\r\n\0m=\r\n'],
  ['no audio', 'v=0\r\nm=video 5000 RTP/SAVP 34\r\n'],
  ['64 KiB of one line', `v=0\r\na=${'x'.repeat(65536)}`],
  ['500 crypto lines', `v=0\r\nm=audio 5000 RTP/SAVP 0\r\n${'a=crypto:1 X inline:y\r\n'.repeat(500)}`],
] as const)
  test(`nothing is agreed with a device that says ${what}`, () => {
    const one = negotiation('mandatory');
    one.offer();
    expect(one.answered(text)?.own ?? null).toBeNull();
    expect(negotiation('mandatory').answer(text)).toBeNull();
  });

test('a new key goes on with the roll-over counter of the one before', () => {
  const [first, second] = [freshKey('AES_CM_128_HMAC_SHA1_80'), freshKey('AES_CM_128_HMAC_SHA1_80')];
  const rtp = (sequence: number): Buffer =>
    Buffer.from([0x80, 0, sequence >> 8, sequence & 255, 0, 0, 0, 1, 0, 0, 0, 9, 1]);
  const before = new SrtpSender(first.suite, first.master);
  for (const sequence of [0xfffe, 0xffff, 0]) before.protect(rtp(sequence));
  const after = new SrtpSender(second.suite, second.master, { after: before }).protect(rtp(1));
  const anew = new SrtpSender(second.suite, second.master).protect(rtp(1));
  expect(new SrtpReceiver(second.suite, second.master).unprotect(anew).result).toBe('authentic');
  expect(new SrtpReceiver(second.suite, second.master).unprotect(after).result).toBe('bad-tag');
});

test('numbers as they are written', () => {
  expect([packets('2^20'), packets('1048576'), packets('2^48')]).toEqual([2 ** 20, 2 ** 20, 2 ** 48]);
  expect(mkiField(1n, 4)).toEqual(Buffer.from([0, 0, 0, 1]));
  expect(mkiField(0x1ffn, 1)).toEqual(Buffer.from([0xff]));
  const { media } = parseSdp(device(secure()));
  expect(usableCrypto(media[0]!, ['AES_CM_128_HMAC_SHA1_80'])?.tag).toBe(8);
});

test('every script is compared with one that there is', () => {
  const names = Object.keys(callScripts) as CallScriptName[];
  expect(names.map(likeOf).filter((like) => !names.includes(like))).toEqual([]);
});
