import { expect, test } from '@playwright/test';
import type { Call } from '../../evidence.ts';
import { call, evidence, noMedia } from '../evidence.sample.ts';
import { answering, audio, context, described, judged, line, refusing } from './descriptions.sample.ts';
import { outlivesDescription } from './large-descriptions.ts';

test('a description that is too much is refused or rightly answered, and outlived', () => {
  const ladder: Call['ladder'] = [{ at: 1000, from: 'device', line: 'SIP/2.0 487 Request Terminated' }];
  const silent = { status: null, ended: { by: 'far-end' as const, how: 'CANCEL' as const, at: 1000 } };
  expect(judged(outlivesDescription, refusing())).toBe('pass');
  expect(judged(outlivesDescription, refusing({ status: { code: 413, by: 'device' } }))).toBe('pass');
  expect(judged(outlivesDescription, answering(2))).toBe('pass');
  expect(judged(outlivesDescription, answering(3))).toBe('fail');
  expect(judged(outlivesDescription, refusing({ ...silent, ladder }))).toBe('fail');
  expect(judged(outlivesDescription, refusing(silent))).toBe('inconclusive');
  expect(judged(outlivesDescription, refusing({ status: { code: 513, by: 'proxy' } }))).toBe('inconclusive');
});

test('a device that carries no call afterwards is dead, if it carried one before', () => {
  const calls = (before: number, after: number) => [
    call('control-before', { fromDevice: { ...noMedia, srtp: before } }),
    refusing(),
    call('control-after', { fromDevice: { ...noMedia, srtp: after } }),
  ];
  expect(outlivesDescription(evidence({ calls: calls(5, 0) }), context).verdict).toBe('fail');
  expect(outlivesDescription(evidence({ calls: calls(0, 0) }), context).verdict).toBe('inconclusive');
  expect(outlivesDescription(evidence({ calls: calls(5, 5).slice(0, 2) }), context).verdict).toBe('inconclusive');
});

test('a line whose key is too long for its suite is none to take', () => {
  const long = [line(1, { keys: [{ octets: 49152, fingerprint: 'aa', lifetime: null, mki: null, padded: true }] })];
  for (const crypto of [long, [line(1, { keys: null })], []]) {
    const descriptions = [described('far-end', [audio(4000, crypto)]), described('device', [audio(5000, [line(1)])])];
    expect(judged(outlivesDescription, answering(1, { descriptions }))).toBe('fail');
  }
});
