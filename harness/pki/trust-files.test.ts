import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { createPki } from './pki.ts';
import { fileForms, trustFile, type FileFormName, type TrustMaterial } from './trust-files.ts';

test.describe.configure({ mode: 'default' });

let folder: string;
let material: TrustMaterial;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ringproof-trust-files-'));
  const pki = await createPki({ keyFolder: join(folder, 'keys') });
  material = {
    pem: pki.anchors.unknown,
    bystander: pki.anchors.device,
    namesake: pki.authority('Ringproof Unknown Root'),
    keyPem: pki.certificate('good', 'sip.lab.test').keyPem,
  };
});

test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** SHA-256 of the certificates that openssl finds in the file, in its order. */
function found(form: FileFormName, ...command: string[]): string[] {
  const file = join(folder, `${form}.${fileForms[form].extension}`);
  writeFileSync(file, trustFile(form, material));
  const text = execFileSync('openssl', [...command, ...(command[0] === 'storeutl' ? [file] : ['-in', file])], {
    encoding: 'utf8',
    stdio: 'pipe',
  });
  const pems = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return pems.map((pem) => new X509Certificate(pem).fingerprint256);
}

const sha256 = (pem: string): string => new X509Certificate(pem).fingerprint256;

const x509 = (form: 'PEM' | 'DER') => ['x509', '-inform', form, '-outform', 'PEM'];
const store = ['storeutl', '-certs'];
const readings: [FileFormName, string[]][] = [
  ['pem-lf', x509('PEM')],
  ['pem-crlf', x509('PEM')],
  ['pem-without-final-newline', x509('PEM')],
  ['pem-with-text', x509('PEM')],
  ['der-cer', x509('DER')],
  ['der-crt', x509('DER')],
  ['der-der', x509('DER')],
  ['der-in-pem-name', x509('DER')],
  ['pem-in-der-name', x509('PEM')],
  ['pkcs7-pem', ['pkcs7', '-print_certs']],
  ['pkcs7-der', ['pkcs7', '-inform', 'DER', '-print_certs']],
  ['pkcs12', ['pkcs12', '-nokeys', '-passin', 'pass:', '-nomacver']],
  ['trusted-certificate', x509('PEM')],
];

for (const [form, command] of readings) {
  test(`${form}: openssl reads the certificate`, () => {
    expect(found(form, ...command)).toEqual([sha256(material.pem)]);
  });
}

test('bundles hold both in their order', () => {
  const [own, other, namesake] = [material.pem, material.bystander, material.namesake].map(sha256);
  expect(found('bundle-second', ...store)).toEqual([other, own]);
  expect(found('same-name-authorities', ...store)).toEqual([namesake, own]);
});

test('the namesake has the subject of the certificate and another key', () => {
  const [one, other] = [new X509Certificate(material.pem), new X509Certificate(trustFile('namesake', material))];
  expect(other.subject).toBe(one.subject);
  expect(other.ca).toBe(true);
  expect(other.publicKey.equals(one.publicKey)).toBe(false);
});

test('the trusted certificate says for what, in words of openssl', () => {
  const file = join(folder, 'trusted.pem');
  writeFileSync(file, trustFile('trusted-certificate', material));
  const text = execFileSync('openssl', ['x509', '-text', '-noout', '-in', file], { encoding: 'utf8' });
  expect(text).toMatch(/Trusted Uses:\s+TLS Web Server Authentication/);
});

test('the byte order mark is the first of the file, and PEM follows', () => {
  const file = trustFile('pem-with-bom', material);
  expect(file.subarray(0, 3).toString('hex')).toBe('efbbbf');
  expect(file.subarray(3).toString()).toBe(material.pem);
});

for (const form of ['empty', 'five-megabytes', 'random-bytes', 'truncated-pem', 'private-key'] as const) {
  test(`${form}: openssl finds no certificate`, () => {
    expect(() => found(form, ...x509('PEM'))).toThrow();
    expect(() => found(form, ...x509('DER'))).toThrow();
  });
}

test('five megabytes are five megabytes, the private key is one', () => {
  const megabytes = trustFile('five-megabytes', material).length / 1024 / 1024;
  expect(megabytes).toBeGreaterThan(4.99);
  expect(megabytes).toBeLessThan(5.01);
  const file = join(folder, 'key.pem');
  writeFileSync(file, trustFile('private-key', material), { mode: 0o600 });
  expect(execFileSync('openssl', ['pkey', '-check', '-noout', '-in', file], { encoding: 'utf8' })).toMatch(/valid/);
});
