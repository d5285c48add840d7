import { expect, test } from '@playwright/test';
import { Flaws, type FlawName } from '../flaws.ts';
import type { SuiteName } from '../media/suites.ts';
import { settingsSchema, type Settings } from '../settings/settings.ts';
import { writeCryptoLine, type CryptoLine } from './crypto-attribute.ts';
import { makeCryptoLine } from './own-crypto.ts';
import { assessAnswer, assessOffer, planOffer, type Policy, type Profile } from './media-policy.ts';
import { readSdp } from './sdp.ts';

type Mode = Settings['srtp']['sdpSrtpOffer'];

const policy = (
  sdpSrtpOffer: Mode,
  flawNames: FlawName[] = [],
  cryptoSuite: Settings['srtp']['cryptoSuite'] = 'All Suites',
): Policy => {
  const flaws = new Flaws();
  flaws.set(flawNames);
  return { srtp: settingsSchema.parse({ srtp: { sdpSrtpOffer, cryptoSuite } }).srtp, flaws };
};

const stream = (profile: string, crypto: string[] = [], formats = '0 8'): string =>
  [`m=audio 4000 ${profile} ${formats}`, ...crypto, ''].join('\r\n');
const description = (...streams: string[]) => {
  const read = readSdp(
    `v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n${streams.join('')}`,
    new Flaws(),
  );
  if (typeof read === 'string') throw new Error(read);
  return read;
};
const line = (tag: number, suite: SuiteName) => writeCryptoLine(makeCryptoLine(tag, suite, new Flaws()));
const cm80 = 'AES_CM_128_HMAC_SHA1_80';
const malformed = 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:short';

const offers = {
  SAVP: stream('RTP/SAVP', [line(1, cm80)]),
  'SAVP without crypto': stream('RTP/SAVP'),
  'SAVP with a malformed line': stream('RTP/SAVP', [malformed]),
  'AVP with crypto': stream('RTP/AVP', [line(1, cm80)]),
  'AVP with a malformed line': stream('RTP/AVP', [malformed]),
  AVP: stream('RTP/AVP'),
  SAVPF: stream('RTP/SAVPF', [line(1, cm80)]),
} as const;

type Outcome = 'SRTP on RTP/SAVP' | 'SRTP on RTP/AVP' | 'RTP on RTP/AVP' | 488;

/** The incoming half of the policy, row by row. */
const incoming: [Mode, keyof typeof offers, Outcome, FlawName?][] = [
  ['Standard', 'SAVP', 'SRTP on RTP/SAVP'],
  ['Standard', 'SAVP without crypto', 488],
  ['Standard', 'SAVP with a malformed line', 488],
  ['Standard', 'AVP with crypto', 'SRTP on RTP/AVP'],
  ['Standard', 'AVP with a malformed line', 488],
  ['Standard', 'AVP', 488],
  ['Standard', 'AVP', 'RTP on RTP/AVP', 'answers-plain-in-mandatory'],
  ['Standard', 'SAVPF', 488],
  ['Optional', 'SAVP', 'SRTP on RTP/SAVP'],
  ['Optional', 'SAVP without crypto', 488],
  ['Optional', 'SAVP with a malformed line', 488],
  ['Optional', 'AVP with crypto', 'SRTP on RTP/AVP'],
  ['Optional', 'AVP with a malformed line', 'RTP on RTP/AVP'],
  ['Optional', 'AVP', 'RTP on RTP/AVP'],
  ['Optional', 'AVP', 488, 'refuses-optional'],
  ['Optional', 'AVP with crypto', 'SRTP on RTP/AVP', 'refuses-optional'],
  ['Disabled', 'SAVP', 488],
  ['Disabled', 'SAVP', 'RTP on RTP/AVP', 'answers-secure-in-disabled'],
  ['Disabled', 'SAVP without crypto', 488],
  ['Disabled', 'AVP with crypto', 'RTP on RTP/AVP'],
  ['Disabled', 'AVP', 'RTP on RTP/AVP'],
];
for (const [mode, offer, outcome, flaw] of incoming)
  test(`${mode}, offered ${offer}${flaw ? `, flaw ${flaw}` : ''}: ${outcome}`, () => {
    const found = assessOffer(description(offers[offer]), policy(mode, flaw ? [flaw] : []));
    const seen = typeof found === 'string' ? 488 : `${found.crypto ? 'SRTP' : 'RTP'} on ${found.profile}`;
    expect(seen, typeof found === 'string' ? found : '').toBe(outcome);
  });

const planned: [Mode, Profile, boolean, FlawName?][] = [
  ['Standard', 'RTP/SAVP', true],
  ['Standard', 'RTP/AVP', false, 'plain-offer-in-mandatory'],
  ['Optional', 'RTP/AVP', true],
  ['Optional', 'RTP/AVP', true, 'plain-offer-in-mandatory'],
  ['Disabled', 'RTP/AVP', false],
];
for (const [mode, profile, encrypted, flaw] of planned)
  test(`${mode} offers ${profile} ${encrypted ? 'with' : 'without'} crypto${flaw ? `, flaw ${flaw}` : ''}`, () => {
    const plan = planOffer(policy(mode, flaw ? [flaw] : []));
    expect([plan.profile, plan.suites.length > 0]).toEqual([profile, encrypted]);
  });

test('All Suites offers them all in their order, a chosen suite offers itself and takes no other', () => {
  expect(planOffer(policy('Standard')).suites).toEqual([
    'AES_CM_128_HMAC_SHA1_80',
    'AES_CM_128_HMAC_SHA1_32',
    'AES_192_CM_HMAC_SHA1_80',
    'AES_192_CM_HMAC_SHA1_32',
    'AES_256_CM_HMAC_SHA1_80',
    'AES_256_CM_HMAC_SHA1_32',
    'AEAD_AES_128_GCM',
    'AEAD_AES_256_GCM',
  ]);
  const chosen = policy('Standard', [], 'AEAD_AES_128_GCM');
  expect(planOffer(chosen).suites).toEqual(['AEAD_AES_128_GCM']);
  expect(assessOffer(description(offers.SAVP), chosen)).toMatch(/crypto line/);
});

test("the first acceptable line in the offerer's order is taken", () => {
  const offer = stream('RTP/SAVP', ['a=crypto:1 UNKNOWN inline:AAAA', line(7, 'AEAD_AES_256_GCM'), line(2, cm80)]);
  expect(assessOffer(description(offer), policy('Standard'))).toMatchObject({
    crypto: { tag: 7, suite: 'AEAD_AES_256_GCM' },
  });
});

test('of several streams an encrypted one is taken, and its place is told', () => {
  const streams = description(stream('RTP/AVP'), stream('RTP/SAVP', [line(1, cm80)]), 'm=video 5000 RTP/AVP 96\r\n');
  expect(assessOffer(streams, policy('Optional'))).toMatchObject({ at: 1, profile: 'RTP/SAVP' });
  expect(assessOffer(streams, policy('Disabled'))).toMatchObject({ at: 0, profile: 'RTP/AVP', crypto: null });
});

const unusable: [string, string, RegExp][] = [
  ['a stream on port 0', 'm=audio 0 RTP/AVP 0\r\n', /no audio stream/],
  ['video only', 'm=video 4000 RTP/AVP 96\r\n', /no audio stream/],
  ['a codec that is not known', stream('RTP/AVP', [], '18'), /formats 18/],
];
for (const [what, offer, reason] of unusable)
  test(`refused: ${what}`, () => expect(assessOffer(description(offer), policy('Optional'))).toMatch(reason));

test('an address that is a name counts as none', () => {
  const read = readSdp('v=0\r\nm=audio 4000 RTP/AVP 0\r\nc=IN IP4 host.invalid\r\n', new Flaws());
  if (typeof read === 'string') throw new Error(read);
  expect(assessOffer(read, policy('Optional'))).toBe('the stream has no IP address');
});

test.describe('answers', () => {
  const own: CryptoLine[] = ([cm80, 'AES_CM_128_HMAC_SHA1_32'] as const).map((suite, at) =>
    makeCryptoLine(at + 1, suite, new Flaws()),
  );
  const offeredBy = { Standard: 'RTP/SAVP', Optional: 'RTP/AVP', Disabled: 'RTP/AVP' } as const;
  const answers = {
    'SAVP with crypto': stream('RTP/SAVP', [line(1, cm80)]),
    'AVP with crypto': stream('RTP/AVP', [line(1, cm80)]),
    'SAVP without crypto': stream('RTP/SAVP'),
    AVP: stream('RTP/AVP'),
    'a tag that was not offered': [line(9, cm80)],
    'the right tag with another suite': [line(1, 'AES_CM_128_HMAC_SHA1_32')],
    'two lines': [line(1, cm80), line(2, 'AES_CM_128_HMAC_SHA1_32')],
    'a malformed line': [malformed],
    'our own key': own.slice(0, 1).map(writeCryptoLine),
    'a refused stream': 'm=audio 0 RTP/AVP 0\r\n',
    'another stream too': `${stream('RTP/AVP')}${stream('RTP/AVP')}`,
  } as const;
  type Answer = keyof typeof answers;

  const rows: [Mode, Answer, 'SRTP' | 'RTP' | 'ended', FlawName?][] = [
    ['Standard', 'SAVP with crypto', 'SRTP'],
    ['Standard', 'AVP with crypto', 'ended'],
    ['Standard', 'SAVP without crypto', 'ended'],
    ['Standard', 'AVP', 'ended'],
    ['Standard', 'AVP', 'RTP', 'plain-fallback-in-mandatory'],
    ['Standard', 'SAVP without crypto', 'RTP', 'plain-fallback-in-mandatory'],
    ['Standard', 'a tag that was not offered', 'ended'],
    ['Standard', 'the right tag with another suite', 'ended'],
    ['Standard', 'two lines', 'ended'],
    ['Standard', 'a malformed line', 'ended'],
    ['Standard', 'our own key', 'ended'],
    ['Optional', 'AVP with crypto', 'SRTP'],
    ['Optional', 'SAVP with crypto', 'ended'],
    ['Optional', 'AVP', 'RTP'],
    ['Optional', 'AVP', 'ended', 'refuses-optional'],
    ['Optional', 'a tag that was not offered', 'ended'],
    ['Optional', 'a malformed line', 'ended'],
    ['Disabled', 'AVP', 'RTP'],
    ['Disabled', 'AVP with crypto', 'ended'],
    ['Disabled', 'SAVP with crypto', 'ended'],
    ['Disabled', 'SAVP without crypto', 'ended'],
    ['Disabled', 'a refused stream', 'ended'],
    ['Disabled', 'another stream too', 'ended'],
  ];
  for (const [mode, answer, outcome, flaw] of rows)
    test(`${mode}, answered with ${answer}${flaw ? `, flaw ${flaw}` : ''}: ${outcome}`, () => {
      const profile = offeredBy[mode];
      const text = answers[answer];
      const descriptions = description(typeof text === 'string' ? text : stream(profile, [...text]));
      const offered = { profile, crypto: mode === 'Disabled' ? [] : own };
      const found = assessAnswer(descriptions, offered, policy(mode, flaw ? [flaw] : []));
      const seen = typeof found === 'string' ? 'ended' : found.crypto ? 'SRTP' : 'RTP';
      expect(seen, typeof found === 'string' ? found : '').toBe(outcome);
      expect(typeof found === 'object' && found.crypto ? found.local : own[0]).toEqual(own[0]);
    });
});
