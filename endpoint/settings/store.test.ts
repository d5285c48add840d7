import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { SettingsStore } from './store.ts';

const silent = (): void => undefined;

test.describe('settings store', () => {
  let folder: string;
  let file: string;
  test.beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'endpoint-settings-'));
    file = join(folder, 'settings.json');
  });
  test.afterEach(() => rm(folder, { recursive: true }));

  test('keeps changes over a restart, in a file for its owner only', async () => {
    const store = await SettingsStore.open(file, {}, silent);
    await store.change({ sip: { port: 5071 }, account: { password: 'secret' } });

    const restarted = await SettingsStore.open(file, {}, silent);

    expect(restarted.current()).toEqual(store.current());
    expect(restarted.current().sip.port).toBe(5071);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('loses no change when several are made at once', async () => {
    const store = await SettingsStore.open(file, {}, silent);
    await Promise.all([
      store.change({ sip: { port: 5071 } }),
      store.change({ audio: { mode: 'echo' } }),
      store.change({ srtp: { sdpSrtpOffer: 'Standard' } }),
    ]);

    const restarted = await SettingsStore.open(file, {}, silent);

    expect(restarted.current()).toMatchObject({
      sip: { port: 5071 },
      audio: { mode: 'echo' },
      srtp: { sdpSrtpOffer: 'Standard' },
    });
  });

  test('a factory reset brings back what the product ships with', async () => {
    const store = await SettingsStore.open(file, { sip: { validateServerCertificate: false } }, silent);
    await store.change({ sip: { validateServerCertificate: true, port: 5071 } });

    await store.reset();

    expect(store.current().sip).toMatchObject({ validateServerCertificate: false, port: 5061 });
  });

  test('starts with the factory settings when the file is broken, and keeps the file', async () => {
    await writeFile(file, '{"sip": {"port": ');
    const told: string[] = [];

    const store = await SettingsStore.open(file, {}, (line) => told.push(line));

    expect(store.current().sip.port).toBe(5061);
    expect(told.join()).toContain('settings.json.unreadable');
    expect(await readFile(`${file}.unreadable`, 'utf8')).toContain('port');
  });

  test('a refused change tells nobody and is not stored', async () => {
    const store = await SettingsStore.open(file, {}, silent);
    let told = 0;
    store.onChange(() => void told++);

    await expect(store.change({ sip: { port: 70_000 } })).rejects.toThrow();

    expect(told).toBe(0);
    expect(store.current().sip.port).toBe(5061);
  });
});
