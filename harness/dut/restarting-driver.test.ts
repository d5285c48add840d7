import { expect, test } from '@playwright/test';
import { MethodError, type Driver, type FailureKind, type MethodName } from './driver.ts';
import { RestartingDriver } from './restarting-driver.ts';

type Manner = (method: MethodName) => FailureKind | null;

/** Starts drivers of the given manners, one after another; the last one again and again. */
function starting(...manners: Manner[]): { driver: RestartingDriver; started: () => number } {
  let started = 0;
  const driver = new RestartingDriver((generation): Driver => {
    started++;
    const manner = manners[generation] ?? manners.at(-1);
    return {
      hello: async () => ({ protocol: 1, name: 'sample', version: '1', capabilities: [] }),
      request: async (method) => {
        const kind = manner?.(method);
        if (kind) throw new MethodError(kind, `${kind} by itself`);
        return {};
      },
      onEvent: () => undefined,
      log: () => ['its last words'],
      close: async () => undefined,
    };
  });
  return { driver, started: () => started };
}

const well: Manner = () => null;
const kindOf = (error: unknown) => (error instanceof MethodError ? error.kind : String(error));

test('the request that meets a death fails with the log, the next meets a fresh start', async () => {
  const { driver, started } = starting(() => 'crashed', well);

  await expect(driver.request('media', { mode: 'tone' })).rejects.toThrow(/ended at "media"[\s\S]*its last words/);
  await expect(driver.request('media', { mode: 'tone' })).resolves.toEqual({});
  expect([started(), driver.generation]).toEqual([2, 1]);
});

test('a driver that lets a setting wait for ever is started again, one whose attempt lasts too long is not', async () => {
  const { driver, started } = starting(() => 'timeout', well);

  expect(await driver.request('register', {}).catch(kindOf)).toBe('timeout');
  expect(await driver.request('register', {}).catch(kindOf)).toBe('timeout');
  expect(started()).toBe(1);
  expect(await driver.request('configure', {}).catch(kindOf)).toBe('timeout');
  expect(await driver.request('configure', {})).toEqual({});
});

test('a device that never gives one answer is given up', async () => {
  const { driver, started } = starting(() => 'crashed');
  const ask = () => driver.request('configure', {}).catch(kindOf);

  expect([await ask(), await ask(), await ask()]).toEqual(['crashed', 'crashed', 'crashed']);
  expect(await ask()).toMatch(/DRIVER_GONE/);
  expect(await ask()).toMatch(/DRIVER_GONE/);
  expect(started()).toBe(3);
});

test('a device that dies now and then is started as often as it dies', async () => {
  const { driver, started } = starting((method) => (method === 'register' ? 'crashed' : null));

  for (let i = 0; i < 10; i++) {
    await driver.request('configure', {});
    expect(await driver.request('register', {}).catch(kindOf)).toBe('crashed');
  }
  expect(started()).toBe(10);
});

test('what a driver refuses or cannot do is no death', async () => {
  const { driver, started } = starting((method) => (method === 'call' ? 'failed' : 'unsupported'));

  expect(await driver.request('call', { to: 'sip:far@lab.test' }).catch(kindOf)).toBe('failed');
  expect(await driver.request('configure', {}).catch(kindOf)).toBe('unsupported');
  expect(started()).toBe(1);
});
