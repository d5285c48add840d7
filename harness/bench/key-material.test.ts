import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { privateKeysIn } from './key-material.ts';

const openssl = (...args: string[]): Buffer => execFileSync('openssl', args, { stdio: ['pipe', 'pipe', 'ignore'] });
const converted = (pem: Buffer, ...args: string[]): Buffer => execFileSync('openssl', args, { input: pem });

const rsa = openssl('genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048');
const ec = openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256');
const known = [{ name: 'the device key', pem: rsa.toString() }];
const among = (key: Buffer | string): Buffer =>
  Buffer.concat([
    randomBytes(500),
    Buffer.from('<config>'),
    Buffer.from(key),
    Buffer.from('</config>'),
    randomBytes(77),
  ]);

const exponent = (): string => {
  const printed = converted(rsa, 'pkey', '-noout', '-text').toString();
  return /privateExponent:([\s0-9a-f:]+)prime1/.exec(printed)?.[1]?.replace(/[\s:]/g, '').replace(/^00/, '') ?? '';
};

const forms: [string, () => Buffer | string, RegExp][] = [
  ['PKCS#8 as PEM', () => rsa, /^PEM PRIVATE KEY$/],
  ['PKCS#1 as PEM', () => converted(rsa, 'rsa', '-traditional'), /^PEM RSA PRIVATE KEY$/],
  ['SEC 1 as PEM', () => converted(ec, 'ec'), /^PEM EC PRIVATE KEY$/],
  ['PKCS#8 as DER', () => converted(ec, 'pkcs8', '-topk8', '-nocrypt', '-outform', 'DER'), /^DER of a private key$/],
  ['PKCS#1 as DER', () => converted(rsa, 'rsa', '-traditional', '-outform', 'DER'), /^DER of a private key$/],
  ['SEC 1 as Base64', () => converted(ec, 'ec', '-outform', 'DER').toString('base64'), /^DER of a private key$/],
  ['its exponent as hexadecimal', exponent, /^secret number of the device key$/],
  ['its exponent as octets', () => Buffer.from(exponent(), 'hex'), /^secret number of the device key$/],
  ['its exponent within Base64', () => Buffer.from(`0a${exponent()}`, 'hex').toString('base64'), /^secret number of/],
];
for (const [title, make, found] of forms) {
  test(`finds ${title}`, () => {
    const [first = ''] = privateKeysIn(among(make()), known).filter((one) => found.test(one));
    expect(first).toMatch(found);
  });
}

test('finds nothing in certificates, public keys and noise', () => {
  const certificate = openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    '/dev/null',
    '-subj',
    '/CN=x',
  );
  const publicKey = converted(rsa, 'pkey', '-pubout');
  const der = converted(rsa, 'pkey', '-pubout', '-outform', 'DER');
  for (const innocent of [certificate, publicKey, der, randomBytes(20_000), Buffer.alloc(0)])
    expect(privateKeysIn(among(innocent), known)).toEqual([]);
});
