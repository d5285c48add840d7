import { expect, test } from '@playwright/test';
import type { Call, CallStep, PacketFacts } from '../../evidence.ts';
import type { Judge } from '../../requirement.ts';
import { call, evidence, noMedia } from '../evidence.sample.ts';
import { endsIdleCall, portsClosedAfterCall, silentAfterCall, silentBeforeAnswer } from './call-bounds.ts';

const context = { requirement: 'SRTP-22', case: undefined, service: 'sip', trust: 'M2' } as const;
const judged = (judge: Judge, partial: Partial<Call>, control: Partial<Call> = {}) =>
  judge(
    evidence({
      idleLimit: 500,
      calls: [call('control-before', control), call('case', partial), call('control-after', control)],
    }),
    context,
  ).verdict;
const step = (name: string, srtp: number, partial: Partial<CallStep> = {}): CallStep => ({
  name,
  at: 0,
  asked: null,
  status: null,
  lasted: 100,
  fromDevice: { srtp, plain: 0, undecipherable: 0, rtcp: 0, formerKey: 0 },
  toDevice: { packets: 3 },
  ...partial,
});

/** A call that was taken, and ended by the far end. */
const ladder: Call['ladder'] = [
  { at: 1, from: 'device', line: 'SIP/2.0 200 OK' },
  { at: 500, from: 'far-end', line: 'BYE sip:dut@lab.test SIP/2.0' },
  { at: 505, from: 'device', line: 'SIP/2.0 200 OK' },
];

test('silence before the answer counts where the device rang, and works otherwise', () => {
  const rang: Partial<Call> = {
    fromDevice: noMedia,
    status: null,
    answer: null,
    ended: { by: 'far-end', how: 'CANCEL', at: 1000 },
    ladder: [{ at: 9, from: 'device', line: 'SIP/2.0 180 Ringing' }],
  };
  expect(judged(silentBeforeAnswer, rang)).toBe('pass');
  expect(judged(silentBeforeAnswer, { ...rang, fromDevice: { ...noMedia, plain: 1 } })).toBe('fail');
  expect(judged(silentBeforeAnswer, { ...rang, fromDevice: { ...noMedia, srtp: 1 } })).toBe('fail');
  expect(judged(silentBeforeAnswer, { ...rang, ladder: [] })).toBe('inconclusive');
  const byProxy = [{ at: 9, from: 'proxy' as const, line: 'SIP/2.0 180 Ringing' }];
  expect(judged(silentBeforeAnswer, { ...rang, ladder: byProxy })).toBe('inconclusive');
  expect(judged(silentBeforeAnswer, rang, { fromDevice: noMedia })).toBe('inconclusive');
  const answers = [...(rang.ladder ?? []), { at: 115, from: 'device' as const, line: 'SIP/2.0 200 OK' }];
  const taken: Partial<Call> = { ...rang, ladder: answers, status: { code: 200, by: 'device' } };
  expect(judged(silentBeforeAnswer, { ...taken, fromDevice: { ...noMedia, srtp: 9, firstAt: 110 } })).toBe(
    'inconclusive',
  );
  expect(judged(silentBeforeAnswer, { ...taken, fromDevice: { ...noMedia, srtp: 9, firstAt: 12 } })).toBe('fail');
});

test('silence behind the end counts where there was media before', () => {
  const packet = (at: number): PacketFacts => ({
    ...{ at, from: 'device', kind: 'srtp', bytes: 182, ssrc: 1, sequence: 1, timestamp: 0, payloadType: 0 },
  });
  const ended = { steps: [step('after the call', 0, { at: 505 })], ladder, packets: [packet(490)] };
  expect(judged(silentAfterCall, ended)).toBe('pass');
  expect(judged(silentAfterCall, { ...ended, packets: [packet(490), packet(580)] })).toBe('fail');
  expect(judged(silentAfterCall, { ...ended, packets: [packet(510)] }), 'one that was on its way').toBe('pass');
  const unanswered = { ...ended, ladder: ladder.slice(0, 2), packets: [packet(580)] };
  expect(judged(silentAfterCall, unanswered), 'BYE never reached the device').toBe('inconclusive');
  expect(judged(silentAfterCall, { ...unanswered, ended: { by: 'device', how: 'BYE', at: 490 } })).toBe('fail');
  expect(judged(silentAfterCall, { ...ended, fromDevice: noMedia })).toBe('inconclusive');
  expect(judged(silentAfterCall, {})).toBe('inconclusive');
});

test('an open port is one that says nothing while all others say that they are closed', () => {
  const verdict = (media: 'closed' | 'silent', control: 'closed' | 'silent', others: ('closed' | 'silent')[]) =>
    judged(portsClosedAfterCall, { afterwards: { media, control, others }, ladder });
  expect(verdict('closed', 'closed', ['closed'])).toBe('pass');
  expect(verdict('closed', 'closed', ['silent'])).toBe('pass');
  expect(verdict('silent', 'closed', ['closed', 'closed'])).toBe('fail');
  expect(verdict('closed', 'silent', ['closed', 'closed'])).toBe('fail');
  expect(verdict('silent', 'silent', ['silent', 'silent'])).toBe('inconclusive');
  expect(verdict('silent', 'closed', ['closed', 'silent'])).toBe('inconclusive');
  expect(judged(portsClosedAfterCall, {})).toBe('inconclusive');
  const open = { media: 'silent', control: 'closed', others: ['closed' as const] } as const;
  const unanswered = { afterwards: { ...open, others: [...open.others] }, ladder: ladder.slice(0, 2) };
  expect(judged(portsClosedAfterCall, unanswered), 'BYE never reached the device').toBe('inconclusive');
});

test('an idle call must be ended by the device, which heard before', () => {
  const before = step('before', 3, { echoes: { sent: 3, heard: 3 } });
  const waited = step('the device ends the call', 0, { lasted: 520 });
  const ended = { by: 'device', how: 'BYE', at: 700 } as const;
  expect(judged(endsIdleCall, { steps: [before, waited], ended })).toBe('pass');
  expect(judged(endsIdleCall, { steps: [before, waited] })).toBe('fail');
  const deaf = step('before', 0, { echoes: { sent: 9, heard: 0 } });
  expect(judged(endsIdleCall, { steps: [deaf, waited], ended })).toBe('inconclusive');
  expect(judged(endsIdleCall, { ended })).toBe('inconclusive');
  const atOnce = step('the device ends the call', 0, { lasted: 3 });
  expect(judged(endsIdleCall, { steps: [before, atOnce], ended }), 'for another reason').toBe('inconclusive');
});
