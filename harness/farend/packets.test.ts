/** What the far end does to its media, and how a right device shows that it bears it. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect } from '@playwright/test';
import type { Call } from '../evidence.ts';
import { knock } from './aftermath.ts';
import type { CallScriptName } from './call-scripts.ts';
import { test } from './test-stage.ts';

const echoing = { policy: 'mandatory', media: 'echo' } as const;
const incoming = { direction: 'incoming', farPolicy: 'mandatory', packets: 3, window: 1000 } as const;
const heard = ({ steps }: Call): unknown[] =>
  steps.flatMap(({ name, echoes }) => (echoes ? [[name, echoes.heard >= 3]] : []));

test('a right device plays what was overtaken and nothing that was spoiled, repeated or came from elsewhere', async ({
  stage,
}) => {
  const kinds = ['header-flip', 'tag-flip', 'stranger', 'late', 'very-late', 'old-replay', 'plain'] as const;
  const { call } = await stage.call(echoing, { ...incoming, probes: kinds });

  const due = { good: 1, late: 1, 'very-late': 1 } as Record<string, number>;
  expect(call.probes.map(({ kind, echoed }) => [kind, echoed])).toEqual(
    call.probes.map(({ kind }) => [kind, due[kind] ?? 0]),
  );
  expect(call.probes.map(({ kind }) => kind).filter((kind) => kind !== 'good')).toEqual(kinds);
  expect(call.toDevice.skipped).toBe(160);
});

for (const script of [
  'wraps',
  'loses-packets-around-wrap',
  'changes-source',
  'sends-short-packets',
  'sends-random-packets',
  'has-goodbye-forged',
  'has-goodbye-forged-with-tag',
  'loses-key',
] satisfies CallScriptName[]) {
  test(`${script}: it is heard before and after`, async ({ stage }) => {
    const { call } = await stage.call(echoing, { ...incoming, script });

    expect(heard(call)).toEqual([
      ['before', true],
      ['after', true],
    ]);
    expect(call.fromDevice).toMatchObject({ plain: 0, undecipherable: 0 });
  });
}

test('numbers wrap in order, or are never sent', async ({ stage }) => {
  const sentBy = async (script: CallScriptName): Promise<number[]> => {
    const { call } = await stage.call(echoing, { ...incoming, script });
    return call.packets.flatMap(({ from, kind, sequence }) =>
      from === 'far-end' && kind === 'srtp' ? [sequence] : [],
    );
  };
  const around = [65_533, 65_534, 65_535, 0, 1, 2];
  expect((await sentBy('wraps')).filter((sequence) => around.includes(sequence))).toEqual(around);
  const lossy = await sentBy('loses-packets-around-wrap');
  expect(lossy.filter((sequence) => around.includes(sequence))).toEqual([65_533, 2]);
});

test('reports go out protected, a forged goodbye as what it is meant to be', async ({ stage }) => {
  const { call } = await stage.call(echoing, { ...incoming, script: 'has-goodbye-forged' });

  const [first, ...others] = (call.control ?? []).filter(({ from }) => from === 'far-end');
  expect(first).toMatchObject({ kind: 'srtcp', purpose: 'report', types: [200, 202] });
  expect(others.find(({ purpose }) => purpose === 'a goodbye in clear')).toMatchObject({
    kind: 'plain',
    types: [201, 202, 203],
  });
});

test('a device that has closed its ports is found closed, and hears nothing of what comes later', async ({ stage }) => {
  const knocked = await stage.call(echoing, { ...incoming, script: 'knocks-after-call' });
  expect(knocked.call.afterwards).toMatchObject({ media: 'closed' });
  const outlasted = await stage.call(echoing, { ...incoming, script: 'outlasts-call' });
  const after = outlasted.call.steps.find(({ name }) => name === 'after the call');
  expect(after?.toDevice.packets).toBeGreaterThan(0);
  expect(after?.fromDevice).toMatchObject({ srtp: 0, plain: 0, undecipherable: 0 });
});

test('a knock tells an open port from a closed one', async () => {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const address = { host: '127.0.0.1', port: socket.address().port };
  expect(await knock(address)).toBe('silent');
  socket.close();
  await once(socket, 'close');
  expect(await knock(address)).toBe('closed');
});
