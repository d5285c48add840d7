/** A small device behind the driver contract, written after docs/drivers.md alone, for what few devices declare. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Driver } from '../driver.ts';
import { commandDriver } from './command.ts';

/** It keeps files by folder, takes those that begin with a dash for PEM, has a clock of its own and a listener. */
const device = `
import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';
const say = (message) => process.stdout.write(JSON.stringify(message) + '\\n');
const folders = { 'certs/trusted': new Map(), certs: new Map() };
let listener = null;
let offset = 0;
class Refusal extends Error {}
const methods = {
  configure: (params) => {
    if ('listener' in params) listener = params.listener && { host: '127.0.0.1', port: 5061 };
    if ('vendor' in params) listener = params.vendor.listener;
    return {};
  },
  'trust.add': ({ name, pem, contentBase64, folder = 'certs/trusted' }) => {
    const content = pem === undefined ? Buffer.from(contentBase64, 'base64') : Buffer.from(pem);
    if (content[0] !== 0x2d) throw new Refusal(name + ' holds no certificate');
    folders[folder].set(name, createHash('sha256').update(content).digest('hex'));
    return {};
  },
  'trust.list': ({ folder = 'certs/trusted' }) => ({ names: [...folders[folder].keys()] }),
  clock: ({ offsetSeconds }) => ((offset = offsetSeconds), {}),
  state: () => ({ listener, now: Date.now() + offset * 1000, files: [...folders['certs/trusted'].values()] }),
  stats: () => 'free',
  provision: () => ({ outcome: 'well' }),
};
say({ hello: { protocol: 1, name: 'small', version: '1', capabilities: ['trust-store', 'trust-files', 'clock', 'tls-listener'] } });
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  if (!Object.hasOwn(methods, method)) return say({ id, error: { kind: 'unsupported', message: method } });
  try {
    say({ id, result: methods[method](params) });
  } catch (error) {
    say({ id, error: { kind: error instanceof Refusal ? 'invalid' : 'failed', message: error.message } });
  }
});
`;

let folder: string;
let driver: Driver;

test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ringproof-device-'));
  const file = join(folder, 'device.mjs');
  writeFileSync(file, device);
  driver = commandDriver({ command: [process.execPath, file] });
  await driver.hello();
});
test.afterEach(async () => {
  await driver.close();
  rmSync(folder, { recursive: true, force: true });
});

const names = async (of?: 'certs') => (await driver.request('trust.list', of ? { folder: of } : {})).names;

test('a file goes into the folder that is named, and into the trusted one where none is', async () => {
  await driver.request('trust.add', { name: 'a.pem', pem: '-----BEGIN' });
  await driver.request('trust.add', { name: 'b.pem', pem: '-----BEGIN', folder: 'certs' });

  expect([await names(), await names('certs')]).toEqual([['a.pem'], ['b.pem']]);
});

test('any bytes arrive as they are, also 5 MB of them; a refusal is the sentence of the device', async () => {
  const noise = randomBytes(5_000_000);
  noise[0] = 0x2d;
  await driver.request('trust.add', { name: 'large.pem', contentBase64: noise.toString('base64') });

  const { files } = await driver.request('state', {});
  expect(files).toEqual([createHash('sha256').update(noise).digest('hex')]);
  await expect(
    driver.request('trust.add', { name: '../x\0.pem', contentBase64: Buffer.from([0, 255]).toString('base64') }),
  ).rejects.toMatchObject({ kind: 'invalid', message: '../x\0.pem holds no certificate' });
  expect(await names()).toEqual(['large.pem']);
});

test('the clock is set against that of this machine', async () => {
  await driver.request('clock', { offsetSeconds: -86_400 });

  const { now } = await driver.request('state', {});
  expect(Number(now) - Date.now()).toBeLessThan(-86_390_000);
});

test('the listener is where the state tells, until it is closed', async () => {
  expect((await driver.request('state', {})).listener).toBe(null);
  await driver.request('configure', { listener: { requireClientCertificate: 'required' } });
  expect((await driver.request('state', {})).listener).toEqual({ host: '127.0.0.1', port: 5061 });
  await driver.request('configure', { listener: null });
  expect((await driver.request('state', {})).listener).toBe(null);
});

test('what the bench does not know of is for the reader; what it reads is checked', async () => {
  expect(await driver.request('stats', {})).toBe('free');
  await expect(driver.request('provision', {})).rejects.toMatchObject({ code: 'DRIVER_RESULT' });
  await driver.request('configure', { vendor: { listener: '127.0.0.1:5061' } });
  await expect(driver.request('state', {})).rejects.toMatchObject({ code: 'DRIVER_RESULT' });
  await expect(driver.request('reset', { kind: 'soft' })).rejects.toMatchObject({ kind: 'unsupported' });
});
