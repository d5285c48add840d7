import { expect, test } from '@playwright/test';
import type { Call, Description } from '../../evidence.ts';
import { call, noMedia, plainSdp, secureSdp } from '../evidence.sample.ts';
import { answering, audio, described, judged, line } from './descriptions.sample.ts';
import {
  answersInClearOrRefuses,
  answersOpportunistic,
  offersOpportunistic,
  staysSecured,
  takesOneLine,
  toldOfDowngrade,
} from './opportunistic.ts';

const avp = (port: number, tags: number[]) =>
  audio(
    port,
    tags.map((tag) => line(tag)),
    'RTP/AVP',
  );
const plain = { ...noMedia, plain: 20 };
const refusal = { status: { code: 488, by: 'device' }, fromDevice: noMedia, answer: null } as const;

test('an optional offer is RTP/AVP with crypto in every line', () => {
  const offering = (media: Description['media']) =>
    call('case', { descriptions: [described('device', media, { role: 'offer', in: 'INVITE' })] });
  expect(judged(offersOpportunistic, offering([avp(4000, [1])]))).toBe('pass');
  expect(judged(offersOpportunistic, offering([avp(4000, [])]))).toBe('fail');
  expect(judged(offersOpportunistic, offering([audio(4000, [line(1)])]))).toBe('fail');
  expect(judged(offersOpportunistic, offering([avp(4000, [1]), avp(4002, [])]))).toBe('fail');
  expect(judged(offersOpportunistic, call('case'))).toBe('inconclusive');
});

test('an optional offer is answered with the same profile and one of its lines', () => {
  const offer = described('far-end', [avp(4000, [1, 2])]);
  const answered = (media: Description['media'], partial: Partial<Call> = {}) =>
    answering(1, { descriptions: [offer, described('device', media)], ...partial });
  expect(judged(answersOpportunistic, answered([avp(5000, [2])]))).toBe('pass');
  expect(judged(answersOpportunistic, answered([avp(5000, [3])]))).toBe('fail');
  expect(judged(answersOpportunistic, answered([avp(5000, [1, 2])]))).toBe('fail');
  expect(judged(answersOpportunistic, answered([audio(5000, [line(1)])]))).toBe('fail');
  expect(judged(answersOpportunistic, answered([avp(5000, [])], { fromDevice: plain }))).toBe('fail');
  expect(judged(answersOpportunistic, answered([avp(5000, [1])], { fromDevice: noMedia }))).toBe('inconclusive');
  const refusing = answering(1, { descriptions: [offer], ...refusal });
  expect(judged(answersOpportunistic, refusing)).toBe('fail');
  expect(judged(answersOpportunistic, refusing, { fromDevice: noMedia })).toBe('inconclusive');
});

test('where nothing authenticates the media fails, and is not sent in clear', () => {
  expect(judged(staysSecured, call('case'))).toBe('pass');
  expect(judged(staysSecured, call('case', { fromDevice: { ...noMedia, srtp: 10, plain: 1 } }))).toBe('fail');
  const ended = { fromDevice: noMedia, ended: { by: 'device', how: 'BYE', at: 100 } } as const;
  expect(judged(staysSecured, call('case', ended))).toBe('pass');
  expect(judged(staysSecured, call('case', { fromDevice: noMedia }))).toBe('inconclusive');
  expect(judged(staysSecured, call('case', { toDevice: { packets: 0 } }))).toBe('inconclusive');
  expect(judged(staysSecured, call('case', { answer: plainSdp }))).toBe('inconclusive');
});

test('without encryption RTP/AVP with crypto is answered in clear or refused; a second call may follow', () => {
  const inClear = { offer: plainSdp, answer: plainSdp, fromDevice: plain };
  expect(judged(answersInClearOrRefuses, call('case', inClear))).toBe('pass');
  expect(judged(answersInClearOrRefuses, call('case', refusal))).toBe('pass');
  expect(judged(answersInClearOrRefuses, call('case', refusal), { fromDevice: noMedia })).toBe('inconclusive');
  expect(judged(answersInClearOrRefuses, call('case'))).toBe('fail');
  expect(judged(answersInClearOrRefuses, call('case', { ...inClear, answer: secureSdp }))).toBe('fail');
  expect(judged(answersInClearOrRefuses, call('case', { ...inClear, offer: secureSdp }))).toBe('fail');
  expect(judged(answersInClearOrRefuses, call('case', { ...refusal, legs: [call('case', inClear)] }))).toBe('pass');
  expect(judged(answersInClearOrRefuses, call('case', { ...refusal, legs: [call('case')] }))).toBe('fail');
});

test('of two lines one is taken and media flows there', () => {
  const offer = described('far-end', [avp(4000, []), audio(4002, [line(1)])]);
  const answered = (first: number, second: number, partial: Partial<Call> = {}) =>
    answering(1, {
      descriptions: [offer, described('device', [avp(first, []), audio(second, second > 0 ? [line(1)] : [])])],
      ...partial,
    });
  expect(judged(takesOneLine, answered(0, 5000))).toBe('pass');
  expect(judged(takesOneLine, answered(5000, 0, { fromDevice: plain }))).toBe('pass');
  expect(judged(takesOneLine, answered(5000, 5002))).toBe('fail');
  const unasked = [offer, described('device', [avp(5000, [1]), audio(0, [])])];
  expect(judged(takesOneLine, answering(1, { descriptions: unasked, fromDevice: plain }))).toBe('pass');
  expect(judged(takesOneLine, answered(0, 5000, { elsewhere: 1 }))).toBe('fail');
  expect(judged(takesOneLine, answered(0, 5000, { fromDevice: plain }))).toBe('fail');
  expect(judged(takesOneLine, answered(0, 0, { fromDevice: noMedia }))).toBe('inconclusive');
  expect(judged(takesOneLine, answered(0, 5000, { fromDevice: noMedia }))).toBe('inconclusive');
});

test('what becomes of stripped crypto is told, not judged', () => {
  expect(judged(toldOfDowngrade, call('case', { fromDevice: plain }))).toBe('observed');
  expect(judged(toldOfDowngrade, call('case', refusal))).toBe('observed');
  expect(judged(toldOfDowngrade, call('case', refusal), { fromDevice: noMedia })).toBe('inconclusive');
  expect(judged(toldOfDowngrade, call('case', { fromDevice: noMedia }))).toBe('inconclusive');
});
