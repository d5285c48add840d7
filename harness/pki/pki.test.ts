import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { KeyCache } from './keys.ts';
import { createPki, type Pki } from './pki.ts';

test.describe.configure({ mode: 'default' });

const mac = '00:04:13:AA:BB:CC';
const now = new Date('2030-06-01T00:00:00Z');

let folder: string;
let keyFolder: string;
let pki: Pki;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ringproof-pki-'));
  keyFolder = join(folder, 'keys');
  pki = await createPki({ now, keyFolder });
});

test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('keys are files for their owner only', () => {
  const files = readdirSync(keyFolder);
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter((file) => !file.endsWith('.key.pem'))).toEqual([]);
  expect(files.map((file) => statSync(join(keyFolder, file)).mode & 0o777)).toEqual(files.map(() => 0o600));
  expect(statSync(keyFolder).mode & 0o777).toBe(0o700);
});

test('a second run signs anew with the same keys', async () => {
  const second = await createPki({ now, keyFolder });
  const first = new X509Certificate(pki.anchors.lab);
  const again = new X509Certificate(second.anchors.lab);
  expect(again.fingerprint256).not.toBe(first.fingerprint256);
  expect(again.publicKey.equals(first.publicKey)).toBe(true);
  // The anchor that a device got in an earlier run still verifies what this run serves.
  const chain = second.certificate('good', 'sip.lab.test').chainPem;
  const intermediate = new X509Certificate(chain.slice(chain.lastIndexOf('-----BEGIN')));
  expect(intermediate.verify(first.publicKey)).toBe(true);
});

test('two that start at once on an empty folder use the same key', async () => {
  const empty = join(folder, 'race');
  const caches = [new KeyCache(empty), new KeyCache(empty)];
  await Promise.all(caches.map((cache) => cache.prepare(['one'])));
  const [first, second] = caches.map((cache) => cache.pem('one'));
  expect(first).toBe(second);
  expect(readdirSync(empty)).toEqual(['one.key.pem']);
});

test('a damaged key file is named together with the remedy', () => {
  const damaged = join(folder, 'damaged');
  const cache = new KeyCache(damaged);
  writeFileSync(join(damaged, 'one.key.pem'), 'nonsense');
  expect(() => cache.pem('one')).toThrow(/one\.key\.pem holds no private key[^]*hint: delete/);
});

test('a fault has one certificate per host in a run, with the fingerprint of its leaf and its key', () => {
  const served = pki.certificate('expired', 'sip.lab.test');
  expect(pki.certificate('expired', 'sip.lab.test')).toBe(served);
  expect(pki.certificate('expired', 'prov.lab.test').leafSha256).not.toBe(served.leafSha256);
  const leaf = new X509Certificate(served.chainPem);
  expect(createHash('sha256').update(leaf.raw).digest('hex')).toBe(served.leafSha256);
  expect(leaf.checkPrivateKey(createPrivateKey(served.keyPem))).toBe(true);
});

test('what is no host name or no MAC address is refused with the reason', () => {
  expect(() => pki.certificate('good', 'lab test')).toThrow(/pki-bad-host: "lab test" is no host name/);
  expect(() => pki.deviceIdentity('00:04:13')).toThrow(/pki-bad-mac: "00:04:13" is no MAC address/);
});

test('each device has a key of its own', () => {
  expect(pki.deviceIdentity(mac).keyPem).not.toBe(pki.deviceIdentity('00:04:13:AA:BB:CD').keyPem);
});

test('the device certificate names the MAC for 30 years, past 2049 as GeneralizedTime', () => {
  test.skip(spawnSync('openssl', ['version']).status !== 0 && !process.env.CI, 'openssl is not installed');
  const { chainPem } = pki.deviceIdentity(mac);
  const leaf = new X509Certificate(chainPem);
  expect(leaf.subject).toContain(`CN=${mac}`);
  expect(new Date(leaf.validTo).getUTCFullYear() - new Date(leaf.validFrom).getUTCFullYear()).toBe(30);
  const dump = spawnSync('openssl', ['asn1parse'], { input: chainPem, encoding: 'utf8' }).stdout;
  expect(dump).toMatch(/UTCTIME +:300531000000Z/);
  expect(dump).toMatch(/GENERALIZEDTIME +:20600531000000Z/);
  writeFileSync(join(folder, 'device.pem'), chainPem);
  writeFileSync(join(folder, 'anchor.pem'), pki.anchors.device);
  const check = (purpose: string): string => {
    const trust = ['-no-CApath', '-CAfile', join(folder, 'anchor.pem'), '-untrusted', join(folder, 'device.pem')];
    const at = ['-attime', String(now.getTime() / 1000), '-x509_strict', '-purpose', purpose];
    const run = spawnSync('openssl', ['verify', ...trust, ...at, join(folder, 'device.pem')], { encoding: 'utf8' });
    return run.stdout + run.stderr;
  };
  expect(check('sslclient')).toMatch(/: OK/);
  expect(check('sslserver')).toMatch(/unsuitable certificate purpose/);
  expect(readFileSync(join(folder, 'device.pem'), 'utf8').match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
});
