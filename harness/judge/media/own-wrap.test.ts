import { expect, test } from '@playwright/test';
import type { Call, ControlFacts, PacketFacts } from '../../evidence.ts';
import { call, evidence } from '../evidence.sample.ts';
import { countsOwnWraps } from './own-wrap.ts';

const context = { requirement: 'SRTP-08', case: undefined, service: 'sip', trust: 'M2' } as const;

/** From 65,533 on, one every 20 ms; the roll-over counter is raised behind 65,535. */
const stream = (count: number, change: (packet: PacketFacts) => Partial<PacketFacts> = () => ({})): PacketFacts[] =>
  Array.from({ length: count }, (_, at) => {
    const index = 65_533 + at;
    const packet: PacketFacts = {
      at: at * 20,
      from: 'device',
      bytes: 182,
      ssrc: 1,
      sequence: index % 0x10000,
      timestamp: at * 160,
      payloadType: 0,
      kind: 'srtp',
      rollOver: Math.floor(index / 0x10000),
    };
    return { ...packet, ...change(packet) };
  });
const report = (at: number, index: number, partial: Partial<ControlFacts> = {}): ControlFacts => ({
  at,
  from: 'device',
  bytes: 90,
  kind: 'srtcp',
  multiplexed: false,
  index,
  encrypted: true,
  types: [200],
  report: 1,
  heard: [],
  ...partial,
});

const judged = (packets: PacketFacts[], partial: Partial<Call> = {}) =>
  countsOwnWraps(
    evidence({
      calls: [call('control-before'), call('case', { packets, ...partial }), call('control-after')],
    }),
    context,
  );
const verdict = (...call: Parameters<typeof judged>) => judged(...call).verdict;
const isBehind = ({ sequence }: PacketFacts): boolean => sequence < 0x8000;

test('packets on both sides of the wrap, under 0 and then under 1', () => {
  expect(judged(stream(8))).toMatchObject({
    verdict: 'pass',
    seen: '3 packets under the roll-over counter 0 and 5 under 1',
  });
  const [a, b, c, d, ...more] = stream(9);
  expect(verdict([a!, b!, d!, c!, ...more]), 'one that came late').toBe('pass');
  const other = { ...stream(1)[0]!, ssrc: 2, sequence: 9, kind: 'undecipherable' as const };
  expect(verdict([...stream(8), other]), 'another source').toBe('pass');
  const ours = stream(4).map((packet) => ({ ...packet, from: 'far-end' as const, sequence: 7 }));
  expect(verdict([...ours, ...stream(8)]), 'those of the far end').toBe('pass');
});

test('packets behind the wrap that authenticate with no counter, with 0, or are in clear', () => {
  const undecipherable = { kind: 'undecipherable', rollOver: undefined } as const;
  expect(judged(stream(8, (packet) => (isBehind(packet) ? undecipherable : {})))).toMatchObject({
    verdict: 'fail',
    seen: '5 of 5 packets behind the wrap do not authenticate with the roll-over counter 1',
  });
  const stale = stream(8, (packet) => (isBehind(packet) ? { kind: 'undecipherable', rollOver: 0 } : {}));
  expect(verdict(stale)).toBe('fail');
  expect(judged(stale).seen).toContain('still 0');
  expect(verdict(stream(8, () => ({ rollOver: 0 })))).toBe('fail');
  const clear = { kind: 'plain', rollOver: undefined } as const;
  expect(verdict(stream(8, (packet) => (isBehind(packet) ? clear : {})))).toBe('fail');
  expect(verdict(stream(8, ({ sequence }) => (sequence === 0 ? undecipherable : {}))), 'one of them').toBe('fail');
});

test('nothing is said where the device did not wrap, was not told, or was wrong before', () => {
  expect(verdict([])).toBe('inconclusive');
  expect(verdict(stream(3)), 'ended before').toBe('inconclusive');
  expect(verdict(stream(4)), 'ended too soon behind it').toBe('inconclusive');
  expect(verdict(stream(9).slice(2)), 'began too late').toBe('inconclusive');
  expect(verdict(stream(9).slice(3)), 'began behind it').toBe('inconclusive');
  const low = stream(9, ({ sequence }) => ({ sequence: (sequence + 1000) % 0x10000, rollOver: 0 }));
  expect(verdict(low), 'began where it liked').toBe('inconclusive');
  const jumping = stream(9, (packet) => (isBehind(packet) ? { sequence: packet.sequence + 9000, rollOver: 1 } : {}));
  expect(verdict(jumping), 'a jump is no wrap').toBe('inconclusive');
  expect(verdict(stream(9, () => ({ kind: 'undecipherable', rollOver: undefined })))).toBe('inconclusive');
  const first = stream(9, ({ at }) => (at === 0 ? { kind: 'plain', rollOver: undefined } : {}));
  expect(verdict(first), 'wrong before').toBe('inconclusive');
  expect(verdict(stream(9, () => ({ rollOver: undefined }))), 'no counter was recorded').toBe('inconclusive');
  expect(countsOwnWraps(evidence(), context).verdict).toBe('error');
});

test('SRTCP goes on over the wrap, where it was right before', () => {
  const told = (...control: ControlFacts[]) => verdict(stream(9), { control });
  expect(told(report(0, 1), report(100, 2))).toBe('pass');
  expect(told(report(0, 1), report(40, 2), report(100, 0))).toBe('fail');
  expect(told(report(0, 1), report(100, 2, { kind: 'undecipherable', index: null }))).toBe('fail');
  expect(told(report(0, 1), report(100, 1, { kind: 'replayed' }))).toBe('fail');
  expect(told(report(0, 1, { kind: 'plain' }), report(100, 2)), 'another requirement').toBe('pass');
  expect(told(report(100, 2, { kind: 'plain' })), 'nothing to compare it with').toBe('pass');
});
