import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Driver } from '../driver.ts';
import { bundledDriver } from './bundled.ts';

const folder = mkdtempSync(join(tmpdir(), 'bundled-driver-'));

/** A self-signed certificate on P-256 with its key, as openssl makes it. */
function identity(name: string): { chainPem: string; keyPem: string } {
  const [key, certificate] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key];
  execFileSync('openssl', ['req', '-x509', ...curve, '-out', certificate, '-subj', `/CN=${name}`], { stdio: 'pipe' });
  return { chainPem: readFileSync(certificate, 'utf8'), keyPem: readFileSync(key, 'utf8') };
}

const [authority, factory, own] = [identity('authority'), identity('factory'), identity('own')];
let driver: Driver;
test.describe.configure({ mode: 'default' });
test.beforeAll(() => {
  const device = factory.chainPem + factory.keyPem;
  driver = bundledDriver({ folder, mac: '020000000001', factory: { anchors: '', device }, persona: null });
});
test.afterAll(async () => {
  await driver.close();
  rmSync(folder, { recursive: true, force: true });
});

const add = (name: string, content: Buffer, where: 'certs' | 'certs/trusted' = 'certs/trusted') =>
  driver.request('trust.add', { name, contentBase64: content.toString('base64'), folder: where });
const names = async (where?: 'certs' | 'certs/trusted'): Promise<string[]> =>
  (await driver.request('trust.list', { folder: where })).names;
const shown = async (): Promise<string | null> =>
  ((await driver.request('state', {})) as { identity: { sha256: string } | null }).identity?.sha256 ?? null;
const fingerprint = ({ chainPem }: { chainPem: string }): string =>
  new X509Certificate(chainPem).fingerprint256.replaceAll(':', '').toLowerCase();

test('adds PEM and raw bytes to the folder that is asked for, and removes them there', async () => {
  await driver.request('trust.add', { name: 'a.pem', pem: authority.chainPem });
  await add('b.der', new X509Certificate(own.chainPem).raw);
  await add('c.pem', Buffer.from(own.chainPem), 'certs');
  expect([await names(), await names('certs')]).toEqual([['a.pem', 'b.der'], ['c.pem']]);
  await driver.request('trust.remove', { name: 'a.pem' });
  await driver.request('trust.remove', { name: 'b.der', folder: 'certs/trusted' });
  await driver.request('trust.remove', { name: 'c.pem', folder: 'certs' });
  expect([await names(), await names('certs')]).toEqual([[], []]);
});

const refused: [string, string, Buffer, RegExp][] = [
  ['an empty file', 'a.pem', Buffer.alloc(0), /^The file is empty\. Accepted are/],
  ['5 MB', 'a.pem', Buffer.alloc(5_000_000), /^The file is too large\./],
  ['a private key', 'a.pem', Buffer.from(own.keyPem), /^The file holds a private key/],
  ['a name that climbs', '../a.pem', Buffer.from(own.chainPem), /^The file name "\.\.\/a\.pem" leads into another/],
  ['a name of dots', '..', Buffer.from(own.chainPem), /^The file name "\.\."/],
  ['no name', '', Buffer.from(own.chainPem), /^The file name ""/],
];
for (const [what, name, content, sentence] of refused) {
  test(`${what} is invalid, in the words of the device, and the device goes on`, async () => {
    await expect(add(name, content)).rejects.toMatchObject({
      kind: 'invalid',
      message: expect.stringMatching(sentence),
    });
    expect(await names()).toEqual([]);
  });
}

test('what is missing is invalid, and so is a file without content', async () => {
  await expect(driver.request('trust.remove', { name: 'none.pem' })).rejects.toMatchObject({ kind: 'invalid' });
  await expect(driver.request('trust.add', { name: 'a.pem' })).rejects.toMatchObject({ kind: 'invalid' });
});

test('an identity is really uploaded, kept when a bad one is refused, and restored', async () => {
  expect(await shown()).toBe(fingerprint(factory));
  await driver.request('identity.set', own);
  expect([await shown(), await names('certs')]).toEqual([fingerprint(own), ['sipclient.pem']]);
  const mismatch = driver.request('identity.set', { ...authority, keyPem: own.keyPem });
  await expect(mismatch).rejects.toMatchObject({ kind: 'invalid', message: expect.stringMatching(/does not belong/) });
  expect(await shown()).toBe(fingerprint(own));
  await driver.request('identity.restore', {});
  expect([await shown(), await names('certs')]).toEqual([fingerprint(factory), []]);
  await driver.request('identity.clear', {});
  expect(await shown()).toBeNull();
  await driver.request('identity.set', factory);
  expect([await shown(), await names('certs')]).toEqual([fingerprint(factory), []]);
});

test('sets the clock and the revocation check, and resets', async () => {
  await driver.request('clock', { offsetSeconds: 86_400 });
  await driver.request('configure', { tls: { validate: true, revocation: 'hard' } });
  await add('a.pem', Buffer.from(authority.chainPem));
  const clock = async (): Promise<number> =>
    ((await driver.request('state', {})) as { clock: { offsetSeconds: number } }).clock.offsetSeconds;
  expect(await clock()).toBe(86_400);
  await driver.request('reset', { kind: 'reboot' });
  expect([await clock(), await names()]).toEqual([0, ['a.pem']]);
  await driver.request('reset', { kind: 'factory' });
  expect(await names()).toEqual([]);
  await expect(driver.request('clock', { offsetSeconds: -1e12 })).rejects.toMatchObject({ kind: 'invalid' });
});
