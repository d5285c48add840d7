import { expect, test } from '@playwright/test';
import type { Call, CryptoKeyFacts, KeySeriesFacts, PacketFacts } from '../../evidence.ts';
import { call, evidence, noMedia, secureSdp } from '../evidence.sample.ts';
import { givesAwayNoMediaKey } from '../identity/given-away.ts';
import { keepsLongControlTag } from './control-tag.ts';
import { answering, audio, context, described, echoed, judged, line, refusing } from './descriptions.sample.ts';
import { makesFreshKeys } from './key-series.ts';
import { carriesItsIdentifier, heedsLifetime, separatesStreams, survivesOneSource } from './key-use.ts';
import {
  answersOneLine,
  answersWithItsOwnKey,
  padsItsKeys,
  writesRegisteredNames,
  writesTags,
  writesWholeKeys,
} from './own-lines.ts';
import { keepsOfferersOrder } from './suite-order.ts';
import { decryptsUnderSuite, sendsTheTag, takesDeclaredSuite } from './under-suite.ts';

const short = 'AES_CM_128_HMAC_SHA1_32';
const gcm = 'AEAD_AES_256_GCM';
const key = (partial: Partial<CryptoKeyFacts> = {}): CryptoKeyFacts[] => [
  { octets: 30, fingerprint: 'own', lifetime: null, mki: null, padded: true, ...partial },
];
const offer = described('far-end', [audio(4000, [line(1), line(2, { suite: short })])]);
const withAnswer = (...media: ReturnType<typeof audio>[]): Partial<Call> => ({
  descriptions: [offer, described('device', media)],
});
/** The device wrote these lines in its answer. */
const wrote = (...lines: ReturnType<typeof line>[]) => answering(1, withAnswer(audio(5000, lines)));
const silent = answering(1, { descriptions: [offer], status: null, fromDevice: noMedia });

test('tags are single and written as they must be', () => {
  expect(judged(writesTags, wrote(line(1), line(2)))).toBe('pass');
  expect(judged(writesTags, wrote(line(1), line(1)))).toBe('fail');
  expect(judged(writesTags, answering(1, withAnswer({ ...audio(5000, []), brokenCrypto: ['01 X'] })))).toBe('fail');
  expect(judged(writesTags, silent)).toBe('inconclusive');
});

test('an answer has one line, that of the offer', () => {
  expect(judged(answersOneLine, wrote(line(2, { suite: short })))).toBe('pass');
  expect(judged(answersOneLine, wrote(line(1), line(2, { suite: short })))).toBe('fail');
  expect(judged(answersOneLine, wrote(line(3)))).toBe('fail');
  expect(judged(answersOneLine, wrote(line(2)))).toBe('fail');
  expect(judged(answersOneLine, wrote())).toBe('fail');
  expect(judged(answersOneLine, silent)).toBe('inconclusive');
  expect(judged(answersOneLine, refusing())).toBe('inconclusive');
});

test('the key of an answer is none of the offer', () => {
  expect(judged(answersWithItsOwnKey, wrote(line(1, { keys: key() })))).toBe('pass');
  expect(judged(answersWithItsOwnKey, wrote(line(1)))).toBe('fail');
  expect(judged(answersWithItsOwnKey, silent)).toBe('inconclusive');
});

test('keys have the length of their suite', () => {
  expect(judged(writesWholeKeys, wrote(line(1, { suite: gcm, keys: key({ octets: 44 }) })))).toBe('pass');
  expect(judged(writesWholeKeys, wrote(line(1), line(2, { suite: gcm, keys: key() })))).toBe('fail');
  expect(judged(writesWholeKeys, wrote(line(1, { suite: 'UNKNOWN' })))).toBe('inconclusive');
});

test('padding is judged on keys that need it alone', () => {
  const padded = (padding: boolean) => wrote(line(1, { suite: gcm, keys: key({ octets: 44, padded: padding }) }));
  expect(judged(padsItsKeys, padded(true))).toBe('pass');
  expect(judged(padsItsKeys, padded(false))).toBe('fail');
  expect(judged(padsItsKeys, wrote(line(1)))).toBe('not-applicable');
  expect(judged(padsItsKeys, silent)).toBe('inconclusive');
});

test('names of suites are the registered ones', () => {
  expect(judged(writesRegisteredNames, wrote(line(1, { suite: 'AES_256_CM_HMAC_SHA1_80' })))).toBe('pass');
  expect(judged(writesRegisteredNames, wrote(line(1, { suite: 'AES_CM_256_HMAC_SHA1_80' })))).toBe('fail');
  expect(judged(writesRegisteredNames, wrote(line(1)))).toBe('not-applicable');
  expect(judged(writesRegisteredNames, silent)).toBe('inconclusive');
});

test('the order of the offer counts where the device has both suites', () => {
  const long = line(1).suite;
  const asks = (...suites: string[]) =>
    described('far-end', [
      audio(
        4000,
        suites.map((suite) => line(1, { suite })),
      ),
    ]);
  const takes = (suite: string) => described('device', [audio(5000, [line(1, { suite })])]);
  const ordered = (...[first, second, alone]: (string | null)[]) =>
    answering(1, {
      descriptions: [
        ...[asks(long, short), ...(first ? [takes(first)] : [])],
        ...[asks(short, long), ...(second ? [takes(second)] : [])],
        ...[asks(short), ...(alone ? [takes(alone)] : [])],
      ],
    });
  expect(judged(keepsOfferersOrder, ordered(long, short, short))).toBe('pass');
  expect(judged(keepsOfferersOrder, ordered(long, long, short))).toBe('fail');
  expect(judged(keepsOfferersOrder, ordered(long, long, null))).toBe('not-applicable');
  expect(judged(keepsOfferersOrder, ordered(long, null, short))).toBe('inconclusive');
});

const packet = (bytes: number, kind: PacketFacts['kind'], ssrc = 1): PacketFacts => ({
  ...{ at: 1, from: 'device', bytes, ssrc, sequence: 1, timestamp: 1, payloadType: 0, kind },
});
const under = (suite: string, partial: Partial<Call> = {}) =>
  answering(1, {
    answer: { ...secureSdp, crypto: [{ tag: 1, suite, keyOctets: 30, keyFingerprint: 'own' }] },
    ...partial,
  });

test('a tag is proven by packets that authenticate, and blamed by its size alone', () => {
  const heard = { probes: echoed(1) };
  const bad = (bytes: number) => ({
    fromDevice: { ...noMedia, undecipherable: 20 },
    packets: [packet(bytes, 'undecipherable')],
  });
  expect(judged(sendsTheTag, under(short, heard), heard)).toBe('pass');
  expect(judged(sendsTheTag, under(short), heard)).toBe('fail');
  expect(judged(sendsTheTag, under(short), {})).toBe('inconclusive');
  expect(judged(sendsTheTag, under(short, bad(12 + 160 + 10)))).toBe('fail');
  expect(judged(sendsTheTag, under(short, bad(12 + 160 + 4)))).toBe('inconclusive');
  expect(judged(sendsTheTag, refusing())).toBe('not-applicable');
  expect(judged(sendsTheTag, refusing(), { fromDevice: noMedia })).toBe('inconclusive');
});

test('a suite that is declared is taken, and one that is not may be declined', () => {
  expect(judged(takesDeclaredSuite, under(gcm))).toBe('pass');
  expect(judged(takesDeclaredSuite, refusing())).toBe('fail');
  expect(judged(decryptsUnderSuite, refusing())).toBe('not-applicable');
  expect(judged(decryptsUnderSuite, under(gcm, { tone: { hz: 440, share: 1 } }))).toBe('fail');
  const settings = { ...evidence().settings, srtpSuite: gcm } as const;
  const calling = { ...call('case'), direction: 'outgoing' as const };
  expect(takesDeclaredSuite(evidence({ settings, calls: [calling] }), context).verdict).toBe('fail');
});

test('the tag of SRTCP is told by what authenticates, and by its size', () => {
  const control = (kind: 'srtcp' | 'undecipherable', bytes: number) => ({
    control: [
      {
        ...{ at: 1, from: 'device' as const, bytes, kind, multiplexed: false, index: null, encrypted: null },
        ...{ types: [], report: null, heard: [] },
      },
    ],
  });
  expect(judged(keepsLongControlTag, under(short, control('srtcp', 42)))).toBe('pass');
  expect(judged(keepsLongControlTag, under(short, control('undecipherable', 36)))).toBe('fail');
  expect(judged(keepsLongControlTag, under(short, control('undecipherable', 42)))).toBe('inconclusive');
  expect(judged(keepsLongControlTag, under(short))).toBe('inconclusive');
});

test('a lifetime is heeded when no more comes back than it allows', () => {
  const after = (sent: number, heard: number, partial: Partial<Call> = {}) =>
    answering(1, {
      descriptions: [
        described('far-end', [audio(4000, [line(1, { keys: key({ lifetime: '2^5' }) })])]),
        described('device', [audio(5000, [line(1)])]),
      ],
      steps: [
        {
          ...{ name: 'over', at: 1, asked: null, status: null, lasted: 1000, toDevice: { packets: sent } },
          fromDevice: { srtp: heard, plain: 0, undecipherable: 0, rtcp: 0, formerKey: 0 },
          echoes: { sent, heard },
        },
      ],
      ...partial,
    });
  expect(judged(heedsLifetime, after(50, 32))).toBe('pass');
  expect(judged(heedsLifetime, after(50, 33))).toBe('fail');
  expect(judged(heedsLifetime, after(50, 0))).toBe('inconclusive');
  expect(judged(heedsLifetime, after(20, 20))).toBe('inconclusive');
  expect(judged(heedsLifetime, after(20, 20, { ended: { by: 'device', how: 'BYE', at: 9 } }))).toBe('pass');
  expect(judged(heedsLifetime, refusing())).toBe('not-applicable');
});

test('an MKI is in the packets where it is in the line', () => {
  const mki = { value: '1', octets: 4 };
  const said = (written: typeof mki | null, partial: Partial<Call> = {}) =>
    answering(1, { ...withAnswer(audio(5000, [line(1, { keys: key({ mki: written }) })])), ...partial });
  const bad = (bytes: number) => ({
    fromDevice: { ...noMedia, undecipherable: 20 },
    packets: [packet(bytes, 'undecipherable')],
  });
  expect(judged(carriesItsIdentifier, said(mki))).toBe('pass');
  expect(judged(carriesItsIdentifier, said(null))).toBe('pass');
  expect(judged(carriesItsIdentifier, said(mki, bad(12 + 160 + 10)))).toBe('fail');
  expect(judged(carriesItsIdentifier, said(null, bad(12 + 160 + 14)))).toBe('fail');
  expect(judged(carriesItsIdentifier, said(null, bad(12 + 160 + 10)))).toBe('inconclusive');
  expect(judged(carriesItsIdentifier, refusing())).toBe('not-applicable');
});

test('one source on both sides needs two keys', () => {
  const packets = (ssrc: number): Partial<Call> => ({
    packets: [packet(182, 'srtp', 7), { ...packet(182, 'srtp', ssrc), from: 'far-end' }],
  });
  const keyed = (partial: Partial<Call>, fingerprint = 'own') =>
    answering(1, { ...withAnswer(audio(5000, [line(1, { keys: key({ fingerprint }) })])), ...partial });
  expect(judged(survivesOneSource, keyed(packets(7)))).toBe('pass');
  expect(judged(survivesOneSource, keyed(packets(7), 'aa'))).toBe('fail');
  expect(judged(survivesOneSource, keyed(packets(8)))).toBe('inconclusive');
});

test('two streams have two keys, where two are taken', () => {
  const streams = (...fingerprints: string[]) =>
    answering(1, withAnswer(...fingerprints.map((one) => audio(5000, [line(1, { keys: key({ fingerprint: one }) })]))));
  expect(judged(separatesStreams, streams('a', 'b'))).toBe('pass');
  expect(judged(separatesStreams, streams('a', 'a'))).toBe('fail');
  expect(judged(separatesStreams, streams('a'))).toBe('not-applicable');
  expect(judged(separatesStreams, silent)).toBe('inconclusive');
});

const fresh = { suite: short, keys: 200, distinctKeys: 200, distinctSalts: 200 };
const series = (partial: Partial<KeySeriesFacts> = {}, suite: Partial<KeySeriesFacts['suites'][number]> = {}) => ({
  ...{ direction: 'outgoing' as const, asked: 200, calls: 200, keys: 200, distinct: 200, ofFarEnd: 0 },
  suites: [{ ...fresh, constantBits: 0, octets: 6000, octetValues: 256, ...suite }],
  ...partial,
});
const ofSeries = (one: KeySeriesFacts) => makesFreshKeys(evidence({ keySeries: [one] }), context).verdict;

test('keys of many calls are fresh, or it is told how they are not', () => {
  expect(ofSeries(series())).toBe('pass');
  expect(ofSeries(series({ distinct: 199 }))).toBe('fail');
  expect(ofSeries(series({ ofFarEnd: 1 }))).toBe('fail');
  expect(ofSeries(series({}, { distinctKeys: 199 }))).toBe('fail');
  expect(ofSeries(series({}, { distinctSalts: 1 }))).toBe('fail');
  expect(ofSeries(series({}, { constantBits: 1 }))).toBe('fail');
  expect(ofSeries(series({}, { octetValues: 64 }))).toBe('fail');
  expect(ofSeries(series({ calls: 150 }))).toBe('inconclusive');
  expect(ofSeries(series({ keys: 3, distinct: 3 }, { keys: 3, distinctKeys: 3, distinctSalts: 3, octets: 90 }))).toBe(
    'inconclusive',
  );
  expect(makesFreshKeys(evidence(), context).verdict).toBe('error');
});

test('keys of media in downloads', () => {
  const download = { name: 'log', bytes: 9, sha256: '', privateKeys: [] };
  const given = (mediaKeys: string[], keySeries = [series()]) =>
    givesAwayNoMediaKey(evidence({ keySeries, downloads: [{ ...download, mediaKeys }] }), context).verdict;
  expect(given([])).toBe('pass');
  expect(given(['a media key of the device'])).toBe('fail');
  expect(given([], [])).toBe('inconclusive');
  expect(givesAwayNoMediaKey(evidence({ keySeries: [series()] }), context).verdict).toBe('inconclusive');
});
