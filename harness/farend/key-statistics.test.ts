import { randomBytes } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { statisticsOf } from './key-statistics.ts';

const suite = 'AES_CM_128_HMAC_SHA1_80';
const many = (make: (n: number) => Buffer) => Array.from({ length: 200 }, (_, n) => ({ suite, octets: make(n) }));
const facts = (make: (n: number) => Buffer) => statisticsOf({ calls: 200, keys: many(make), farKeys: [] });

test('random keys are all distinct, with no constant bit and every octet', () => {
  expect(facts(() => randomBytes(30))).toEqual({
    calls: 200,
    keys: 200,
    distinct: 200,
    ofFarEnd: 0,
    suites: [
      { suite, keys: 200, distinctKeys: 200, distinctSalts: 200, constantBits: 0, octets: 6000, octetValues: 256 },
    ],
  });
});

test('one key, one salt, letters and counters show', () => {
  const kept = randomBytes(30);
  const salted = () => Buffer.concat([randomBytes(16), kept.subarray(16)]);
  const letters = () => Buffer.from(Array.from(randomBytes(30), (octet) => 0x61 + (octet % 16)));
  const counted = (n: number) => {
    const key = Buffer.from(kept);
    key.writeUInt32BE(n);
    return key;
  };

  expect(facts(() => kept)).toMatchObject({ distinct: 1, suites: [{ distinctKeys: 1, constantBits: 240 }] });
  expect(facts(salted)).toMatchObject({ distinct: 200, suites: [{ distinctKeys: 200, distinctSalts: 1 }] });
  expect(facts(letters)).toMatchObject({ suites: [{ octetValues: 16 }] });
  // The last eight of 32 bits count, and no other changes.
  expect(facts(counted)).toMatchObject({ distinct: 200, suites: [{ constantBits: 240 - 8 }] });
});

test('keys of the far end that come back are counted', () => {
  const keys = many(() => randomBytes(30));
  const farKeys = keys.slice(0, 3).map(({ octets }) => octets);
  expect(statisticsOf({ calls: 200, keys, farKeys })).toMatchObject({ ofFarEnd: 3 });
});

test('no keys, one key, and keys that are too short', () => {
  expect(statisticsOf({ calls: 0, keys: [], farKeys: [] })).toMatchObject({ keys: 0, distinct: 0, suites: [] });
  const short = [Buffer.alloc(0), Buffer.alloc(1)].map((octets) => ({ suite: 'UNKNOWN', octets }));
  expect(statisticsOf({ calls: 1, keys: short.slice(0, 1), farKeys: [] }).suites).toMatchObject([{ constantBits: 0 }]);
  expect(statisticsOf({ calls: 2, keys: short, farKeys: [] }).suites).toMatchObject([{ keys: 2, constantBits: 0 }]);
});
