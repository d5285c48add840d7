/** What the echo of a device tells of packets that it must not play. */
import { expect } from '@playwright/test';
import { test } from './test-stage.ts';

test('a right device echoes good probes alone', async ({ stage }) => {
  const { call } = await stage.call(
    { policy: 'mandatory', media: 'echo' },
    { probes: ['bit-flip', 'replay', 'plain'] },
  );

  const good = call.probes.filter((probe) => probe.kind === 'good');
  expect(good.length).toBeGreaterThanOrEqual(6);
  expect(good.every((probe) => probe.echoed === 1)).toBe(true);
  expect(call.probes.filter((probe) => probe.kind !== 'good').map(({ kind, echoed }) => [kind, echoed])).toEqual([
    ['bit-flip', 0],
    ['replay', 0],
    ['plain', 0],
  ]);
  expect(new Set(call.probes.map((probe) => probe.sequence)).size).toBeGreaterThanOrEqual(call.probes.length - 1);
});

test('takes the concealment of a loss for no replay', async ({ stage }) => {
  const { call } = await stage.call(
    { policy: 'mandatory', media: 'echo', concealsLoss: true },
    { probes: ['bit-flip', 'replay', 'plain', 'replay', 'bit-flip', 'replay'] },
  );

  const replays = call.probes.filter((probe) => probe.kind === 'replay');
  expect(replays.map((probe) => probe.echoed)).toEqual([0, 0, 0]);
  expect(new Set(replays.map((probe) => probe.sequence)).size).toBe(3);
  expect(call.probes.some((probe) => probe.kind === 'good' && probe.echoed === 2)).toBe(true);
});

for (const [misbehaviour, kind] of [
  ['plays packets with a bad tag', 'bit-flip'],
  ['plays replays', 'replay'],
  ['plays clear packets', 'plain'],
] as const) {
  test(`finds a device that ${misbehaviour} by its echo of the ${kind} probe alone`, async ({ stage }) => {
    const { call } = await stage.call(
      { policy: 'mandatory', media: 'echo', misbehaviour },
      { direction: 'incoming', farPolicy: 'mandatory', probes: ['bit-flip', 'replay', 'plain'] },
    );

    const bad = call.probes.filter((probe) => probe.kind !== 'good');
    expect(bad.map((probe) => [probe.kind, probe.echoed])).toEqual(
      ['bit-flip', 'replay', 'plain'].map((each) => [each, each === kind ? 1 : 0]),
    );
  });
}

test('shows by unechoed good probes that a device does not echo, and sends no others', async ({ stage }) => {
  const { call } = await stage.call({ policy: 'mandatory', media: 'tone' }, { probes: ['bit-flip'] });

  expect(call.probes.length).toBeGreaterThan(0);
  expect(call.probes.every((probe) => probe.kind === 'good' && probe.echoed === 0)).toBe(true);
});
