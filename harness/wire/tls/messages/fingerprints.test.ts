/** JA4 against the worked example of its description, JA3 against that of its authors; tshark checks JA3 of real clients. */
import { createHash } from 'node:crypto';
import { expect, test } from '@playwright/test';
import type { ClientHello } from './client-hello.ts';
import { extensionNumbers } from '../registries/extensions.ts';
import { ja3, ja4 } from './fingerprints.ts';

const numbers = (text: string): number[] => text.split(',').map((hex) => Number.parseInt(hex, 16));

const octets = (entries: readonly number[], size: 1 | 2): Buffer =>
  Buffer.concat(
    entries.map((entry) => {
      const bytes = Buffer.alloc(size);
      bytes.writeUIntBE(entry, 0, size);
      return bytes;
    }),
  );

const vector = (content: Buffer, length: 1 | 2): Buffer => Buffer.concat([octets([content.length], length), content]);

interface Made {
  suites: string;
  extensions: string;
  schemes?: string;
  versions?: number[];
  groups?: number[];
  formats?: number[];
  protocols?: Buffer[];
  version?: number;
}

function hello({ suites, extensions, ...made }: Made): ClientHello {
  const contents: Record<number, Buffer> = {
    [extensionNumbers.signature_algorithms]: vector(octets(made.schemes ? numbers(made.schemes) : [], 2), 2),
    [extensionNumbers.supported_versions]: vector(octets(made.versions ?? [0x0304, 0x0303], 2), 1),
    [extensionNumbers.supported_groups]: vector(octets(made.groups ?? [29, 23], 2), 2),
    [extensionNumbers.ec_point_formats]: vector(octets(made.formats ?? [0], 1), 1),
    [extensionNumbers.application_layer_protocol_negotiation]: vector(
      Buffer.concat((made.protocols ?? [Buffer.from('h2')]).map((name) => vector(name, 1))),
      2,
    ),
  };
  return {
    legacyVersion: made.version ?? 0x0303,
    random: Buffer.alloc(32),
    sessionId: Buffer.alloc(0),
    suites: suites === '' ? [] : numbers(suites),
    compression: [0],
    extensions:
      extensions === '' ? [] : numbers(extensions).map((type) => ({ type, data: contents[type] ?? Buffer.alloc(0) })),
    format: 'tls',
  };
}

const example: Made = {
  suites: '1301,1302,1303,c02b,c02f,c02c,c030,cca9,cca8,c013,c014,009c,009d,002f,0035',
  extensions: '001b,0000,0033,0010,4469,0017,002d,000d,0005,0023,0012,002b,ff01,000b,000a,0015',
  schemes: '0403,0804,0401,0503,0805,0501,0806,0601',
};

test('JA4 of the example', () => {
  expect(ja4(hello(example))).toBe('t13d1516h2_8daaf6152771_e5627efa2ab1');
});

test('JA4 leaves GREASE out, wherever it stands, and does not heed the order of suites and extensions', () => {
  const greased = {
    suites: `5a5a,${example.suites.split(',').reverse().join(',')}`,
    extensions: `fafa,${example.extensions.split(',').reverse().join(',')},1a1a`,
    schemes: `8a8a,${example.schemes}`,
    versions: [0x7a7a, 0x0304, 0x0303],
  };
  expect(ja4(hello(greased))).toBe('t13d1516h2_8daaf6152771_e5627efa2ab1');
});

test('JA4 without signature algorithms is over the extensions alone', () => {
  const { suites, extensions } = example;
  const without = { suites, extensions: extensions.replace('000d,', '') };
  expect(ja4(hello({ ...example, schemes: '' })).split('_')[2]).toBe(
    createHash('sha256')
      .update('0005,000a,000b,000d,0012,0015,0017,001b,0023,002b,002d,0033,4469,ff01')
      .digest('hex')
      .slice(0, 12),
  );
  expect(ja4(hello({ ...example, schemes: '' }))).toMatch(/_6d807ffa2a79$/);
  expect(ja4(hello(without))).toMatch(/^t13d1515h2_8daaf6152771_/);
});

test('JA4 where there is nothing to hash', () => {
  expect(ja4(hello({ suites: '', extensions: '' }))).toBe('t12i000000_000000000000_000000000000');
  expect(ja4(hello({ suites: '', extensions: '0000', version: 0x0300 }))).toBe('ts3d000100_000000000000_000000000000');
});

for (const [name, ends] of [
  ['ab', 'ab'],
  ['abcd', 'ad'],
  ['30ab', '3b'],
  ['3031abcd', '3d'],
  ['30abcd31', '01'],
  ['687474702f312e31', 'h1'],
  ['68', 'hh'],
  ['', '00'],
] as const) {
  test(`JA4 of a first protocol of the octets "${name}"`, () => {
    const made = hello({ ...example, protocols: [Buffer.from(name, 'hex')] });
    expect(ja4(made).slice(8, 10)).toBe(ends);
  });
}

test('JA3 hashes what its authors hash', () => {
  const made = hello({
    version: 769,
    suites: '002f,0035,0005,000a,c009,c00a,c013,c014,0032,0038,0013,0004',
    extensions: '0000,000a,000b',
    groups: [23, 24, 25],
    formats: [0],
  });
  expect(ja3(made)).toBe('ada70206e40642a3e4461f35503241d5');
  const bare = hello({
    version: 769,
    suites: '0004,0005,000a,0009,0064,0062,0003,0006,0013,0012,0063',
    extensions: '',
  });
  expect(ja3(bare)).toBe('de350869b8c85de67a350c8d186f11e6');
});
