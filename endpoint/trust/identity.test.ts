import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { FlawedIdentities } from '../factory.ts';
import { Flaws, type FlawName } from '../flaws.ts';
import { openIdentity } from './identity.ts';
import { makeCertificate } from './test-certificates.ts';

const root = makeCertificate({ cn: 'Root', ca: true, key: 'ca' });
const device = makeCertificate({ cn: 'device', issuer: root });

let folder = '';
test.beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'identity-'))));
test.afterEach(() => rmSync(folder, { recursive: true }));

test.describe('device identity', () => {
  const factoryPem = device.pem + root.pem + device.keyPem;
  const flaws = new Flaws();
  const lines: string[] = [];
  test.beforeEach(() => {
    flaws.set([]);
    lines.length = 0;
  });
  const open = (pem: string | null = factoryPem, flawedPem: FlawedIdentities = {}) =>
    openIdentity({
      factoryPem: pem,
      flawedPem,
      uploadedFile: join(folder, 'sipclient.pem'),
      now: () => new Date(),
      log: (line) => void lines.push(line),
      flaws,
    });
  const own = makeCertificate({ cn: 'own', issuer: root, key: 'own' });

  test('the uploaded one goes before that of the factory, and survives a restart', async () => {
    const identity = await open();
    expect(identity.current()).toEqual({ chainPem: device.pem, keyPem: device.keyPem, source: 'factory' });
    await identity.set(Buffer.from(own.keyPem + own.pem));
    expect(identity.current()).toEqual({ chainPem: own.pem, keyPem: own.keyPem, source: 'uploaded' });
    expect(statSync(join(folder, 'sipclient.pem')).mode & 0o777).toBe(0o600);
    const again = await open();
    expect(again.current()?.source).toBe('uploaded');
    await again.clear(false);
    expect(again.current()?.source).toBe('factory');
    await again.clear(true);
    expect(again.current()).toBeNull();
    expect((await open()).current()?.source).toBe('factory');
    expect((await open(null)).current()).toBeNull();
  });

  test('issuers follow in order, the root stays out', async () => {
    const middle = makeCertificate({ cn: 'Middle', ca: true, issuer: root, key: 'other' });
    const leaf = makeCertificate({ cn: 'own', issuer: middle, key: 'own' });
    const identity = await open();
    await identity.set(Buffer.from(root.pem + middle.pem + leaf.pem + leaf.keyPem));
    expect(identity.current()?.chainPem).toBe(leaf.pem + middle.pem);
  });

  test('an expired one is taken, and the log warns', async () => {
    const expired = makeCertificate({ cn: 'own', issuer: root, key: 'own', from: -9, until: -1 });
    const identity = await open();
    await identity.set(Buffer.from(own.pem + own.keyPem));
    expect(lines).toEqual([]);
    await identity.set(Buffer.from(expired.pem + expired.keyPem));
    expect(identity.current()?.chainPem).toBe(expired.pem);
    expect(lines.join()).toMatch(/warning.*sipclient\.pem expired on 20/);
  });

  test('a file that went bad on the disk leaves the factory’s in force, and the device starts', async () => {
    writeFileSync(join(folder, 'sipclient.pem'), own.pem + device.keyPem);
    expect((await open()).current()).toMatchObject({ source: 'factory', chainPem: device.pem });
    expect(lines.join()).toContain('sipclient.pem is not in force: The private key does not belong');
  });

  test('flaws of the certificate that is uploaded', async () => {
    const identity = await open();
    const now = (): unknown => identity.current()?.source ?? null;
    await identity.set(Buffer.from(own.pem + own.keyPem));
    flaws.set(['keeps-factory-identity']);
    expect(now()).toBe('factory');
    flaws.set(['accepts-mismatching-identity']);
    await identity.set(Buffer.from(own.pem + device.keyPem));
    expect(now()).toBeNull();
    flaws.set([]);
    expect(now()).toBe('factory');
    flaws.set(['drops-identity-on-bad-upload']);
    await expect(identity.set(Buffer.from(own.pem + device.keyPem))).rejects.toThrow(/does not belong/);
    expect(now()).toBeNull();
    await identity.set(Buffer.from(own.pem + own.keyPem));
    flaws.set(['no-fallback-identity']);
    await identity.clear(false);
    expect(now()).toBeNull();
    flaws.set([]);
    expect(now()).toBe('factory');
  });

  test('flaws of the chain and of the key', async () => {
    const middle = makeCertificate({ cn: 'Middle', ca: true, issuer: root, key: 'other' });
    const leaf = makeCertificate({ cn: 'own', issuer: middle, key: 'own' });
    const shared = makeCertificate({ cn: 'own', issuer: middle, key: 'shared' });
    const identity = await open(leaf.pem + middle.pem + leaf.keyPem, {
      'shared-device-key': shared.pem + middle.pem + shared.keyPem,
    });
    const shown = (...names: FlawName[]): string | undefined => {
      flaws.set(names);
      return identity.current()?.chainPem;
    };
    expect(shown()).toBe(leaf.pem + middle.pem);
    expect(shown('sends-leaf-only')).toBe(leaf.pem);
    expect(shown('shared-device-key')).toBe(shared.pem + middle.pem);
  });

  const refused: [string, string, RegExp][] = [
    ['a key of another certificate', own.pem + device.keyPem, /does not belong/],
    ['no key', own.pem, /no private key/],
    ['no certificate', own.keyPem, /no certificate/],
    ['two keys', own.pem + own.keyPem + device.keyPem, /more than one/],
    ['a certificate cut short', own.pem.slice(0, 300) + own.keyPem, /no certificate/],
    ['a damaged certificate', own.pem.replace(/\nM/, '\nQ') + own.keyPem, /damaged/],
    ['a damaged key', own.pem + own.keyPem.replace(/\nM/, '\nQ'), /cannot be read/],
    ['too much', own.pem + own.keyPem + ' '.repeat(600_000), /too large/],
    ['nothing', '', /empty/],
  ];
  for (const [title, pem, reason] of refused) {
    test(`refuses ${title} and keeps the old one`, async () => {
      const identity = await open();
      await identity.set(Buffer.from(own.pem + own.keyPem));
      await expect(identity.set(Buffer.from(pem))).rejects.toThrow(reason);
      expect(identity.current()?.chainPem).toBe(own.pem);
      expect((await open()).current()?.chainPem).toBe(own.pem);
    });
  }

  test('refuses a key under a password, as openssl writes it', async () => {
    const missing = spawnSync('openssl', ['version']).status !== 0;
    if (missing && process.env.CI) throw new Error('openssl is needed');
    test.skip(missing, 'openssl is not installed');
    const locked = execFileSync('openssl', ['pkey', '-aes128', '-passout', 'pass:x'], {
      input: own.keyPem,
      stdio: 'pipe',
    }).toString();
    await expect((await open()).set(Buffer.from(own.pem + locked))).rejects.toThrow(/protected by a password/);
  });
});
