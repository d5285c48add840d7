/** The device's own client against servers of others: where its flaw has nothing to bite on, it is a client like any. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { expect, test } from '@playwright/test';
import type { FlawName } from '../../flaws.ts';
import { host, intermediate, leaf, root } from '../../trust/test-cases.ts';
import { make, type Made } from '../../trust/test-chain.ts';
import { commonName, extensions } from '../../trust/test-der.ts';
import type { TlsConnector } from '../../contracts.ts';
import { createTlsConnector } from '../connector.ts';
import { surroundingsFor } from '../test-surroundings.ts';

const pem = (...made: Made[]): string =>
  made.map(({ der }) => `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`).join('');
const keyPem = ({ key }: Made): string => key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

const servers: Record<string, Made> = { RSA: leaf({ kind: 'rsa' }), ECDSA: leaf({ kind: 'p256' }) };
const forClients = extensions.extendedKeyUsage('1.3.6.1.5.5.7.3.2');
const own = { subject: commonName('device'), issuer: root, extensions: [forClients] };
const devices: Record<string, Made> = {
  RSA: make({ ...own, kind: 'rsa' }),
  ECDSA: make({ ...own, kind: 'p256' }),
};
/** Makes the device use its own client, and changes nothing that a server looks at. */
const harmless: FlawName = 'sends-time-in-random';

let folder: string;
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'own-client-'));
  writeFileSync(join(folder, 'root.pem'), pem(root));
  writeFileSync(join(folder, 'chain.pem'), pem(intermediate));
  for (const [kind, server] of Object.entries(servers)) {
    writeFileSync(join(folder, `${kind}.pem`), pem(server, intermediate));
    writeFileSync(join(folder, `${kind}.key`), keyPem(server));
  }
});
test.afterAll(() => rmSync(folder, { recursive: true }));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A server program that is ended with the scope. */
class Program implements AsyncDisposable {
  readonly port: number;
  output = '';
  readonly #process: ChildProcess;

  constructor(port: number, command: string, args: readonly string[]) {
    this.port = port;
    this.#process = spawn(command, args, { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] });
    for (const stream of [this.#process.stdout!, this.#process.stderr!])
      stream.on('data', (chunk: Buffer) => (this.output += chunk.toString('latin1')));
  }

  async says(pattern: RegExp): Promise<void> {
    await expect.poll(() => this.output, { intervals: [10], timeout: 5000 }).toMatch(pattern);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await ended;
  }
}

/** It says each line backwards. */
const openssl = (kind: string, ...args: readonly string[]): Promise<Program> => opensslThat('-rev', kind, ...args);

/** `-www`: answers a request by a page that tells of the connection. */
async function opensslThat(manner: '-rev' | '-www', kind: string, ...args: readonly string[]): Promise<Program> {
  const port = await freePort();
  const own = [
    's_server',
    '-port',
    `${port}`,
    '-cert',
    `${kind}.pem`,
    '-key',
    `${kind}.key`,
    '-cert_chain',
    'chain.pem',
    manner,
  ];
  const program = new Program(port, 'openssl', [...own, ...args]);
  await program.says(/ACCEPT/);
  return program;
}

async function gnutls(kind: string, priority: string, ...args: readonly string[]): Promise<Program> {
  const port = await freePort();
  const own = ['--port', `${port}`, '--x509certfile', `${kind}.pem`, '--x509keyfile', `${kind}.key`, '--echo'];
  const program = new Program(port, 'gnutls-serv', [...own, '--priority', priority, ...args]);
  await program.says(/listening on IPv4/);
  return program;
}

function connector(flaws: FlawName[], kind = 'RSA'): TlsConnector {
  const device = devices[kind]!;
  const identity = { chainPem: pem(device), keyPem: keyPem(device) };
  return createTlsConnector(surroundingsFor({ anchors: [pem(root)], identity, flaws }));
}

const connectBy = (device: TlsConnector, port: number): Promise<Duplex> =>
  device.connect({ service: 'sip', host, port, identity: host, validate: true });

const connect = (port: number, flaws: FlawName[] = [harmless], kind = 'RSA'): Promise<Duplex> =>
  connectBy(connector(flaws, kind), port);

/** What comes back for a line. */
async function said(stream: Duplex, line: string): Promise<string> {
  stream.write(`${line}\n`);
  let text = '';
  for await (const chunk of stream) {
    text += (chunk as Buffer).toString();
    if (text.includes('\n')) break;
  }
  return text.trim();
}

for (const kind of Object.keys(servers)) {
  for (const version of ['-tls1_2', '-tls1_3']) {
    test(`openssl s_server ${version}, ${kind}, with the certificate of the device`, async () => {
      await using server = await openssl(kind, version, '-Verify', '1', '-CAfile', 'root.pem', '-verify_return_error');
      expect(await said(await connect(server.port, [harmless], kind), 'hello')).toBe('olleh');
      await server.says(/Peer certificate: CN = device/);
    });
  }

  for (const version of ['VERS-TLS1.2', 'VERS-TLS1.3']) {
    test(`gnutls-serv ${version}, ${kind}, with the certificate of the device`, async () => {
      const priority = `NORMAL:-VERS-ALL:+${version}`;
      await using server = await gnutls(kind, priority, '--require-client-cert', '--x509cafile', 'root.pem');
      expect(await said(await connect(server.port, [harmless], kind), 'hello')).toBe('hello');
      await server.says(/Subject: .*CN=device|subject [`']CN=device/);
    });
  }
}

const suites: [string, string][] = [
  ['-tls1_2', 'ECDHE-RSA-AES128-GCM-SHA256'],
  ['-tls1_2', 'ECDHE-RSA-AES256-GCM-SHA384'],
  ['-tls1_2', 'ECDHE-RSA-CHACHA20-POLY1305'],
  ['-tls1_3', 'TLS_AES_128_GCM_SHA256'],
  ['-tls1_3', 'TLS_AES_256_GCM_SHA384'],
  ['-tls1_3', 'TLS_CHACHA20_POLY1305_SHA256'],
];
for (const [version, suite] of suites) {
  test(`${suite}`, async () => {
    const option = version === '-tls1_3' ? '-ciphersuites' : '-cipher';
    await using server = await openssl('RSA', version, option, suite);
    const line = 'x'.repeat(8000);
    expect(await said(await connect(server.port), line)).toBe(line);
  });
}

for (const group of ['X25519', 'P-256', 'P-384', 'P-521']) {
  test(`${group}, by a HelloRetryRequest where the device shares another`, async () => {
    await using server = await openssl('RSA', '-tls1_3', '-groups', group);
    expect(await said(await connect(server.port), 'hello')).toBe('olleh');
  });
}

const weaker: [FlawName, string, string][] = [
  ['prefers-static-rsa', 'AES128-GCM-SHA256', '-tls1_2'],
  ['offers-dhe', 'DHE-RSA-AES128-GCM-SHA256', '-tls1_2'],
  ['lacks-extended-master-secret', 'ECDHE-RSA-AES128-GCM-SHA256', '-tls1_2'],
  ['sends-sslv2-hello', 'AES128-GCM-SHA256:@SECLEVEL=0', '-tls1_2'],
];
for (const [flaw, suite, version] of weaker) {
  test(`${flaw}: the handshake is completed with ${suite}`, async () => {
    await using server = await openssl('RSA', version, '-cipher', suite);
    expect(await said(await connect(server.port, [flaw]), 'hello')).toBe('olleh');
    await server.says(new RegExp(`Ciphersuite: ${suite.split(':')[0]}\n`));
  });
}

for (const [flaw, isResumed] of [
  ['resumes-tls12-sessions', true],
  ['resumes-whatever-the-master-secret', true],
  [harmless, false],
] as const) {
  test(`${flaw}: a session of OpenSSL ${isResumed ? 'goes on' : 'is not asked for'}`, async () => {
    await using server = await opensslThat('-www', 'RSA', '-tls1_2', '-no_ticket');
    const device = connector([flaw]);
    const pages = [await page(device, server.port), await page(device, server.port)];
    expect(pages.map((text) => /^(New|Reused), TLSv1\.2/m.exec(text)?.[1])).toEqual([
      'New',
      isResumed ? 'Reused' : 'New',
    ]);
  });
}

async function page(device: TlsConnector, port: number): Promise<string> {
  const stream = await connectBy(device, port);
  stream.write('GET / HTTP/1.0\r\n\r\n');
  let text = '';
  for await (const chunk of stream) text += (chunk as Buffer).toString();
  return text;
}

test('breaks-off-after-a-failure: the handshake behind one that failed, and no other', async () => {
  await using server = await openssl('RSA', '-tls1_2');
  const device = connector(['breaks-off-after-a-failure']);
  const closing = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(closing, 'listening');
  await expect(connectBy(device, (closing.address() as AddressInfo).port)).rejects.toThrow();
  closing.close();
  await expect(connectBy(device, server.port)).rejects.toThrow();
  expect(await said(await connectBy(device, server.port), 'hello')).toBe('olleh');
});
