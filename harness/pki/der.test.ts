/** DER against what openssl reads in it. */
import { spawnSync } from 'node:child_process';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { bitString, boolean, element, integer, namedBits, octetString, oid, sequence, setOf, time } from './der.ts';

const openssl = spawnSync('openssl', ['version']).status === 0;

test.beforeEach(() => {
  test.skip(!openssl && !process.env.CI, 'openssl is not installed');
});

/** What `openssl asn1parse` prints of each element in a sequence: name and value. */
function parsed(...contents: Buffer[]): string[] {
  const run = spawnSync('openssl', ['asn1parse', '-inform', 'DER'], { input: sequence(...contents), encoding: 'utf8' });
  expect(run.status, run.stderr).toBe(0);
  const lines = run.stdout.trim().split('\n').slice(1);
  return lines.map((line) => (line.split(/(?:prim|cons): /)[1] ?? '').replace(/\s*:/, ':').trim());
}

test('integers of any sign and length', () => {
  const shown = (value: bigint): string => {
    const hex = (value < 0n ? -value : value).toString(16).toUpperCase();
    return `INTEGER:${value < 0n ? '-' : ''}${hex.length % 2 ? `0${hex}` : hex}`;
  };
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: -(1n << 200n), max: 1n << 200n }), { minLength: 1 }), (values) => {
      expect(parsed(...values.map(integer))).toEqual(values.map(shown));
    }),
    { numRuns: 20, examples: [[[0n, 127n, 128n, 255n, 256n, -1n, -128n, -129n, 65537n]]] },
  );
});

test('object identifiers with arcs of any size', () => {
  const dotted = ['1.2.840.113549.1.1.11', '2.5.29.17', '1.3.6.1.4.1.32473.1', '2.100.3', '0.9.2342.19200300'];
  const run = (text: string): string => parsed(oid(text))[0] ?? '';
  expect(dotted.map(run)).toEqual([
    'OBJECT:sha256WithRSAEncryption',
    'OBJECT:X509v3 Subject Alternative Name',
    'OBJECT:1.3.6.1.4.1.32473.1',
    'OBJECT:2.100.3',
    'OBJECT:ucl',
  ]);
});

test('times are UTCTime until 2049 and GeneralizedTime before 1950 and from 2050 on', () => {
  const at = (text: string): Buffer => time(new Date(text));
  expect(
    parsed(
      at('1949-12-31T23:59:59Z'),
      at('1950-01-01T00:00:00Z'),
      at('2049-12-31T23:59:59.999Z'),
      at('2050-01-01T00:00:00Z'),
      at('9999-12-31T23:59:59Z'),
    ),
  ).toEqual([
    'GENERALIZEDTIME:19491231235959Z',
    'UTCTIME:500101000000Z',
    'UTCTIME:491231235959Z',
    'GENERALIZEDTIME:20500101000000Z',
    'GENERALIZEDTIME:99991231235959Z',
  ]);
});

test('lengths of one to four octets', () => {
  for (const size of [0, 127, 128, 255, 256, 65_535, 65_536, 70_000]) {
    const der = octetString(Buffer.alloc(size));
    const run = spawnSync('openssl', ['asn1parse', '-inform', 'DER'], { input: der, encoding: 'utf8' });
    expect(run.stdout).toMatch(new RegExp(`l=\\s*${size} prim: OCTET STRING`));
  }
});

test('flags lose their trailing zero bits, sets are sorted', () => {
  // The bytes of X.690: keyCertSign and cRLSign are bits 5 and 6; decipherOnly is bit 8.
  expect(namedBits([5, 6]).toString('hex')).toBe('03020106');
  expect(namedBits([0, 2]).toString('hex')).toBe('030205a0');
  expect(namedBits([8]).toString('hex')).toBe('0303070080');
  expect(namedBits([]).toString('hex')).toBe('030100');
  expect(setOf(integer(2), boolean(true), integer(1)).toString('hex')).toBe('31090101ff020101020102');
  expect(element(0x31, bitString(Buffer.of(1))).toString('hex')).toBe('310403020001');
});
