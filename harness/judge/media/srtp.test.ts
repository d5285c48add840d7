import { expect, test } from '@playwright/test';
import type { Evidence, SrtpPolicy } from '../../evidence.ts';
import type { Judge, JudgeContext } from '../../requirement.ts';
import { call, evidence, noMedia, plainSdp, secureSdp } from '../evidence.sample.ts';
import { everyPacketAuthentic, probesDropped, toneRecovered } from './srtp-packets.ts';
import { agreed, endsWithoutCrypto, followsThePolicyTable, offersOnlySecure, refusesOffer } from './srtp-policy.ts';

const context: JudgeContext = { requirement: 'SDES-04', case: undefined, service: 'sip', trust: 'M2' };
type JudgedCall = Evidence['calls'][number];
const verdictOf = (judge: Judge, one: JudgedCall) =>
  judge(evidence({ calls: [call('control-before'), one, call('control-after')] }), context).verdict;

const refused = call('case', {
  status: { code: 488, by: 'device' },
  direction: 'incoming',
  farPolicy: 'disabled',
  offer: plainSdp,
  answer: null,
  fromDevice: noMedia,
});

test('the policy table is symmetric and names nine outcomes', () => {
  const policies: SrtpPolicy[] = ['mandatory', 'optional', 'disabled'];
  expect(policies.map((one) => policies.map((other) => agreed(one, other)))).toEqual([
    ['SRTP', 'SRTP', 'refused'],
    ['SRTP', 'SRTP', 'RTP'],
    ['refused', 'RTP', 'RTP'],
  ]);
});

test('the policy table is judged by what flowed', () => {
  expect(verdictOf(followsThePolicyTable, call('case'))).toBe('pass');
  expect(verdictOf(followsThePolicyTable, refused)).toBe('pass');
  expect(verdictOf(followsThePolicyTable, call('case', { fromDevice: { ...noMedia, plain: 20 } }))).toBe('fail');
  expect(verdictOf(followsThePolicyTable, call('case', { fromDevice: { ...noMedia, plain: 1, srtp: 19 } }))).toBe(
    'fail',
  );
  expect(verdictOf(followsThePolicyTable, call('case', { fromDevice: noMedia, status: null, offer: null }))).toBe(
    'inconclusive',
  );
});

test('a call refused though the policies agree is a fail only where the control call works', () => {
  const wrongly = { ...refused, devicePolicy: 'optional' as const, farPolicy: 'optional' as const };
  expect(verdictOf(followsThePolicyTable, wrongly)).toBe('fail');
  const dead = call('control-after', { fromDevice: noMedia });
  expect(followsThePolicyTable(evidence({ calls: [call('control-before'), wrongly, dead] }), context).verdict).toBe(
    'inconclusive',
  );
});

test('a device that must encrypt may refuse RTP/AVP with crypto', () => {
  expect(verdictOf(followsThePolicyTable, { ...refused, farPolicy: 'optional' })).toBe('pass');
  expect(
    verdictOf(followsThePolicyTable, { ...refused, farPolicy: 'optional', fromDevice: { ...noMedia, plain: 3 } }),
  ).toBe('fail');
});

test('a mandatory offer has crypto and nothing plain', () => {
  expect(verdictOf(offersOnlySecure, call('case'))).toBe('pass');
  expect(verdictOf(offersOnlySecure, call('case', { offer: plainSdp }))).toBe('fail');
  expect(verdictOf(offersOnlySecure, call('case', { offer: { ...secureSdp, crypto: [] } }))).toBe('fail');
  expect(verdictOf(offersOnlySecure, call('case', { offer: null }))).toBe('inconclusive');
});

test('an answer of the proxy is not the device refusing', () => {
  const judge = refusesOffer({ of: 'plain offer' });
  expect(verdictOf(judge, refused)).toBe('pass');
  expect(verdictOf(judge, { ...refused, status: { code: 404, by: 'proxy' } })).toBe('inconclusive');
  expect(verdictOf(judge, { ...refused, status: { code: 200, by: 'device' }, answer: plainSdp })).toBe('fail');
  expect(verdictOf(judge, { ...refused, fromDevice: { ...noMedia, plain: 1 } })).toBe('fail');
});

test('an answer without crypto must end the call before the first packet', () => {
  const ended = call('case', {
    answer: { ...secureSdp, crypto: [] },
    fromDevice: noMedia,
    ended: { by: 'device', how: 'BYE', at: 30 },
  });
  expect(verdictOf(endsWithoutCrypto, ended)).toBe('pass');
  expect(verdictOf(endsWithoutCrypto, { ...ended, fromDevice: { ...noMedia, plain: 1 } })).toBe('fail');
  expect(verdictOf(endsWithoutCrypto, { ...ended, ended: { by: 'far-end', how: 'BYE', at: 900 } })).toBe('fail');
});

test('one plain packet among encrypted ones is a fail; no packet is nothing to judge', () => {
  expect(verdictOf(everyPacketAuthentic, call('case'))).toBe('pass');
  expect(verdictOf(everyPacketAuthentic, call('case', { fromDevice: { ...noMedia, srtp: 19, plain: 1 } }))).toBe(
    'fail',
  );
  expect(verdictOf(everyPacketAuthentic, call('case', { fromDevice: noMedia }))).toBe('inconclusive');
});

test('the known tone must come out of the decrypted packets', () => {
  expect(verdictOf(toneRecovered, call('case'))).toBe('pass');
  expect(verdictOf(toneRecovered, call('case', { tone: { hz: 440, share: 0.9 } }))).toBe('fail');
  expect(verdictOf(toneRecovered, call('case', { fromDevice: { ...noMedia, undecipherable: 20 }, tone: null }))).toBe(
    'fail',
  );
});

test('a dropped probe counts only where good packets around it came back', () => {
  const judge = probesDropped('repeated packets');
  const probes = (good: number, bad: number) => [
    { kind: 'good' as const, sequence: 1, echoed: good },
    { kind: 'replay' as const, sequence: 1, echoed: bad },
  ];
  expect(verdictOf(judge, call('case', { probes: probes(1, 0) }))).toBe('pass');
  expect(verdictOf(judge, call('case', { probes: probes(1, 1) }))).toBe('fail');
  expect(verdictOf(judge, call('case', { probes: probes(0, 0) }))).toBe('inconclusive');
  expect(verdictOf(judge, call('case'))).toBe('inconclusive');
});

test('a call that the proxy or the moment ended is no refusal', () => {
  const sdes = refusesOffer({ of: 'plain offer' });
  for (const status of [
    { code: 503, by: 'proxy' as const },
    { code: 408, by: 'proxy' as const },
    { code: 486, by: 'device' as const },
  ]) {
    expect(verdictOf(followsThePolicyTable, { ...refused, status })).toBe('inconclusive');
    expect(verdictOf(followsThePolicyTable, { ...refused, farPolicy: 'mandatory', status })).toBe('inconclusive');
    expect(verdictOf(sdes, { ...refused, status })).toBe('inconclusive');
  }
});

test('a tone that came in part under another key, or in clear, is not recovered from the key of the SDP', () => {
  expect(verdictOf(toneRecovered, call('case', { fromDevice: { ...noMedia, srtp: 3, undecipherable: 17 } }))).toBe(
    'fail',
  );
  expect(verdictOf(toneRecovered, call('case', { fromDevice: { ...noMedia, srtp: 3, plain: 17 } }))).toBe('fail');
});

test('a plain profile is plain in any case', () => {
  const offer = { ...secureSdp, text: 'v=0\r\nm=audio 40000 rtp/avp 0\r\n' };
  expect(verdictOf(offersOnlySecure, call('case', { offer }))).toBe('fail');
});
