/** What OpenSSL goes along with, once a flaw of the device has let a certificate through: a whole handshake and a request. */
import type { TlsOptions } from 'node:tls';
import { expect, test } from '@playwright/test';
import type { FlawName } from '../flaws.ts';
import { ConnectionRefused } from '../contracts.ts';
import { forServers, host, intermediate, leaf, named, root } from '../trust/test-cases.ts';
import type { Made, Plan } from '../trust/test-chain.ts';
import { extensions as ext } from '../trust/test-der.ts';
import { createTlsConnector } from './connector.ts';
import { serve, surroundingsFor } from './test-surroundings.ts';

const pem = (...made: Made[]): string =>
  made.map(({ der }) => `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`).join('');

/** What the server read before it closed, or `refused` and the kind. */
async function met(made: Made, server: TlsOptions, flaws: FlawName[]): Promise<string> {
  const key = made.key.privateKey.export({ type: 'pkcs8', format: 'pem' });
  const options = { ciphers: 'DEFAULT:@SECLEVEL=0', ...server, cert: pem(made, intermediate), key };
  await using running = await serve(options, (_text, stream) => stream.end('bye'));
  const connector = createTlsConnector(surroundingsFor({ anchors: [pem(root)], flaws }));
  try {
    const request = { service: 'sip', host, port: running.port, identity: host, validate: true } as const;
    const stream = await connector.connect(request);
    stream.on('error', () => undefined).resume();
    stream.write('hello');
  } catch (error) {
    if (!(error instanceof ConnectionRefused)) throw error;
    return `refused: ${error.refusal.kind}`;
  }
  return (await running.next()).text;
}

const tls12 = { maxVersion: 'TLSv1.2' } as const;
const rows: [string, Plan, TlsOptions, FlawName, string][] = [
  ['RSA-512', { kind: 'rsa512' }, { ...tls12, sigalgs: 'rsa_pkcs1_sha256' }, 'accepts-rsa1024', 'strength'],
  ['RSA-1024', { kind: 'rsa1024' }, {}, 'accepts-rsa1024', 'strength'],
  // The device does not offer this curve, and a server on OpenSSL keeps to that: the alert is the server's.
  ['P-192', { kind: 'p192' }, { ...tls12, ecdhCurve: 'P-192:P-256' }, 'accepts-weak-curves', 'alert'],
  ['a curve that is spelt out', { kind: 'explicit' }, tls12, 'accepts-explicit-curves', 'strength'],
  ['MD5', { signedWith: 'md5' }, {}, 'accepts-md5', 'strength'],
  ['SHA-1', { signedWith: 'sha1' }, {}, 'accepts-sha1', 'strength'],
  [
    'ECDSA for key agreement over TLS 1.3',
    { kind: 'p256', extensions: [named(host), forServers, ext.keyUsage(0x08)] },
    { minVersion: 'TLSv1.3' },
    'ignores-leaf-key-usage',
    'usage',
  ],
  ['two subjectAltNames', { extensions: [named(host), named(host)] }, {}, 'accepts-duplicate-extensions', 'chain'],
  ['the serial number 0', { serial: Buffer.of(0) }, {}, 'accepts-malformed-certificates', 'chain'],
];

for (const [title, plan, server, flaw, kind] of rows) {
  test(`${title}: refused, and let through by ${flaw}`, async () => {
    const made = leaf(plan);

    expect(await met(made, server, [])).toBe(`refused: ${kind}`);
    expect(await met(made, server, [flaw])).toBe('hello');
  });
}
