import { expect, test } from '@playwright/test';
import { BenchError } from '../errors.ts';
import { MethodError } from '../dut/driver.ts';
import { BenchClient, NotSupported } from './client.ts';
import { serveBench } from './server.ts';
import type { Slot } from './slot.ts';

/** A slot whose `reach` lasts until it is told to end. */
function slowSlot() {
  const happened: string[] = [];
  let end: () => void = () => undefined;
  let began: () => void = () => undefined;
  const reaching = new Promise<void>((resolve) => (began = resolve));
  const slot = {
    reach: async () => {
      happened.push('reach begins');
      began();
      await new Promise<void>((resolve) => (end = resolve));
      happened.push('reach ends');
    },
    arrange: async () => {
      happened.push('arrange');
      return { capabilities: [] };
    },
  };
  return { slot: slot as unknown as Slot, happened, reaching, end: () => end() };
}

const settings = {
  trust: 'M2',
  srtp: 'optional',
  srtpSuite: 'all',
  media: 'tone',
  deviceCertificate: 'factory',
  listener: 'off',
  scheme: 'sip',
  timings: { keepAlive: 120, retry: 30 },
  idleLimit: 'off',
  firstSequence: null,
  keyLifetime: null,
  revocation: 'off',
  clock: 0,
} as const;
const failing = (error: Error): Slot => ({ freeze: () => Promise.reject(error) }) as unknown as Slot;

test('the next test waits for the end of what a test that ran out of time had asked for', async () => {
  const { slot, happened, reaching, end } = slowSlot();
  const server = await serveBench(async () => slot);
  const first = await BenchClient.open(server.path, 0);
  const second = await BenchClient.open(server.path, 0);
  const abandoned = first.ask('reach', { service: 'sip' }).catch(String);
  await reaching;
  first.close();

  const arranged = second.ask('arrange', { settings, flaws: [] });
  end();
  await arranged;

  expect(happened).toEqual(['reach begins', 'reach ends', 'arrange']);
  expect(await abandoned).toMatch(/BENCH_GONE/);
  second.close();
  await server.close();
});

test('errors keep their code and their story on the way to the worker', async () => {
  const errors: Error[] = [
    new BenchError('LAB_GONE', 'it is gone', { hint: 'start it', log: ['last words'] }),
    new MethodError('crashed', 'the device ended'),
    new MethodError('unsupported', 'no trust list'),
  ];
  const server = await serveBench(async (index) => failing(errors[index] ?? new Error('no such slot')));
  const seen = await Promise.all(
    [...errors, null].map(async (_, index) => {
      const client = await BenchClient.open(server.path, index);
      const error = await client.ask('freeze', null).catch((reason: unknown) => reason as Error);
      client.close();
      return error;
    }),
  );

  expect(seen.map((one) => (one as Error).message)).toEqual([
    'LAB_GONE: it is gone\n  hint: start it\n  last lines of its log:\n    last words',
    'DRIVER_CRASHED: the device ended',
    'no trust list',
    expect.stringMatching(/^BENCH_FAULT: Error: no such slot\n/),
  ]);
  expect(seen[2]).toBeInstanceOf(NotSupported);
  await server.close();
});
