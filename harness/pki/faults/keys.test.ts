import { once } from 'node:events';
import { createServer, connect, type TLSSocket } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { createHash, createPrivateKey, createPublicKey, sign, verify, X509Certificate } from 'node:crypto';
import { expect, test } from '@playwright/test';
import type { CertificateFault } from '../fault.ts';
import type { ServedCertificate } from '../pki.ts';
import { keyFaults } from './keys.ts';
import { found, testFaults } from './testing.ts';

const bench = testFaults(keyFaults, {
  'rsa-512': [found.leafKeyTooSmall],
  'rsa-1024': [found.leafKeyTooSmall],
  'rsa-1024-intermediate': [found.authorityKeyTooSmall],
  'rsa-1024-root': [found.authorityKeyTooSmall],
  // To OpenSSL it has the strength of 2048 bits.
  'rsa-2047': [],
  'rsa-3072': [],
  'rsa-4096': [],
  'rsa-8192': [],
  'rsa-16384': [],
  'rsa-exponent-3': [],
  // OpenSSL looks at neither exponent nor parity.
  'rsa-exponent-1': [],
  'rsa-even-modulus': [],
  'ecdsa-leaf-under-rsa': [],
  'rsa-leaf-under-ecdsa': [],
  'ecdsa-p384': [],
  'ecdsa-p521': [],
  'ecdsa-p192': [found.leafKeyTooSmall],
  'ecdsa-explicit-curve': [found.explicitCurve],
  ed25519: [],
  'rsa-pss-key': [],
  // OpenSSL's level is about bits, not about algorithms.
  'dsa-key': [],
  'leaf-signed-sha1': [found.authorityDigestTooWeak],
  'leaf-signed-md5': [found.authorityDigestTooWeak],
  'leaf-signed-sha224': [],
  'leaf-signed-sha512': [],
  'leaf-signed-pss': [],
  'intermediate-signed-sha1': [found.authorityDigestTooWeak],
  // The signature of an anchor is not looked at.
  'root-signed-sha1': [],
});

const host = 'sip.lab.test';
const entries = Object.entries(keyFaults as Record<string, CertificateFault>) as [
  keyof typeof keyFaults,
  CertificateFault,
][];

for (const [name] of entries.filter(([, { crafted }]) => !crafted)) {
  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    test(`OpenSSL serves ${name} over ${version}`, async () => {
      expect(await leafServed(bench.pki.certificate(name, host), version)).toBe(
        bench.pki.certificate(name, host).leafSha256,
      );
    });
  }
}

for (const [name] of entries.filter(([name, { crafted }]) => crafted && name !== 'rsa-even-modulus')) {
  test(`the server has the key of ${name} and can sign with it`, () => {
    const { chain, keyPem } = bench.pki.certificate(name, host);
    const leaf = new X509Certificate(chain[0] ?? '');
    const data = Buffer.from('parameters');
    expect(leaf.checkPrivateKey(createPrivateKey(keyPem))).toBe(true);
    expect(verify('sha256', data, createPublicKey(keyPem), sign('sha256', data, keyPem))).toBe(true);
  });
}

test('the even modulus is even and as long as that of the key', () => {
  const { chain, keyPem } = bench.pki.certificate('rsa-even-modulus', host);
  const key = new X509Certificate(chain[0] ?? '').publicKey;
  const { n = '' } = key.export({ format: 'jwk' });
  expect(key.asymmetricKeyDetails?.modulusLength).toBe(2048);
  expect((Buffer.from(n, 'base64url').at(-1) ?? 1) % 2).toBe(0);
  expect(key.equals(createPublicKey(keyPem))).toBe(false);
});

/** SHA-256 of the leaf that a client with every algorithm of OpenSSL gets from a server of node:tls in a whole handshake. */
async function leafServed(served: ServedCertificate, version: 'TLSv1.2' | 'TLSv1.3'): Promise<string> {
  const ciphers = 'ALL:@SECLEVEL=0';
  const server = createServer({ cert: served.chainPem, key: served.keyPem, ciphers });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const only = { minVersion: version, maxVersion: version };
  const client: TLSSocket = connect({ port, host: '127.0.0.1', ciphers, rejectUnauthorized: false, ...only });
  try {
    await once(client, 'secureConnect');
    return createHash('sha256').update(client.getPeerCertificate().raw).digest('hex');
  } finally {
    client.destroy();
    server.close();
  }
}
