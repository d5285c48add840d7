import { expect, test } from '@playwright/test';
import type { Call, Description } from '../../evidence.ts';
import { call, evidence } from '../evidence.sample.ts';
import { endsWithOwnKey } from './own-lifetime.ts';

const context = { requirement: 'SRTP-16', case: undefined, service: 'sip', trust: 'M2' } as const;
const suite = 'AES_CM_128_HMAC_SHA1_80';

const description = (
  from: Description['from'],
  keys: readonly (readonly [fingerprint: string, lifetime: string | null])[],
): Description => ({
  at: 0,
  from,
  role: 'answer',
  in: '200',
  tag: null,
  text: '',
  sessionCrypto: [],
  media: [
    {
      kind: 'audio',
      port: 4000,
      profile: 'RTP/SAVP',
      formats: ['0'],
      direction: 'sendrecv',
      crypto: keys.map(([fingerprint, lifetime], at) => ({
        tag: at + 1,
        suite,
        keys: [{ octets: 30, fingerprint, padded: true, lifetime, mki: null }],
        parameters: [],
      })),
      brokenCrypto: [],
    },
  ],
});
const bye = { ended: { by: 'device', how: 'BYE', at: 700 } } as const;
const used = (...uses: [fingerprint: string, packets: number][]) => ({
  deviceKeys: uses.map(([fingerprint, packets]) => ({ fingerprint, packets })),
});
const judged = (lifetime: string | null, partial: Partial<Call>) =>
  endsWithOwnKey(
    evidence({
      calls: [
        call('case', {
          descriptions: [
            description('far-end', [['theirs', '2^3']]),
            description('device', [
              ['one', lifetime],
              ['two', lifetime],
            ]),
          ],
          ...partial,
        }),
      ],
    }),
    context,
  );
const verdict = (...call: Parameters<typeof judged>) => judged(...call).verdict;

test('a call that ends with its key, or goes on under another one', () => {
  expect(judged('2^5', { ...used(['one', 32]), ...bye })).toMatchObject({
    verdict: 'pass',
    seen: '32 packets under a key that is for 32, then BYE',
  });
  expect(verdict('32', { ...used(['one', 20]), ...bye })).toBe('pass');
  expect(judged('32', used(['one', 30], ['two', 9]))).toMatchObject({ verdict: 'pass' });
  expect(verdict('32', { ...used(['one', 30], ['three', 900]) }), 'the new one has no lifetime').toBe('pass');
});

test('more packets under a key than it is for', () => {
  expect(judged('2^5', used(['one', 33]))).toMatchObject({
    verdict: 'fail',
    seen: '33 packets under a key that is for 32',
  });
  expect(verdict('32', { ...used(['one', 33]), ...bye }), 'a BYE that came too late').toBe('fail');
  expect(verdict('32', used(['one', 40], ['two', 9])), 'a new key that came too late').toBe('fail');
  expect(verdict('32', { ...used(['one', 30], ['two', 33]), ...bye }), 'the second one').toBe('fail');
  expect(verdict('32', used(['one', 20], ['two', 20], ['one', 20])), 'one that comes back').toBe('fail');
});

test('nothing is said where no key had an end, or the device did not come to it', () => {
  expect(verdict(null, { ...used(['one', 40]), ...bye })).toBe('inconclusive');
  expect(verdict('2^48', { ...used(['one', 40]), ...bye })).toBe('inconclusive');
  expect(verdict('often', { ...used(['one', 40]), ...bye })).toBe('inconclusive');
  expect(verdict('32', bye), 'no packets').toBe('inconclusive');
  expect(verdict('32', { ...used(['theirs', 40]), ...bye }), 'no key of the device').toBe('inconclusive');
  expect(verdict('32', { ...used(['one', 10]), ...bye }), 'ended for another reason').toBe('inconclusive');
  expect(verdict('32', used(['one', 10], ['two', 9])), 'a new key for another reason').toBe('inconclusive');
  expect(verdict('32', used(['one', 32])), 'fell silent').toBe('inconclusive');
  expect(endsWithOwnKey(evidence(), context).verdict).toBe('error');
});
