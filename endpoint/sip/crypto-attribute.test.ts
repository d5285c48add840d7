import { randomBytes } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { masterBytes, suites, type SuiteName } from '../media/suites.ts';
import { makeCryptoLine, readCryptoLine, readCryptoLines, writeCryptoLine } from './crypto-attribute.ts';

const names = Object.keys(suites) as SuiteName[];
const base64 = (octets: number): string => randomBytes(octets).toString('base64');
const good = base64(30);
const cm80 = 'AES_CM_128_HMAC_SHA1_80';

for (const name of names) {
  test(`${name}: what is written is read again, with padding and without`, () => {
    const line = makeCryptoLine(3, name);
    const value = writeCryptoLine(line).replace('a=crypto:', '');
    expect(readCryptoLine(value)).toEqual(line);
    expect(readCryptoLine(value.replace(/=+$/, ''))).toEqual(line);
    expect(line.key).toHaveLength(masterBytes(name));
  });
}

const accepted: [string, string][] = [
  ['a lifetime as a power', `1 ${cm80} inline:${good}|2^20`],
  ['a lifetime as a number', `1 ${cm80} inline:${good}|1048576`],
  ['the longest lifetime', `1 ${cm80} inline:${good}|2^48`],
  ['a tag of nine digits', `999999999 ${cm80} inline:${good}`],
  ['a window hint', `1 ${cm80} inline:${good} WSH=64`],
  ['an optional extension', `1 ${cm80} inline:${good} -FOO`],
];
for (const [what, value] of accepted)
  test(`accepted: ${what}`, () => expect(readCryptoLine(value)).toMatchObject({ suite: cm80 }));

const refused: [string, string, RegExp][] = [
  ['nothing', '', /tag/],
  ['a tag alone', '1', /suite/],
  ['no tag', `${cm80} inline:${good}`, /tag/],
  ['a word as tag', `FOO ${cm80} inline:${good}`, /tag/],
  ['a tag too long', `100000000000 ${cm80} inline:${good}`, /tag/],
  ['a leading zero', `01 ${cm80} inline:${good}`, /tag/],
  ['an unknown suite', `1 F8_128_HMAC_SHA1_80 inline:${good}`, /suite "F8_128/],
  ['the wrong order of the name', `1 AES_CM_256_HMAC_SHA1_80 inline:${base64(46)}`, /suite/],
  ['a name that objects have', `1 constructor inline:${good}`, /suite/],
  ['no key', `1 ${cm80}`, /inline/],
  ['an empty key', `1 ${cm80} inline:`, /inline/],
  ['another method', `1 ${cm80} outline:${good}`, /inline/],
  ['half a key', `1 ${cm80} inline:${base64(15)}`, /15 octets instead of 30/],
  ['an octet too many', `1 ${cm80} inline:${base64(31)}`, /31 octets/],
  ['no base64', `1 ${cm80} inline:${good.slice(0, 39)}!`, /base64/],
  ['base64 for URLs', `1 ${cm80} inline:${'-'.repeat(40)}`, /base64/],
  ['an MKI', `1 ${cm80} inline:${good}|2^20|1:4`, /MKI/],
  ['an MKI without lifetime', `1 ${cm80} inline:${good}|1:4`, /MKI/],
  ['two keys', `1 ${cm80} inline:${good}|2^20|1:4;inline:${good}|2^20|2:4`, /several keys/],
  ['a lifetime of 0', `1 ${cm80} inline:${good}|0`, /lifetime/],
  ['a lifetime above 2^48', `1 ${cm80} inline:${good}|2^49`, /lifetime/],
  ['a lifetime in words', `1 ${cm80} inline:${good}|long`, /lifetime/],
  ['UNENCRYPTED_SRTP', `1 ${cm80} inline:${good} UNENCRYPTED_SRTP`, /UNENCRYPTED_SRTP/],
  ['UNENCRYPTED_SRTCP', `1 ${cm80} inline:${good} UNENCRYPTED_SRTCP`, /UNENCRYPTED_SRTCP/],
  ['UNAUTHENTICATED_SRTP', `1 ${cm80} inline:${good} UNAUTHENTICATED_SRTP`, /UNAUTHENTICATED/],
  ['an unknown parameter', `1 ${cm80} inline:${good} FOO=1`, /FOO=1/],
  ['a window below 64', `1 ${cm80} inline:${good} WSH=32`, /WSH/],
];
for (const [what, value, reason] of refused)
  test(`refused: ${what}`, () => expect(readCryptoLine(value)).toEqual(expect.stringMatching(reason)));

test('a reason does not repeat 64 KiB, and of two lines with one tag the first counts', () => {
  expect(readCryptoLine(`${'9'.repeat(65536)} x`)).toEqual(expect.stringMatching(/^.{1,100}$/));
  const lines = [`1 ${cm80} inline:${good}`, `1 AES_CM_128_HMAC_SHA1_32 inline:${good}`];
  expect(readCryptoLines(lines)).toMatchObject({ usable: [{ suite: cm80 }], problems: ['the tag 1 is there twice'] });
});
