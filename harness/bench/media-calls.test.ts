import { expect, test } from '@playwright/test';
import type { Driver } from '../dut/driver.ts';
import type { FarEnd } from '../farend/far-end.ts';
import type { Profile } from '../profiles/profile.ts';
import { converse, type CallParties } from './media-calls.ts';

/** Parties that write down what they are asked for, in order. */
function parties(): { parties: CallParties; asked: string[] } {
  const asked: string[] = [];
  const farEnd: Pick<FarEnd, 'start' | 'converse'> = {
    start: async () => {
      await Promise.resolve();
      asked.push('far end registers');
    },
    converse: async ({ direction }) => {
      asked.push(`far end: ${direction}`);
      return { call: {}, datagrams: [] } as never;
    },
  };
  const driver: Pick<Driver, 'request'> = {
    request: async (method) => {
      asked.push(`device: ${method}`);
      return {};
    },
  };
  const profile = { mediaPackets: 5, windows: { silence: 10, attempt: 10 } } as Profile;
  const names = { deviceUser: 'dut', farUser: 'far', domain: 'lab.test', cut: async () => undefined };
  return { parties: { driver: driver as Driver, farEnd: farEnd as FarEnd, profile, ...names }, asked };
}

test('the device dials when the far end is known at the proxy, which may have forgotten it', async () => {
  const { parties: both, asked } = parties();

  await converse(both, { direction: 'outgoing', device: 'mandatory' });

  expect(asked).toEqual(['far end registers', 'far end: outgoing', 'device: call', 'device: hangup']);
});
