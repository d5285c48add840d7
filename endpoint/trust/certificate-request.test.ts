import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Flaws, type FlawName } from '../flaws.ts';
import { fits, type CertificateRequest } from './certificate-request.ts';
import { makeCertificate } from './test-certificates.ts';

const root = makeCertificate({ cn: 'Root', ca: true, key: 'ca' });
const middle = makeCertificate({ cn: 'Middle', ca: true, issuer: root, key: 'other' });
const device = makeCertificate({ cn: 'device', issuer: middle });
const chain = device.pem + middle.pem;

/** A name of one CN as UTF8String or PrintableString, by hand. */
const name = (cn: string, tag = 0x13): Buffer => {
  const wrap = (type: number, content: Buffer): Buffer => Buffer.concat([Buffer.from([type, content.length]), content]);
  const value = wrap(tag, Buffer.from(cn));
  return wrap(0x30, wrap(0x31, wrap(0x30, Buffer.concat([Buffer.from('0603550403', 'hex'), value]))));
};

const answer = (request: Partial<CertificateRequest>, flaws: FlawName[] = [], pem = chain): boolean => {
  const on = new Flaws();
  on.set(flaws);
  return fits({ authorities: [], schemes: [0x0401, 0x0403, 0x0804], isTls13: false, ...request }, pem, on);
};

test('shows the certificate to whoever asks for any, for its issuer or for its root', () => {
  expect(answer({})).toBe(true);
  expect(answer({ authorities: [name('Root', 0x13), name('Middle', 0x13)] })).toBe(true);
  expect(answer({ authorities: [name('Root')] })).toBe(true);
  expect(answer({ authorities: [name('Nobody'), name('Middle')] })).toBe(true);
});

test('shows nothing to a server that names another authority', () => {
  expect(answer({ authorities: [name('Nobody')] })).toBe(false);
  expect(answer({ authorities: [name('device')] })).toBe(false);
  expect(answer({ authorities: [name('Nobody')] }, ['ignores-certificate-authorities'])).toBe(true);
  expect(answer({ authorities: [name('Nobody')] }, ['ignores-request-algorithms'])).toBe(false);
});

test('shows nothing where its key cannot sign as asked', () => {
  expect(answer({ schemes: [0x0403, 0x0503] })).toBe(false);
  expect(answer({ schemes: [0x0403] }, ['ignores-request-algorithms'])).toBe(true);
  expect(answer({ schemes: [0x0403] }, ['ignores-certificate-authorities'])).toBe(false);
  expect(answer({ schemes: [0x0401] })).toBe(true);
  expect(answer({ schemes: [0x0401], isTls13: true })).toBe(false);
  expect(answer({ schemes: [0x0804], isTls13: true })).toBe(true);
});

test('a key on P-384, as openssl makes it, signs with its own hash in TLS 1.3 and with any before', () => {
  const folder = mkdtempSync(join(tmpdir(), 'request-'));
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384', '-nodes', '-keyout', join(folder, 'k.pem')];
  execFileSync('openssl', ['req', '-x509', ...key, '-out', join(folder, 'c.pem'), '-subj', '/CN=EC'], {
    stdio: 'pipe',
  });
  const pem = readFileSync(join(folder, 'c.pem'), 'utf8');
  rmSync(folder, { recursive: true });
  expect(answer({ schemes: [0x0403], isTls13: true }, [], pem)).toBe(false);
  expect(answer({ schemes: [0x0503], isTls13: true }, [], pem)).toBe(true);
  expect(answer({ schemes: [0x0403] }, [], pem)).toBe(true);
  expect(answer({ schemes: [0x0804] }, [], pem)).toBe(false);
  expect(answer({ authorities: [name('EC', 0x0c)] }, [], pem)).toBe(true);
});
