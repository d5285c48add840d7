import { expect, test } from '@playwright/test';
import type { Call, CallStep, ControlFacts, PacketFacts, Probe } from '../../evidence.ts';
import type { Judge } from '../../requirement.ts';
import { call, evidence, noMedia, secureSdp } from '../evidence.sample.ts';
import { keysInsideMedia, quietInsideMedia } from './nothing-plain.ts';
import { startsByChance } from './rtp-start.ts';
import { takesLate } from './srtp-order.ts';
import { hearsOverWrap } from './srtp-state.ts';

const context = { requirement: 'SRTP-07', case: undefined, service: 'sip', trust: 'M2' } as const;
const echoing: Partial<Call> = { probes: [{ kind: 'good', sequence: 1, echoed: 1 }] };
const judged = (judge: Judge, ...cases: Partial<Call>[]) =>
  judge(
    evidence({
      calls: [
        call('control-before', echoing),
        ...cases.map((one) => call('case', one)),
        call('control-after', echoing),
      ],
    }),
    context,
  ).verdict;

const sentPacket = (sequence: number, at = 0): PacketFacts => ({
  at,
  from: 'far-end',
  bytes: 182,
  ssrc: 1,
  sequence,
  timestamp: 0,
  payloadType: 0,
  kind: 'srtp',
});
const probe = (kind: Probe['kind'], echoed: number): Probe => ({ kind, sequence: 1, echoed });
const report = (lost: number, partial: Partial<ControlFacts> = {}): ControlFacts => ({
  at: 0,
  from: 'device',
  bytes: 90,
  kind: 'srtcp',
  multiplexed: false,
  index: 1,
  encrypted: true,
  types: [200],
  report: 1,
  heard: [{ ssrc: 1, lost, highest: 9, report: 0 }],
  ...partial,
});

test('a late packet is taken by its echo, or by an authentic report that counts nothing lost', () => {
  const packets = [sentPacket(1)];
  const verdict = (late: number, partial: Partial<Call> = {}, good = 1) =>
    judged(takesLate, { packets, probes: [probe('good', good), probe('late', late), probe('good', good)], ...partial });
  expect(verdict(1)).toBe('pass');
  expect(verdict(0)).toBe('inconclusive');
  expect(verdict(0, { control: [report(0)] })).toBe('pass');
  expect(verdict(0, { control: [report(1)] })).toBe('fail');
  const early = [{ ssrc: 1, lost: 1, highest: 0, report: 0 }];
  expect(verdict(0, { control: [report(1, { heard: early })] }), 'reported before it came').toBe('inconclusive');
  expect(verdict(0, { control: [report(60)], toDevice: { packets: 9, skipped: 60 } })).toBe('pass');
  expect(verdict(0, { control: [report(61)], toDevice: { packets: 9, skipped: 60 } })).toBe('fail');
  expect(verdict(0, { control: [report(1, { kind: 'plain' })] })).toBe('inconclusive');
  expect(verdict(0, { control: [report(1, { heard: [] })] })).toBe('inconclusive');
  expect(verdict(1, {}, 0)).toBe('inconclusive');
  expect(judged(takesLate, { probes: [probe('good', 1)] })).toBe('inconclusive');
});

const echo = (name: string, heard: number, at: number): CallStep => ({
  name,
  at,
  asked: null,
  status: null,
  lasted: 100,
  fromDevice: { srtp: heard, plain: 0, undecipherable: 0, rtcp: 0, formerKey: 0 },
  toDevice: { packets: 3 },
  echoes: { sent: 3, heard },
});

test('a wrap counts where it was sent: high numbers, then low ones, before the echo behind it ended', () => {
  const judge = hearsOverWrap('when the sequence number has wrapped');
  const verdict = (packets: PacketFacts[], heard = 3) =>
    judged(judge, { packets, steps: [echo('before', 3, 0), echo('after', heard, 300)] });
  expect(verdict([sentPacket(65_530, 10), sentPacket(0, 310)])).toBe('pass');
  expect(verdict([sentPacket(65_530, 10), sentPacket(0, 310)], 0)).toBe('fail');
  expect(verdict([sentPacket(65_530, 10), sentPacket(65_531, 30)])).toBe('inconclusive');
  expect(verdict([sentPacket(65_530, 10), sentPacket(0, 900)])).toBe('inconclusive');
  expect(verdict([sentPacket(5, 10), sentPacket(6, 30)])).toBe('inconclusive');
});

test('keys are inside SRTP alone, and all of them', () => {
  const judge = keysInsideMedia('12');
  const keys = (by: 'srtp' | 'plain' | 'info', pressed = '12') => [...pressed].map((key) => ({ key, by }));
  expect(judged(judge, { keys: keys('srtp') })).toBe('pass');
  expect(judged(judge, { keys: keys('plain') })).toBe('fail');
  expect(judged(judge, { keys: keys('info') })).toBe('fail');
  expect(judged(judge, { keys: [...keys('srtp'), ...keys('info', '1')] })).toBe('fail');
  expect(judged(judge, { keys: keys('srtp'), fromDevice: { ...noMedia, srtp: 9, plain: 1 } })).toBe('fail');
  expect(judged(judge, { keys: keys('srtp', '1') })).toBe('inconclusive');
  expect(judged(judge, {})).toBe('inconclusive');
  expect(judged(judge, { keys: keys('srtp'), answer: { ...secureSdp, crypto: [] } })).toBe('inconclusive');
});

test('quiet is right, and so is noise inside SRTP; a window that was not listened through shows nothing', () => {
  const quiet = { ...echo('quiet', 0, 0), lasted: 1000 };
  expect(judged(quietInsideMedia, { steps: [quiet], fromDevice: noMedia })).toBe('pass');
  expect(judged(quietInsideMedia, { steps: [quiet] })).toBe('pass');
  expect(judged(quietInsideMedia, { steps: [quiet], fromDevice: { ...noMedia, plain: 1 } })).toBe('fail');
  expect(judged(quietInsideMedia, { steps: [quiet], fromDevice: { ...noMedia, undecipherable: 1 } })).toBe('fail');
  expect(judged(quietInsideMedia, { steps: [{ ...quiet, lasted: 200 }] })).toBe('inconclusive');
  expect(judged(quietInsideMedia, { steps: [quiet], answer: { ...secureSdp, crypto: [] } })).toBe('inconclusive');
});

test('twenty calls begin by chance, in the lower half', () => {
  const starting = (sequence: (call: number) => number, timestamp: (call: number) => number, calls = 20) =>
    judged(
      startsByChance,
      ...Array.from({ length: calls }, (_, at): Partial<Call> => {
        const first = { ...sentPacket(sequence(at)), from: 'device' as const, timestamp: timestamp(at) };
        return { packets: [first, { ...first, sequence: 9 }] };
      }),
    );
  // Spread as chance would, and the same in every run.
  const sequence = (at: number): number => (at * 12_345 + 321) % 0x8000;
  const timestamp = (at: number): number => (at * 2_654_435_761) % 2 ** 32;
  expect(starting(sequence, timestamp)).toBe('pass');
  expect(starting(sequence, timestamp, 19)).toBe('inconclusive');
  expect(starting(() => 0, timestamp)).toBe('fail');
  expect(starting((at) => at, timestamp)).toBe('fail');
  expect(starting((at) => sequence(at) + (at === 7 ? 0x8000 : 0), timestamp)).toBe('fail');
  expect(starting(sequence, () => 0)).toBe('fail');
  // 16 bits of chance are enough, where the sequence number has no more.
  expect(starting(sequence, (at) => timestamp(at) % 0x10000)).toBe('pass');
  // A clock: 8,000 a second, and one that has gone through its range.
  expect(starting(sequence, (at) => (2 ** 32 - 40_000 + at * 80_000) % 2 ** 32)).toBe('fail');
  expect(starting(sequence, (at) => 1000 + at * 800)).toBe('fail');
});
