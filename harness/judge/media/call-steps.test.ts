import { expect, test } from '@playwright/test';
import type { Call, CallStep } from '../../evidence.ts';
import { call, noMedia } from '../evidence.sample.ts';
import { keepsThroughout } from './call-steps.ts';
import { answering, audio, described, echoed, judged, line } from './descriptions.sample.ts';

const step = (name: string, partial: Partial<CallStep> = {}): CallStep => ({
  name,
  at: 10,
  asked: null,
  status: null,
  lasted: 20,
  fromDevice: { srtp: 3, plain: 0, undecipherable: 0, rtcp: 0, formerKey: 0 },
  toDevice: { packets: 3 },
  ...partial,
});
const echoing = { probes: echoed(1) };
const echo = (name: string, heard: number, sent = 3): CallStep => step(name, { echoes: { sent, heard } });
const asked = (status: number | null): CallStep => step('re-INVITE', { asked: 'INVITE', status });
const judge = keepsThroughout({
  expected: '',
  describes: 'RTP/SAVP and crypto',
  steps: { before: 'basis', 're-INVITE': 'accepted', after: 'heard' },
});
const going = (steps: CallStep[], partial: Partial<Call> = {}) => answering(1, { steps, ...partial });
const right = [echo('before', 3), asked(200), echo('after', 3)];

test('a call that keeps to the rule by its packets, its descriptions and its echoes', () => {
  expect(judged(judge, going(right))).toBe('pass');
});

test('one packet in clear or under no key is a fail, wherever it came', () => {
  for (const partial of [
    { fromDevice: { ...noMedia, srtp: 20, plain: 1 } },
    { fromDevice: { ...noMedia, srtp: 20, undecipherable: 1 } },
    { elsewhere: 1 },
    { legs: [call('case', { fromDevice: { ...noMedia, plain: 1 } })] },
  ])
    expect(judged(judge, going(right, partial)), JSON.stringify(partial)).toBe('fail');
});

test('a description of the device that asks for less is a fail, whoever takes it', () => {
  const far = described('far-end', [audio(4000, [line(1)])]);
  const weak = [audio(5000, [line(1)], 'RTP/AVP'), audio(5000, []), { ...audio(5000, [], 'RTP/AVP'), kind: 'video' }];
  for (const media of weak) {
    const offer = described('device', [audio(5000, [line(1)]), media], { role: 'offer', in: 're-INVITE' });
    expect(judged(judge, going(right, { descriptions: [far, offer] })), media.profile).toBe('fail');
  }
  const refused = described('device', [audio(5000, [line(1)]), { ...audio(0, [], 'RTP/AVP'), kind: 'video' }]);
  expect(judged(judge, going(right, { descriptions: [far, refused] }))).toBe('pass');
  const crypto = keepsThroughout({ expected: '', describes: 'crypto' });
  const plainProfile = described('device', [audio(5000, [line(1)], 'RTP/AVP')]);
  expect(judged(crypto, going([], { descriptions: [far, plainProfile] }))).toBe('pass');
});

test('who is heard no more fails only where the control calls work', () => {
  const deaf = going([echo('before', 3), asked(200), echo('after', 0)]);
  expect(judged(judge, deaf, echoing)).toBe('fail');
  expect(judged(judge, deaf, { fromDevice: noMedia })).toBe('inconclusive');
  expect(judged(judge, deaf), 'the controls do not come back either').toBe('inconclusive');
  const hungUp = { ended: { by: 'device', how: 'BYE', at: 40 } } as const;
  const ended = going([echo('before', 3), asked(200), echo('after', 0, 0)], hungUp);
  expect(judged(judge, ended, echoing), 'it hung up over what the far end did').toBe('fail');
  expect(judged(judge, ended)).toBe('inconclusive');
});

test('a device need not send before the call is taken', () => {
  const early = keepsThroughout({
    expected: '',
    describes: 'RTP/SAVP and crypto',
    steps: { after: 'basis', early: 'heard if it speaks' },
  });
  const silent = step('early', {
    echoes: { sent: 9, heard: 0 },
    fromDevice: { srtp: 0, plain: 0, undecipherable: 0, rtcp: 0, formerKey: 0 },
  });
  expect(judged(early, going([echo('early', 3), echo('after', 3)]), echoing)).toBe('pass');
  expect(judged(early, going([echo('early', 0), echo('after', 3)]), echoing)).toBe('fail');
  expect(judged(early, going([silent, echo('after', 3)]), echoing)).toBe('inconclusive');
});

test('what did not get so far is inconclusive, never a pass', () => {
  for (const [why, one] of [
    ['no echo from the start', going([echo('before', 0), asked(200), echo('after', 3)])],
    ['refused', going([echo('before', 3), asked(488), echo('after', 3)])],
    ['no answer', going([echo('before', 3), asked(null), echo('after', 3)])],
    ['nothing could be sent', going([echo('before', 3), asked(200), echo('after', 0, 0)])],
    ['ended before', going([echo('before', 3)])],
    ['not set up', going(right, { status: { code: 486, by: 'device' } })],
    ['no media', going(right, { fromDevice: noMedia })],
  ] as const)
    expect(judged(judge, one), why).toBe('inconclusive');
});

test('a refusal in the middle of a call is read from its status or from its ports', () => {
  const refuses = keepsThroughout({
    expected: '',
    describes: 'RTP/SAVP and crypto',
    steps: { 're-INVITE': 'refused' },
  });
  expect(judged(refuses, going([asked(488)]))).toBe('pass');
  expect(judged(refuses, going([asked(200)]))).toBe('fail');
  for (const status of [null, 408, 481, 491])
    expect(judged(refuses, going([asked(status)])), `${status}`).toBe('inconclusive');
  const byPort = described('device', [audio(0, [])], { at: 12, in: '200' });
  const first = [described('far-end', [audio(4000, [line(1)])]), described('device', [audio(5000, [line(1)])])];
  expect(judged(refuses, going([asked(200)], { descriptions: [...first, byPort] }))).toBe('pass');
  const goesOn = {
    expected: '',
    describes: 'RTP/SAVP and crypto',
    steps: { 're-INVITE': 'refused', after: 'heard' },
  } as const;
  const deaf = [asked(488), echo('after', 0)];
  expect(judged(keepsThroughout(goesOn), going(deaf), echoing)).toBe('fail');
  const ended = going([asked(200), echo('after', 0)], { descriptions: [...first, byPort] });
  expect(judged(keepsThroughout(goesOn), ended)).toBe('pass');
});

test('a device that is to offer anew must have done so', () => {
  const reoffers = keepsThroughout({ expected: '', describes: 'RTP/SAVP and crypto', reoffers: 1 });
  expect(judged(reoffers, going([]))).toBe('inconclusive');
  const { descriptions } = answering(1);
  const again = described('device', [audio(5000, [line(1)])], { role: 'offer', in: 're-INVITE' });
  expect(judged(reoffers, going([], { descriptions: [...descriptions, again] }))).toBe('pass');
});

test('a further call is judged like the first', () => {
  const secured = keepsThroughout({ expected: '', describes: 'RTP/SAVP and crypto', legs: 'secured' });
  const refused = keepsThroughout({ expected: '', describes: 'RTP/SAVP and crypto', legs: 'refused' });
  const leg = (partial: Partial<Call> = {}): Call => answering(1, partial);
  const no = leg({ status: { code: 488, by: 'device' }, fromDevice: noMedia });
  expect(judged(secured, going([], { legs: [leg()] }))).toBe('pass');
  expect(judged(secured, going([]))).toBe('inconclusive');
  expect(judged(secured, going([], { legs: [no] }))).toBe('inconclusive');
  expect(judged(secured, going([], { legs: [leg({ fromDevice: noMedia })] }))).toBe('inconclusive');
  const taken = { legs: [leg()] };
  expect(judged(refused, going([], { legs: [no] }), taken)).toBe('pass');
  expect(judged(refused, going([], { legs: [no] })), 'it takes no further call at all').toBe('inconclusive');
  const busy = leg({ status: { code: 486, by: 'device' }, fromDevice: noMedia });
  expect(judged(refused, going([], { legs: [busy] }), taken)).toBe('inconclusive');
  expect(judged(refused, going([], { legs: [leg()] }))).toBe('fail');
  expect(judged(refused, going([], { legs: [leg({ status: { code: 408, by: 'proxy' } })] }))).toBe('inconclusive');
});
