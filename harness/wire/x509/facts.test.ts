/** Facts against what openssl prints. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { certificateFacts } from './facts.ts';

function made(...args: string[]): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'facts-test-'));
  try {
    const common = ['req', '-x509', '-nodes', '-days', '30', '-keyout', join(folder, 'key'), '-outform', 'DER'];
    return execFileSync('openssl', [...common, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const printed = (der: Buffer, ...what: string[]): string =>
  execFileSync('openssl', ['x509', '-inform', 'DER', '-noout', ...what], { input: der, encoding: 'utf8' }).trim();

test('names, times, key and signature', () => {
  const names = 'subjectAltName=DNS:sip.lab.test,DNS:*.lab.test,URI:sip:lab.test,IP:127.0.0.1,IP:::1,email:a@lab.test';
  const der = made(
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-sha384',
    '-subj',
    '/O=Lab, Inc/CN=sip.lab.test',
    '-addext',
    names,
    '-addext',
    'extendedKeyUsage=clientAuth,emailProtection,1.2.3.4',
  );
  const facts = certificateFacts(der);
  expect(facts).toMatchObject({
    subject: 'O=Lab\\, Inc, CN=sip.lab.test',
    key: 'EC P-256',
    signature: 'ecdsa-with-SHA384',
    purposes: ['clientAuth', 'emailProtection', '1.2.3.4'],
    endCoding: 'UTCTime',
    authority: true,
    names: [
      'DNS:sip.lab.test',
      'DNS:*.lab.test',
      'URI:sip:lab.test',
      'IP:127.0.0.1',
      'IP:0:0:0:0:0:0:0:1',
      'email:a@lab.test',
    ],
  });
  const fingerprint = printed(der, '-fingerprint', '-sha256').split('=')[1]?.replaceAll(':', '').toLowerCase();
  expect(facts.sha256).toBe(fingerprint);
  const end = printed(der, '-enddate').replace('notAfter=', '');
  expect(Date.parse(facts.notAfter)).toBe(Date.parse(end));
  const key = execFileSync('openssl', ['pkey', '-pubin', '-outform', 'DER'], { input: printed(der, '-pubkey') });
  expect(facts.keySha256).toBe(createHash('sha256').update(key).digest('hex'));
  expect(facts.notBefore).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/);
});

test('an empty subject, an RSA key, SHA-1', () => {
  expect(certificateFacts(made('-newkey', 'rsa:1024', '-sha1', '-subj', '/'))).toMatchObject({
    subject: '',
    key: 'RSA 1024',
    signature: 'sha1WithRSAEncryption',
    names: [],
    purposes: null,
  });
});

test('an end beyond 2049, of what is no authority', () => {
  const der = made('-newkey', 'rsa:1024', '-subj', '/CN=x', '-addext', 'basicConstraints=CA:false', '-days', '10950');
  expect(certificateFacts(der)).toMatchObject({ endCoding: 'GeneralizedTime', authority: false });
});

test('odd DER is a fact, not an exception', () => {
  expect(certificateFacts(Buffer.from('garbage'))).toMatchObject({ subject: 'unreadable', key: 'unknown', names: [] });
  const der = made(
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-subj',
    '/CN=x',
    '-addext',
    'subjectAltName=DNS:x',
  );
  fc.assert(
    fc.property(fc.nat(der.length - 1), fc.nat(255), fc.nat(der.length), (at, octet, length) => {
      const odd = Buffer.from(der.subarray(0, length));
      if (at < odd.length) odd.writeUInt8(octet, at);
      return certificateFacts(odd).sha256.length === 64;
    }),
    { numRuns: 300 },
  );
});
