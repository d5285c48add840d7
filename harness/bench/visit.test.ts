/** Visits to openssl s_server, which says what it saw, and to servers that end badly. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { expect, test } from '@playwright/test';
import { run } from '../lab/peers/testing.ts';
import { SipFramer } from '../wire/sip/framer.ts';
import { responseTo, writeSip } from '../wire/sip/message.ts';
import { visit, type VisitRequest } from './visit.ts';

const host = '127.0.0.1';
let folder: string;
const path = (name: string): string => join(folder, name);
const pem = async (name: string): Promise<string> => (await run('cat', [path(name)])).output;

/** An authority, a server's and a client's certificate of it, and a stranger's. */
test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ringproof-visit-'));
  const make = async (name: string, issuer: string | null): Promise<void> => {
    const key = ['-newkey', 'rsa:2048', '-nodes', '-keyout', path(`${name}.key`), '-out', path(`${name}.pem`)];
    const ca = issuer === null ? [] : ['-CA', path(`${issuer}.pem`), '-CAkey', path(`${issuer}.key`)];
    const extension = issuer === null ? 'basicConstraints=critical,CA:TRUE' : 'basicConstraints=CA:FALSE';
    const args = ['req', '-x509', ...key, '-subj', `/CN=${name}`, '-days', '2', '-addext', extension, ...ca];
    expect((await run('openssl', args)).status).toBe(0);
  };
  await make('authority', null);
  await make('server', 'authority');
  await make('client', 'authority');
  await make('stranger', null);
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const running: ChildProcess[] = [];
test.afterEach(() => {
  for (const child of running.splice(0)) child.kill();
});

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

/** s_server; it answers what looks like SIP when `answers` is given. */
async function sServer(args: string[], answers = ''): Promise<{ port: number; said: () => string }> {
  const port = await freePort();
  const own = ['-accept', `${host}:${port}`, '-cert', path('server.pem'), '-key', path('server.key')];
  const child = spawn('openssl', ['s_server', ...own, '-quiet', '-naccept', '1', ...args]);
  running.push(child);
  child.stdin.on('error', () => undefined);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString('latin1');
      if (answers !== '' && /Content-Length: \d+\r\n\r\n/.test(said)) child.stdin.write(answers);
    });
  await expect.poll(async () => (await run('ss', ['-ltn'])).output).toContain(`:${port} `);
  return { port, said: () => said };
}

const client = async (name = 'client'): Promise<NonNullable<VisitRequest['certificate']>> => ({
  fault: name === 'client' ? 'good' : 'unknown-authority',
  chainPem: await pem(`${name}.pem`),
  keyPem: await pem(`${name}.key`),
});
const to = (port: number, more: Partial<VisitRequest> = {}): Promise<Awaited<ReturnType<typeof visit>>> =>
  visit({ listener: { host, port }, certificate: null, fromDomain: 'lab.test', window: 2000, ...more });
const sha256 = async (name: string): Promise<string> =>
  createHash('sha256')
    .update(new X509Certificate(await pem(name)).raw)
    .digest('hex');

const required = (): string[] => ['-Verify', '2', '-verify_return_error', '-CAfile', path('authority.pem')];
const answer = 'SIP/2.0 100 Trying\r\nContent-Length: 0\r\n\r\nSIP/2.0 403 Not For You\r\nContent-Length: 0\r\n\r\n';

for (const version of ['TLS 1.2', 'TLS 1.3'] as const) {
  const only = version === 'TLS 1.2' ? '-tls1_2' : '-tls1_3';

  test.describe(version, () => {
    test('a visitor that is let in sends one request, and its answer is kept', async () => {
      const server = await sServer([...required(), only], answer);
      const seen = await to(server.port, { certificate: await client(), method: 'MESSAGE', fromDomain: 'other.test' });
      const leaf = await sha256('client.pem');
      expect(seen).toMatchObject({
        presented: { certificate: 'good', leafSha256: leaf },
        shown: leaf,
        request: { method: 'MESSAGE', fromDomain: 'other.test' },
        reached: true,
        handshake: { version },
        certificateRequested: true,
        alert: null,
        answer: { status: 403, reason: 'Not For You' },
        closed: false,
      });
      expect(seen.serverChain[0]?.sha256).toBe(await sha256('server.pem'));
      expect(server.said()).toMatch(/MESSAGE sip:127\.0\.0\.1:\d+;transport=tls SIP\/2\.0\r\n/);
      expect(server.said()).toMatch(/From: <sip:visitor@other\.test>;tag=\w+\r\n/);
    });

    test('a refused certificate: its alert and the close, and no answer', async () => {
      const { port } = await sServer([...required(), only]);
      expect(await to(port, { certificate: await client('stranger') })).toMatchObject({
        presented: { certificate: 'unknown-authority' },
        shown: await sha256('stranger.pem'),
        certificateRequested: true,
        alert: { code: 48, name: 'unknown_ca' },
        answer: null,
        closed: true,
      });
    });

    test('a missing certificate', async () => {
      const { port } = await sServer([...required(), only]);
      expect(await to(port)).toMatchObject({
        presented: { certificate: null, leafSha256: null },
        shown: null,
        certificateRequested: true,
        alert:
          version === 'TLS 1.3' ? { code: 116, name: 'certificate_required' } : { code: 40, name: 'handshake_failure' },
        closed: true,
      });
    });

    test('a server that does not ask is shown nothing', async () => {
      const { port } = await sServer([only], answer);
      expect(await to(port, { certificate: await client(), version })).toMatchObject({
        shown: null,
        certificateRequested: false,
        answer: { status: 403 },
      });
    });
  });
}

test('silence lasts as long as the window', async () => {
  const { port } = await sServer([]);
  const seen = await to(port, { window: 300 });
  expect(seen).toMatchObject({ answer: null, alert: null, closed: false, reached: true });
  expect(seen.lasted).toBeGreaterThanOrEqual(299);
});

test('what is no TLS, a close at once, and nothing that listens', async () => {
  const server = createServer((socket) =>
    socket
      .on('error', () => undefined)
      .resume()
      .end('220 hello\r\n'),
  ).listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const nothing = { handshake: null, certificateRequested: false, shown: null, answer: null };
  expect(await to(port)).toMatchObject({ ...nothing, reached: true });
  await new Promise((resolve) => server.close(resolve));
  expect(await to(port)).toMatchObject({ ...nothing, reached: false, closed: false });
});

for (const [status, parting] of [
  ['180 Ringing', ['CANCEL']],
  ['200 OK', ['ACK', 'BYE']],
  ['403 Forbidden', ['ACK']],
] as const)
  test(`a call that is answered ${status} is ended by ${parting.join(', ')}`, async () => {
    const came: string[] = [];
    const server = createTlsServer({ cert: await pem('server.pem'), key: await pem('server.key') }, (socket) => {
      const framer = new SipFramer();
      socket.on('error', () => undefined);
      socket.on('data', (bytes: Buffer) => {
        for (const request of framer.push(bytes)) {
          came.push(request.method ?? '');
          if (request.method === 'INVITE') socket.write(writeSip(responseTo(request, parseInt(status, 10), 'Any')));
        }
      });
    }).listen(0, host);
    await once(server, 'listening');
    const listener = { host, port: (server.address() as AddressInfo).port };
    const made = await visit({ listener, certificate: null, fromDomain: host, method: 'INVITE', window: 2000 });
    expect(made).toMatchObject({ answer: { status: parseInt(status, 10) }, closed: false });
    await expect.poll(() => came).toEqual(['INVITE', ...parting]);
    server.close();
  });

test('a certificate that cannot be shown is the fault of the bench', async () => {
  writeFileSync(path('mixed.pem'), await pem('client.pem'));
  writeFileSync(path('mixed.key'), await pem('server.key'));
  await expect(to(1, { certificate: await client('mixed') })).rejects.toThrow(/visit-certificate/);
});
