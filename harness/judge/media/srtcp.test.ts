import { expect, test } from '@playwright/test';
import type { Call, ControlFacts } from '../../evidence.ts';
import { call, evidence, secureSdp } from '../evidence.sample.ts';
import type { Judge } from '../../requirement.ts';
import { repeatedReportDropped, reportsProtected, sharesPort } from './srtcp.ts';

const context = { requirement: 'SRTP-13', case: undefined, service: 'sip', trust: 'M2' } as const;
const judged = (judge: Judge, partial: Partial<Call>) =>
  judge(evidence({ calls: [call('control-before'), call('case', partial), call('control-after')] }), context).verdict;

const packet = (index: number, partial: Partial<ControlFacts> = {}): ControlFacts => ({
  at: 10 * index,
  from: 'device',
  bytes: 70,
  kind: 'srtcp',
  multiplexed: false,
  index,
  encrypted: true,
  types: [200, 202],
  report: 7,
  heard: [],
  ...partial,
});

test('reports must authenticate, be encrypted, and have an index that rises', () => {
  const verdict = (...control: ControlFacts[]) => judged(reportsProtected, { control });
  expect(verdict(packet(1), packet(2), packet(5))).toBe('pass');
  expect(verdict(packet(1), packet(2, { kind: 'plain', index: null, encrypted: null }))).toBe('fail');
  expect(verdict(packet(1), packet(2, { kind: 'undecipherable', index: null, encrypted: null }))).toBe('fail');
  expect(verdict(packet(1), packet(1, { kind: 'replayed', index: null, encrypted: null }))).toBe('fail');
  expect(verdict(packet(1), packet(2, { encrypted: false }))).toBe('fail');
  expect(verdict(packet(2), packet(1))).toBe('fail');
});

test('a device that reports nothing, or once, gives nothing to judge; what the far end sends is not its', () => {
  expect(judged(reportsProtected, {})).toBe('inconclusive');
  expect(judged(reportsProtected, { control: [packet(1)] })).toBe('inconclusive');
  const ofFarEnd = packet(1, { from: 'far-end', kind: 'plain', index: null });
  expect(judged(reportsProtected, { control: [ofFarEnd, ofFarEnd] })).toBe('inconclusive');
  expect(judged(reportsProtected, { control: [ofFarEnd, packet(1), packet(2)] })).toBe('pass');
});

const sent = (at: number, report: number, purpose = 'report'): ControlFacts =>
  packet(0, { from: 'far-end', at, report, purpose, index: null, encrypted: null });
const names = (at: number, report: number, partial: Partial<ControlFacts> = {}): ControlFacts =>
  packet(at, { at, heard: [{ ssrc: 1, lost: 0, highest: 9, report }], ...partial });
const again = 'the first report once more';

test('behind a repeated report the newer one must still be named, by a report that authenticates', () => {
  const verdict = (...later: ControlFacts[]) =>
    judged(repeatedReportDropped, {
      control: [sent(1, 11), names(5, 11), sent(10, 22), sent(20, 11, again), ...later],
    });
  expect(verdict(names(30, 22))).toBe('pass');
  expect(verdict(names(30, 22), names(40, 11))).toBe('fail');
  // Under way when the repetition was sent.
  expect(verdict(names(30, 11), names(40, 22))).toBe('pass');
  expect(verdict()).toBe('inconclusive');
  expect(verdict(names(15, 11))).toBe('inconclusive');
  expect(verdict(names(30, 0))).toBe('inconclusive');
  expect(verdict(names(30, 22, { kind: 'plain' }))).toBe('inconclusive');
  expect(judged(repeatedReportDropped, {})).toBe('inconclusive');
});

const shared = { ...secureSdp, text: `${secureSdp.text}a=rtcp-mux\r\n` };
const echo = (name: string, heard: number): Call['steps'][number] => ({
  name,
  at: 0,
  asked: null,
  status: null,
  lasted: 10,
  fromDevice: { srtp: heard, plain: 0, undecipherable: 0, rtcp: 0, formerKey: 0 },
  toDevice: { packets: 3 },
  echoes: { sent: 3, heard },
});

test('one port for both is optional; who agrees to it keeps to it and takes what comes there', () => {
  const verdict = (partial: Partial<Call>) =>
    judged(sharesPort, {
      answer: shared,
      steps: [echo('before', 3), echo('after', 3)],
      control: [names(1, 11, { multiplexed: true })],
      ...partial,
    });
  expect(verdict({})).toBe('pass');
  expect(verdict({ answer: secureSdp })).toBe('not-applicable');
  expect(verdict({ answer: null, status: { code: 488, by: 'device' } })).toBe('inconclusive');
  expect(verdict({ control: [names(1, 11)] })).toBe('fail');
  expect(verdict({ control: [names(1, 0, { multiplexed: true })] })).toBe('fail');
  expect(verdict({ control: [names(1, 11, { multiplexed: true, kind: 'plain' })] })).toBe('fail');
  expect(verdict({ control: [] })).toBe('inconclusive');
  expect(verdict({ steps: [echo('before', 3), echo('after', 0)] })).toBe('fail');
  expect(verdict({ steps: [echo('before', 0), echo('after', 0)] })).toBe('inconclusive');
});
