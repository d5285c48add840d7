import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { isOfKind } from './key-kinds.ts';
import { KeyCache } from './keys.ts';
import type { FaultName } from './certificate-faults.ts';
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

test('certificates whose dates count from the moment outlive no run', async () => {
  let elapsed = 0;
  const long = await createPki({ now, keyFolder, elapsed: () => elapsed });
  const shown = (fault: FaultName) => new X509Certificate(long.certificate(fault, 'sip.lab.test').chainPem);
  const first = shown('expired-a-minute-ago');
  const good = shown('good');
  elapsed = 19_000;
  expect(shown('expired-a-minute-ago').fingerprint256).toBe(first.fingerprint256);
  elapsed = 2 * 3600_000;

  expect(Date.parse(shown('expired-a-minute-ago').validTo) - now.getTime()).toBe(elapsed - 60_000);
  expect(Date.parse(shown('valid-in-an-hour').validFrom) - now.getTime()).toBe(elapsed + 3600_000);
  expect(shown('good').fingerprint256).toBe(good.fingerprint256);
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

test('the chain stands as DER and as PEM, and without deviation needs nothing else', () => {
  const served = pki.certificate('good', 'sip.lab.test');
  expect(served.chain.map((der) => new X509Certificate(der).fingerprint256)).toEqual(
    (served.chainPem.match(/-----BEGIN[^]+?-----END CERTIFICATE-----/g) ?? []).map(
      (pem) => new X509Certificate(pem).fingerprint256,
    ),
  );
  expect(served).toMatchObject({ anchorPem: null, pinPem: null, staple: null, published: {} });
});

test('an empty list has no leaf', () => {
  expect(pki.certificate('empty-certificate-list', 'sip.lab.test')).toMatchObject({
    chain: [],
    chainPem: '',
    leafSha256: null,
    loadable: false,
  });
});

test('what OpenSSL would not send octet by octet is not loadable', () => {
  const loadable = (fault: FaultName): boolean => pki.certificate(fault, 'sip.lab.test').loadable;
  expect([loadable('good'), loadable('expired'), loadable('ecdsa-chain')]).toEqual([true, true, true]);
  // OpenSSL drops what follows the end, takes the first certificate for the leaf, and can not read random octets.
  expect(loadable('trailing-octets')).toBe(false);
  expect(loadable('reversed-chain')).toBe(false);
  expect(loadable('random-octets-for-leaf')).toBe(false);
});

test('faults that share an authority serve the same certificate of it, and never the same leaf', () => {
  const served = (fault: FaultName, host: string): string[] =>
    pki.certificate(fault, host).chain.map((der) => new X509Certificate(der).fingerprint256);
  const [first, ofFirst] = served('good', 'sip.lab.test');
  const [second, ofSecond] = served('intermediate-twice', 'sip.lab.test');
  expect(ofSecond).toBe(ofFirst);
  expect(second).not.toBe(first);
  // One upload serves both services.
  const anchor = (host: string): string | null => pki.certificate('root-expired', host).anchorPem;
  expect(anchor('prov.lab.test')).toBe(anchor('sip.lab.test'));
  expect(anchor('sip.lab.test')).not.toBeNull();
});

test('what trust mode M3 uploads is the leaf itself', () => {
  for (const fault of ['self-signed-expired', 'leaf-uploaded'] as const) {
    const { pinPem, leafSha256 } = pki.certificate(fault, 'sip.lab.test');
    expect(new X509Certificate(pinPem ?? '').fingerprint256.replaceAll(':', '').toLowerCase()).toBe(leafSha256);
  }
});

test('the other self-signed certificate has the serial number of the one that is uploaded', () => {
  const leaf = (fault: FaultName): X509Certificate =>
    new X509Certificate(pki.certificate(fault, 'sip.lab.test').chainPem);
  const [known, other] = [leaf('self-signed'), leaf('self-signed-other-key')];
  expect([other.serialNumber, other.subject]).toEqual([known.serialNumber, known.subject]);
  expect(other.verify(known.publicKey)).toBe(false);
});

test('a key file of another kind is named together with the remedy', () => {
  const cache = new KeyCache(join(folder, 'kinds'));
  const kinds = ['rsa512', 'rsa1024', 'p192', 'p256', 'p256-explicit', 'p521', 'ed25519', 'rsa-pss2048'] as const;
  for (const kind of kinds) expect(isOfKind(cache.key({ name: kind, kind }).private, kind)).toBe(true);
  expect(() => cache.key({ name: 'rsa1024' })).toThrow(
    /rsa1024\.key\.pem holds a key that is not rsa2048[^]*hint: delete/,
  );
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
