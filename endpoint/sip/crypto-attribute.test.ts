import { randomBytes } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { masterBytes, suites, type SuiteName } from '../media/suites.ts';
import { Flaws, type FlawName } from '../flaws.ts';
import { readCryptoLine, readCryptoLines, writeCryptoLine } from './crypto-attribute.ts';
import { makeCryptoLine } from './own-crypto.ts';

const none = new Flaws();
const names = Object.keys(suites) as SuiteName[];
const base64 = (octets: number): string => randomBytes(octets).toString('base64');
const good = base64(30);
const cm80 = 'AES_CM_128_HMAC_SHA1_80';

for (const name of names) {
  test(`${name}: what is written is read again, with padding and without`, () => {
    const line = makeCryptoLine(3, name, none, { lifetime: 2 ** 20, identifier: Buffer.from('000102', 'hex') });
    const value = writeCryptoLine(line).replace('a=crypto:', '');
    expect(readCryptoLine(value, none)).toEqual(line);
    expect(readCryptoLine(value.replace(/=+\|/, '|'), none)).toEqual(line);
    expect(line.key).toHaveLength(masterBytes(name));
  });
}

const flawed = (flaw: FlawName): Flaws => {
  const flaws = new Flaws();
  flaws.set([flaw]);
  return flaws;
};

/** And the flaw that refuses it. */
const accepted: [string, string, FlawName?][] = [
  ['a lifetime as a power', `1 ${cm80} inline:${good}|2^20`, 'refuses-key-lifetime'],
  ['a lifetime as a number', `1 ${cm80} inline:${good}|1048576`, 'refuses-key-lifetime'],
  ['the longest lifetime', `1 ${cm80} inline:${good}|2^48`, 'refuses-key-lifetime'],
  ['a tag of nine digits', `999999999 ${cm80} inline:${good}`],
  ['a window hint', `1 ${cm80} inline:${good} WSH=64`],
  ['an optional extension', `1 ${cm80} inline:${good} -FOO`, 'refuses-optional-parameters'],
  ['an MKI', `1 ${cm80} inline:${good}|2^20|1:4`],
  ['an MKI without lifetime', `1 ${cm80} inline:${good}|1:4`],
  ['padding', `1 AEAD_AES_256_GCM inline:${base64(44)}`, 'refuses-key-padding'],
  ['no padding', `1 AEAD_AES_256_GCM inline:${base64(44).replace(/=+$/, '')}`, 'needs-key-padding'],
];
for (const [what, value, flaw] of accepted)
  test(`accepted: ${what}`, () => {
    expect(typeof readCryptoLine(value, none)).toBe('object');
    if (flaw) expect(typeof readCryptoLine(value, flawed(flaw))).toBe('string');
  });

/** And the flaw that takes it. */
const refused: [string, string, RegExp, FlawName?][] = [
  ['nothing', '', /tag/, 'takes-empty-crypto'],
  ['a tag alone', '1', /suite/, 'takes-crypto-tag-alone'],
  ['no tag', `${cm80} inline:${good}`, /tag/, 'takes-crypto-without-tag'],
  ['a word as tag', `FOO ${cm80} inline:${good}`, /tag/, 'takes-words-as-crypto-tag'],
  ['a tag too long', `100000000000 ${cm80} inline:${good}`, /tag/, 'cuts-long-crypto-tag'],
  ['a leading zero', `01 ${cm80} inline:${good}`, /tag/],
  ['no suite', `1 inline:${good}`, /suite/, 'takes-crypto-without-suite'],
  ['an unknown suite', `1 F8_128_HMAC_SHA1_80 inline:${good}`, /suite "F8_128/, 'answers-unknown-suite'],
  ['the NULL cipher', `1 NULL_HMAC_SHA1_80 inline:${good}`, /suite "NULL/, 'takes-null-cipher'],
  ['the wrong order of the name', `1 AES_CM_256_HMAC_SHA1_80 inline:${base64(46)}`, /suite/],
  ['a name that objects have', `1 constructor inline:${good}`, /suite/],
  ['no key', `1 ${cm80}`, /inline/, 'takes-crypto-without-key'],
  ['an empty key', `1 ${cm80} inline:`, /0 octets instead of 30/, 'pads-short-keys'],
  ['another method', `1 ${cm80} outline:${good}`, /inline/, 'ignores-key-method'],
  ['no method', `1 ${cm80} ${good}`, /inline/, 'ignores-key-method'],
  ['half a key', `1 ${cm80} inline:${base64(15)}`, /15 octets instead of 30/, 'pads-short-keys'],
  ['an octet too many', `1 ${cm80} inline:${base64(31).replace(/=+$/, '')}`, /31 octets/, 'cuts-long-keys'],
  ['no base64', `1 ${cm80} inline:${good.slice(0, 20)}!!${good.slice(20)}`, /base64/, 'skips-bad-base64'],
  ['base64 for URLs', `1 ${cm80} inline:-${good.slice(1)}`, /base64/, 'skips-bad-base64'],
  ['an MKI that its octets cannot hold', `1 ${cm80} inline:${good}|256:1`, /MKI/],
  ['an MKI of no octets', `1 ${cm80} inline:${good}|2^20|1:0`, /MKI/, 'takes-any-mki-length'],
  ['an MKI of 129 octets', `1 ${cm80} inline:${good}|2^20|1:129`, /MKI/, 'takes-any-mki-length'],
  ['an MKI whose length is a word', `1 ${cm80} inline:${good}|2^20|1:FOO`, /MKI/, 'takes-any-mki-length'],
  ['two keys', `1 ${cm80} inline:${good}|2^20|1:4;inline:${good}|2^20|2:4`, /several keys/],
  ['two lifetimes', `1 ${cm80} inline:${good}|2^20|2^20`, /more than a lifetime/],
  ['a lifetime of 0', `1 ${cm80} inline:${good}|0`, /lifetime/, 'ignores-key-lifetime'],
  ['a lifetime above 2^48', `1 ${cm80} inline:${good}|2^49`, /lifetime/, 'ignores-key-lifetime'],
  ['a lifetime in words', `1 ${cm80} inline:${good}|long`, /lifetime/, 'ignores-key-lifetime'],
  ['UNENCRYPTED_SRTP', `1 ${cm80} inline:${good} UNENCRYPTED_SRTP`, /UNENCRYPTED_SRTP/, 'takes-unencrypted-srtp'],
  ['UNENCRYPTED_SRTCP', `1 ${cm80} inline:${good} UNENCRYPTED_SRTCP`, /ED_SRTCP/, 'takes-unencrypted-srtcp'],
  ['UNAUTHENTICATED_SRTP', `1 ${cm80} inline:${good} UNAUTHENTICATED_SRTP`, /UNAUTH/, 'takes-unauthenticated-srtp'],
  ['an unknown parameter', `1 ${cm80} inline:${good} FOO=1`, /FOO=1/, 'ignores-unknown-parameters'],
  ['a window below 64', `1 ${cm80} inline:${good} WSH=32`, /WSH/],
];
for (const [what, value, reason, flaw] of refused)
  test(`refused: ${what}`, () => {
    expect(readCryptoLine(value, none)).toEqual(expect.stringMatching(reason));
    if (flaw) expect(readCryptoLine(value, flawed(flaw))).toMatchObject({ suite: cm80, key: { length: 30 } });
  });

test('each flaw of reading takes the lines of its own rule alone', () => {
  for (const flaw of new Set(refused.flatMap(([, , , each]) => each ?? []))) {
    const others = refused.filter(
      ([, , reason, own]) => own !== flaw && !(isOfSuites(flaw) && /suite/.test(String(reason))),
    );
    const taken = others.filter(([, value]) => typeof readCryptoLine(value, flawed(flaw)) === 'object');
    expect(taken, flaw).toEqual([]);
  }
});

/** Whoever takes any name of a suite takes every one. */
const isOfSuites = (flaw: FlawName): boolean => flaw === 'answers-unknown-suite';

test('a reason does not repeat 64 KiB, and of two lines with one tag the first counts', () => {
  expect(readCryptoLine(`${'9'.repeat(65536)} x`, none)).toEqual(expect.stringMatching(/^.{1,100}$/));
  const lines = [`1 ${cm80} inline:${good}`, `1 AES_CM_128_HMAC_SHA1_32 inline:${good}`];
  expect(readCryptoLines(lines, none)).toMatchObject({
    usable: [{ suite: cm80 }],
    problems: ['the tag 1 is there twice'],
  });
});
