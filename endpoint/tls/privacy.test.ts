/** No identity for an unverified server, seen by another: openssl's own trace of what it received. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ConnectionRefused } from '../contracts.ts';
import { makeCertificate, type TestCertificate } from '../trust/test-certificates.ts';
import { createTlsConnector } from './connector.ts';
import { surroundingsFor } from './test-surroundings.ts';

const host = 'sip.example.com';
const root = makeCertificate({ cn: 'Root', ca: true, key: 'ca' });
const device = makeCertificate({ cn: 'device-of-somebody', issuer: root });
const good = makeCertificate({ cn: 'server', issuer: root, dns: [host] });
const bad = {
  'bad chain': makeCertificate({ cn: 'self', dns: [host] }),
  'bad name': makeCertificate({ cn: 'server', issuer: root, dns: ['other.example.com'] }),
};

/** What `openssl s_server` tells of one connection of the device, and whether the device refused. */
async function traced(certificate: TestCertificate, version: string): Promise<{ refused: boolean; trace: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'privacy-'));
  const file = join(folder, 'server.pem');
  writeFileSync(file, certificate.pem + certificate.keyPem);
  const args = [
    's_server',
    '-accept',
    '127.0.0.1:0',
    '-cert',
    file,
    '-Verify',
    '5',
    '-trace',
    version,
    '-naccept',
    '1',
  ];
  const server = spawn('openssl', args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let trace = '';
  const ended = new Promise((resolve) => server.on('close', resolve));
  try {
    const port = await new Promise<number>((resolve, reject) => {
      server.on('error', reject);
      server.stderr.on('data', (chunk: Buffer) => (trace += chunk.toString()));
      server.stdout.on('data', (chunk: Buffer) => {
        trace += chunk.toString();
        const listening = /ACCEPT 127\.0\.0\.1:(\d+)/.exec(trace);
        if (listening) resolve(Number(listening[1]));
      });
    });
    const identity = { chainPem: device.pem, keyPem: device.keyPem };
    const connector = createTlsConnector(surroundingsFor({ anchors: [root.pem], identity }));
    const refused = await connector.connect({ service: 'sip', host, port, identity: host, validate: true }).then(
      (stream) => {
        stream.on('error', () => undefined);
        stream.resume().end('hello');
        return false;
      },
      (error: unknown) => error instanceof ConnectionRefused,
    );
    await ended;
    return { refused, trace };
  } finally {
    server.kill();
    rmSync(folder, { recursive: true });
  }
}

/** The messages that openssl received. */
const received = (trace: string): string =>
  trace
    .split(/^(?=Received Record|Sent Record)/m)
    .filter((part) => part.startsWith('Received'))
    .join('');

for (const version of ['-tls1_2', '-tls1_3']) {
  test.describe(`openssl s_server ${version}`, () => {
    test.beforeEach(() => {
      const missing = spawnSync('openssl', ['version']).status !== 0;
      if (missing && process.env.CI) throw new Error('openssl is needed');
      test.skip(missing, 'openssl is not installed');
    });

    test('the trace shows the certificate that a verified server gets', async () => {
      const { refused, trace } = await traced(good, version);
      expect(refused).toBe(false);
      expect(received(trace)).toContain('Certificate, Length=');
      expect(received(trace)).toContain('device-of-somebody');
      expect(received(trace)).toContain('CertificateVerify');
    });

    for (const [fault, certificate] of Object.entries(bad)) {
      test(`${fault}: no Certificate message, but an alert`, async () => {
        const { refused, trace } = await traced(certificate, version);
        expect(refused).toBe(true);
        const messages = received(trace);
        expect(messages).toContain('ClientHello');
        expect(messages).not.toMatch(/Certificate, Length=|CertificateVerify|ClientKeyExchange|Finished|device-of/);
        expect(messages).toMatch(/Alert|Level=fatal/i);
      });
    }
  });
}
