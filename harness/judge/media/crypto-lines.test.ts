import { expect, test } from '@playwright/test';
import type { Call, ControlFacts, CryptoLine, Description } from '../../evidence.ts';
import type { Judge } from '../../requirement.ts';
import { call, noMedia, secureSdp } from '../evidence.sample.ts';
import { byDirection } from './by-direction.ts';
import {
  clearsControlOrRefuses,
  declinesSuite,
  honoursOrLeaves,
  leavesRefusedStream,
  readsKey,
  takesLine,
  writesNoSessionCrypto,
} from './crypto-lines.ts';
import { answering, audio, described, echoed, judged, line, refusing } from './descriptions.sample.ts';
import { answersOneMethod } from './keying-methods.ts';

test('the line of that tag must be taken, with all media under it', () => {
  const judge = takesLine({ tag: 2 });
  expect(judged(judge, answering(2))).toBe('pass');
  expect(judged(judge, answering(1))).toBe('fail');
  expect(judged(judge, answering(2, { fromDevice: { ...noMedia, srtp: 19, plain: 1 } }))).toBe('fail');
  expect(judged(judge, answering(2, { fromDevice: { ...noMedia, undecipherable: 20 } }))).toBe('fail');
  expect(judged(judge, answering(2, { fromDevice: noMedia }))).toBe('inconclusive');
  const without = [described('device', [audio(5000, [])])];
  expect(judged(judge, answering(2, { descriptions: without }))).toBe('fail');
});

test('a refused line is a fail only by the device, about the offer, and between controls that hold', () => {
  const judge = takesLine({ tag: 2 });
  expect(judged(judge, refusing())).toBe('fail');
  expect(judged(judge, refusing(), { fromDevice: noMedia })).toBe('inconclusive');
  expect(judged(judge, refusing({ status: { code: 488, by: 'proxy' } }))).toBe('inconclusive');
  expect(judged(judge, refusing({ status: { code: 486, by: 'device' } }))).toBe('inconclusive');
  expect(judged(judge, refusing({ status: null }))).toBe('inconclusive');
  const portZero = [described('far-end', [audio(4000, [line(1)])]), described('device', [audio(0, [])])];
  const byPort = refusing({ status: { code: 200, by: 'device' }, descriptions: portZero });
  expect(judged(judge, byPort)).toBe('fail');
});

test('what the far end sends is understood where the echo brings it back', () => {
  const judge = takesLine({ tag: 1, heard: true });
  const echoing = { probes: echoed(1) };
  expect(judged(judge, answering(1, { probes: echoed(1) }), echoing)).toBe('pass');
  expect(judged(judge, answering(1, { probes: echoed(0) }), echoing)).toBe('fail');
  expect(judged(judge, answering(1, { fromDevice: noMedia }), echoing)).toBe('fail');
  expect(judged(judge, answering(1, { fromDevice: noMedia }), { ...echoing, fromDevice: noMedia })).toBe(
    'inconclusive',
  );
  expect(judged(judge, answering(1, { probes: echoed(0) }), { probes: echoed(0) })).toBe('inconclusive');
  expect(judged(judge, answering(1), {})).toBe('inconclusive');
});

test('a suite that is taken in neither form of its key is not spoken', () => {
  const echoing = { probes: echoed(1) };
  expect(judged(readsKey, answering(1, { probes: echoed(1) }), echoing)).toBe('pass');
  expect(judged(readsKey, refusing(), echoing)).toBe('fail');
  const { role: _, ...neither } = refusing();
  expect(judged(readsKey, refusing(), neither)).toBe('not-applicable');
  expect(judged(readsKey, refusing(), { fromDevice: noMedia, status: null })).toBe('inconclusive');
  const other = {
    descriptions: [described('far-end', [audio(4000, [line(1, { suite: 'AES_256_CM_HMAC_SHA1_80' })])])],
  };
  const inClear = answering(1, { fromDevice: { ...noMedia, plain: 20 } });
  const { role: _role, ...answered } = {
    ...inClear,
    descriptions: [...other.descriptions, ...inClear.descriptions.slice(1)],
  };
  expect(judged(readsKey, { ...answered, role: 'case' }, answered), 'answers another suite in both').toBe(
    'not-applicable',
  );
  expect(judged(readsKey, { ...answered, role: 'case' }, echoing)).toBe('fail');
});

test('a line with an MKI is left, or honoured', () => {
  const echoing = { probes: echoed(1) };
  expect(judged(honoursOrLeaves, refusing())).toBe('pass');
  expect(judged(honoursOrLeaves, refusing(), { fromDevice: noMedia })).toBe('inconclusive');
  expect(judged(honoursOrLeaves, answering(1, { probes: echoed(2) }), echoing)).toBe('pass');
  expect(judged(honoursOrLeaves, answering(1, { probes: echoed(0) }), echoing)).toBe('fail');
});

test('SRTCP without encryption is refused, or sent', () => {
  const report = (encrypted: boolean): ControlFacts => ({
    at: 30,
    from: 'device',
    bytes: 66,
    kind: 'srtcp',
    multiplexed: false,
    index: 1,
    encrypted,
    types: [200],
    report: null,
    heard: [],
  });
  const judge = clearsControlOrRefuses;
  expect(judged(judge, refusing())).toBe('pass');
  expect(judged(judge, refusing(), { fromDevice: noMedia })).toBe('inconclusive');
  expect(judged(judge, answering(1, { control: [report(false)] }))).toBe('pass');
  expect(judged(judge, answering(1, { control: [report(false), report(true)] }))).toBe('fail');
  expect(judged(judge, answering(1, { control: [{ ...report(true), from: 'far-end' }] }))).toBe('inconclusive');
  expect(judged(judge, answering(1))).toBe('inconclusive');
  expect(judged(judge, answering(1, { control: [report(false)], fromDevice: { ...noMedia, plain: 5 } }))).toBe('fail');
});

test('a suite that the bench does not speak is declined, or honestly taken', () => {
  const judge = declinesSuite({ prefix: 'F8' });
  const media = [audio(5000, [line(1, { suite: 'F8_128_HMAC_SHA1_80' })])];
  const taking = { descriptions: [described('device', media)], fromDevice: { ...noMedia, undecipherable: 20 } };
  expect(judged(judge, refusing())).toBe('pass');
  expect(judged(judge, refusing(), { fromDevice: noMedia })).toBe('inconclusive');
  expect(judged(judge, answering(1, taking))).toBe('inconclusive');
  expect(judged(judge, answering(1, { ...taking, fromDevice: { ...noMedia, plain: 20 } }))).toBe('fail');
  expect(judged(judge, answering(1))).toBe('fail');
  expect(judged(judge, refusing({ status: null }))).toBe('inconclusive');
});

test('no crypto line stands at the session level', () => {
  const calling = (partial: Partial<Description>) =>
    call('case', { descriptions: [described('device', [audio(5000, [line(1)])], { role: 'offer', ...partial })] });
  expect(judged(writesNoSessionCrypto, calling({}))).toBe('pass');
  expect(judged(writesNoSessionCrypto, calling({ sessionCrypto: [line(1)] }))).toBe('fail');
  expect(judged(writesNoSessionCrypto, calling({ media: [audio(5000, [], 'RTP/AVP')] }))).toBe('inconclusive');
  expect(judged(writesNoSessionCrypto, call('case', { descriptions: [] }))).toBe('inconclusive');
});

test('a stream of port 0 stays refused', () => {
  const judge = leavesRefusedStream({ tag: 7 });
  const answer = (dead: number, tag: number) =>
    answering(7, { descriptions: [described('device', [audio(dead, []), audio(5000, [line(tag)])])] });
  expect(judged(judge, answer(0, 7))).toBe('pass');
  expect(judged(judge, answer(5002, 7))).toBe('fail');
  expect(judged(judge, answer(0, 1))).toBe('fail');
  expect(judged(judge, refusing())).toBe('fail');
  expect(judged(judge, refusing(), { fromDevice: noMedia })).toBe('inconclusive');
});

test('an answer has one method of keying', () => {
  const fingerprint = 'v=0\r\nm=audio 5000 RTP/SAVP 0\r\na=fingerprint:sha-256 AA\r\n';
  const ofSession = 'v=0\r\na=fingerprint:sha-256 AA\r\nm=audio 5000 RTP/SAVP 0\r\n';
  const answer = (crypto: CryptoLine[], text?: string, partial: Partial<Call> = {}) => {
    const media = [audio(5000, crypto)];
    return answering(1, { descriptions: [described('device', media, text === undefined ? {} : { text })], ...partial });
  };
  expect(judged(answersOneMethod, answer([line(1)]))).toBe('pass');
  expect(judged(answersOneMethod, answer([], fingerprint, { fromDevice: noMedia }))).toBe('pass');
  expect(judged(answersOneMethod, answer([line(1)], fingerprint))).toBe('fail');
  expect(judged(answersOneMethod, answer([line(1)], ofSession))).toBe('fail');
  expect(judged(answersOneMethod, answer([]))).toBe('fail');
  expect(judged(answersOneMethod, answer([line(1)], undefined, { fromDevice: { ...noMedia, plain: 9 } }))).toBe('fail');
  expect(judged(answersOneMethod, answer([line(1)], undefined, { fromDevice: noMedia }))).toBe('inconclusive');
  expect(judged(answersOneMethod, refusing())).toBe('inconclusive');
});

test('a rule of both directions is judged by the direction of the case', () => {
  const says =
    (verdict: 'pass' | 'fail'): Judge =>
    () => ({ verdict, expected: '', seen: '' });
  const judge = byDirection({ incoming: says('fail'), outgoing: says('pass') });
  expect(judged(judge, call('case', { offer: secureSdp }))).toBe('pass');
  expect(judged(judge, answering(1))).toBe('fail');
});
