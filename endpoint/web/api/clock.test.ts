import { expect, test } from '@playwright/test';
import { startTestDevice } from '../test-device.ts';

interface Clock {
  now: string;
  offsetSeconds: number;
}

test('the device goes by the time that it was given, until it is restarted', async () => {
  await using device = await startTestDevice();
  const hourAgo = Date.now() - 3_600_000;

  const set = (await device.ask('PUT', '/api/v1/clock', { offsetSeconds: -3600 })).json<Clock>();

  expect(set.offsetSeconds).toBe(-3600);
  expect(Math.abs(Date.parse(set.now) - hourAgo)).toBeLessThan(60_000);
  expect(Math.abs(device.device.surroundings.now().getTime() - hourAgo)).toBeLessThan(60_000);
  await device.ask('POST', '/api/v1/reset', { kind: 'soft' });
  expect((await device.ask('GET', '/api/v1/state')).json<{ clock: Clock }>().clock.offsetSeconds).toBe(-3600);
  await device.ask('POST', '/api/v1/reset', { kind: 'reboot' });
  expect((await device.ask('GET', '/api/v1/clock')).json<Clock>().offsetSeconds).toBe(0);
});

test('a time before 1970 or after 9999, and what is no number, change nothing', async () => {
  await using device = await startTestDevice();
  for (const offsetSeconds of [-3e9, 1e12, '60', null]) {
    const answer = await device.ask('PUT', '/api/v1/clock', { offsetSeconds });
    expect(answer.status).toBe(400);
    expect(answer.json().error).toMatch(/1970 to 9999|no number/);
  }
  expect(device.device.clock.offsetSeconds).toBe(0);
  const toThe1970s = -Math.floor(Date.now() / 1000);
  expect((await device.ask('PUT', '/api/v1/clock', { offsetSeconds: toThe1970s })).status).toBe(200);
  expect(device.device.surroundings.now().getUTCFullYear()).toBe(1970);
});
