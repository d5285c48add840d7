/** The engine for SSL 3.0 to TLS 1.2 against NSS, GnuTLS and OpenSSL, and what tshark makes of its key log. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { writeCapture } from '../../../tap/pcapng.ts';
import { openTap } from '../../../tap/switchboard.ts';
import { closedConnection, identities, run } from '../../../tap/test-peers.ts';
import { transcribe } from '../../../tap/transcript.ts';
import { hello, identityOf, serve, type Served, visit } from './testing12.ts';

const ids = identities('rsa:2048');
const own = identityOf(ids.server);
const client = identityOf(ids.client);
const get = 'GET / HTTP/1.0\r\n\r\n';
const answer = 'HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello';
const request = { types: [1, 64], signatureSchemes: [0x0804, 0x0401], authorities: [] };
/** Of NSS; a worker may come to this file twice, and no database is made twice. */
let database = '';

const versions = ['SSL 3.0', 'TLS 1.0', 'TLS 1.1', 'TLS 1.2'] as const;
type Version = (typeof versions)[number];
const nssNames = { 'SSL 3.0': 'ssl3', 'TLS 1.0': 'tls1.0', 'TLS 1.1': 'tls1.1', 'TLS 1.2': 'tls1.2' };
/** NULL-MD5, RC4-MD5, RC4-SHA, 3DES-SHA, AES128-SHA, AES256-SHA, by RSA. */
const legacy = [0x0001, 0x0004, 0x0005, 0x000a, 0x002f, 0x0035];
const nssSuites = (suites: readonly number[]): string =>
  suites.map((suite) => `:${suite.toString(16).padStart(4, '0').toUpperCase()}`).join('');

const programs: ChildProcess[] = [];

test.beforeAll(() => {
  database = `sql:${mkdtempSync(join(ids.folder, 'nss-'))}`;
  execFileSync('certutil', ['-N', '-d', database, '--empty-password']);
  for (const [name, { certFile, keyFile }] of Object.entries({ server: ids.server, client: ids.client })) {
    const bundle = join(ids.folder, `${name}.p12`);
    const into = ['-name', name, '-passout', 'pass:', '-out', bundle];
    execFileSync('openssl', ['pkcs12', '-export', '-in', certFile, '-inkey', keyFile, ...into]);
    execFileSync('pk12util', ['-i', bundle, '-d', database, '-W', ''], { stdio: 'ignore' });
    execFileSync('certutil', ['-M', '-n', name, '-t', 'CT,C,C', '-d', database]);
  }
});
test.afterEach(() => {
  for (const program of programs.splice(0)) program.kill('SIGKILL');
});

/** A server program on a free port, once it takes connections. */
async function started(program: string, args: (port: number) => string[]): Promise<number> {
  const probe = createServer();
  await once(probe.listen(0, '127.0.0.1'), 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  const child = spawn(program, args(port), { stdio: ['pipe', 'ignore', 'ignore'] });
  programs.push(child);
  await expect(async () => {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.destroy();
  }).toPass({ timeout: 10_000, intervals: [50] });
  return port;
}

/** A client program that is given the request and ended once the answer is there, or after 5 s. */
async function asked(program: string, args: readonly string[]): Promise<string> {
  const child = spawn(program, args);
  programs.push(child);
  let printed = '';
  const answered = new Promise<void>((resolve) => {
    child.stdout.on('data', (bytes: Buffer) => {
      printed += bytes.toString();
      if (printed.includes('hello')) resolve();
    });
    child.on('close', () => resolve());
  });
  child.stdin.on('error', () => undefined);
  child.stdin.write(get);
  await Promise.race([answered, pause(5000, undefined, { ref: false })]);
  child.kill('SIGKILL');
  return printed;
}

const serving = (version: Version): Promise<Served> =>
  serve({ ...own, request, fault: { title: 'an honest server', version } }, answer);

for (const version of versions) {
  test(`our client to NSS selfserv: ${version}, with a client certificate`, async () => {
    const range = `${nssNames[version]}:${nssNames[version]}`;
    const suites = [...legacy, ...(version === 'TLS 1.2' ? [0x003c, 0x009c, 0xc02f] : []), 0xc013].filter(
      (suite) => version !== 'SSL 3.0' || suite < 0xc000,
    );
    const port = await started('selfserv', (at) => [
      ...['-d', database, '-n', 'server', '-p', String(at), '-w', '', '-rr', '-V', range, '-c', nssSuites(suites)],
    ]);
    for (const suite of suites) {
      const visited = await visit(port, { hello: hello(version, [suite]), identity: client }, get);
      expect(visited.answer, `suite ${suite}: ${visited.came.join(', ')}`).toContain('200 OK');
      expect(visited.session).toMatchObject({ version, server: { asked: true, chain: [...own.chain] } });
    }
    const refused = await visit(port, { hello: hello(version, [0x0004]) }, get);
    expect(refused.answer).toBe('');
  });

  for (const suite of [0x0004, 0x002f]) {
    test(`NSS tstclnt to our server: ${version}, suite ${suite}, with a client certificate and without`, async () => {
      const served = await serving(version);
      const range = `${nssNames[version]}:${nssNames[version]}`;
      const to = ['-4', '-h', '127.0.0.1', '-p', String(served.port), '-d', database, '-f', '-o', '-V', range];
      for (const shown of ['client', 'none']) {
        expect(await asked('tstclnt', [...to, '-c', nssSuites([suite]), '-n', shown])).toContain('hello');
      }
      expect(served.sessions.map(({ client: { proof } }) => proof)).toEqual([true, null]);
      served.stop();
    });
  }
}

test('GnuTLS: RC4-MD5 in TLS 1.0 and 1.2, and ephemeral keys, both ways', async () => {
  for (const [version, name] of [
    ['TLS 1.0', 'TLS1.0'],
    ['TLS 1.2', 'TLS1.2'],
  ] as const) {
    const priority = `NONE:+VERS-${name}:+ARCFOUR-128:+AES-128-CBC:+MD5:+SHA1:+RSA:+ECDHE-RSA:+DHE-RSA:+GROUP-ALL:+SIGN-ALL:+COMP-NULL:%NO_ETM`;
    const port = await started('gnutls-serv', (at) => [
      ...['-p', String(at), '--http', '--quiet', '--x509certfile', ids.server.certFile],
      ...['--x509keyfile', ids.server.keyFile, '--priority', priority],
    ]);
    for (const suite of [0x0004, 0x0005, 0x002f, 0x0033, 0xc013]) {
      const visited = await visit(port, { hello: hello(version, [suite]), identity: client }, get);
      expect(visited.answer, `${name} suite ${suite}: ${visited.came.join(', ')}`).toContain('200 OK');
    }
    const served = await serving(version);
    const to = ['--insecure', '-p', String(served.port), '127.0.0.1'];
    const identity = ['--x509certfile', ids.client.certFile, '--x509keyfile', ids.client.keyFile];
    for (const exchange of ['RSA', 'DHE-RSA', 'ECDHE-RSA']) {
      const cipher = exchange === 'RSA' ? '+ARCFOUR-128:+MD5' : '+AES-128-CBC:+SHA1';
      const narrow = `NONE:+VERS-${name}:${cipher}:+${exchange}:+GROUP-ALL:+SIGN-ALL:+COMP-NULL:%NO_ETM`;
      expect(await asked('gnutls-cli', [...to, ...identity, '--priority', narrow]), exchange).toContain('hello');
    }
    expect(served.sessions.map(({ client: { proof } }) => proof)).toEqual([true, true, true]);
    served.stop();
  }
});

for (const [version, flag] of [
  ['TLS 1.0', '-tls1'],
  ['TLS 1.1', '-tls1_1'],
  ['TLS 1.2', '-tls1_2'],
] as const) {
  test(`OpenSSL: ${version} by RSA, DHE and ECDHE, both ways, with a client certificate`, async () => {
    const port = await started('openssl', (at) => [
      ...['s_server', '-accept', String(at), '-cert', ids.server.certFile, '-key', ids.server.keyFile, flag, '-www'],
      ...['-cipher', 'ALL:@SECLEVEL=0', '-Verify', '1', '-CAfile', ids.client.certFile],
    ]);
    const served = await serving(version);
    for (const [suite, name] of [
      [0x002f, 'AES128-SHA'],
      [0x0033, 'DHE-RSA-AES128-SHA'],
      [0xc013, 'ECDHE-RSA-AES128-SHA'],
    ] as const) {
      const visited = await visit(port, { hello: hello(version, [suite]), identity: client }, get);
      expect(visited.answer, `${name}: ${visited.came.join(', ')}`).toContain('200');
      expect(visited.session?.server.proof).toBe(suite === 0x002f ? null : true);
      const printed = await asked('openssl', [
        ...['s_client', '-connect', `127.0.0.1:${served.port}`, flag, '-cipher', `${name}:@SECLEVEL=0`],
        ...['-cert', ids.client.certFile, '-key', ids.client.keyFile, '-ign_eof'],
      ]);
      expect(printed, name).toContain('hello');
    }
    expect(served.sessions.map(({ client: { proof } }) => proof)).toEqual([true, true, true]);
    served.stop();
  });
}

test('tshark reads SSL 3.0 with RC4 by the key log, and so does the tap', async () => {
  const served = await serving('SSL 3.0');
  const tap = await openTap();
  await tap.route('provisioning', { host: '127.0.0.1', port: served.port });
  const offer = { hello: hello('SSL 3.0', [0x0004]), identity: client };
  await visit(tap.fronts.provisioning.port, offer, get);
  const recorded = await closedConnection(tap);
  await tap.stop();
  served.stop();
  const keyLog = served.keyLog.map((line) => `${line}\n`).join('');
  const fronts = { sip: { host: '127.0.0.1', port: 5061 }, provisioning: { host: '127.0.0.1', port: 443 } };
  const file = join(ids.folder, 'ssl3.pcapng');
  writeFileSync(file, writeCapture([recorded], [], keyLog, fronts));
  const read = await run('tshark', ['-r', file, '-d', 'tcp.port==443,tls', '-Y', 'http || tls.handshake.type == 20']);
  expect(read).toContain('Finished');
  expect(read).toContain('GET / HTTP/1.0');
  expect(read).toContain('HTTP/1.0 200 OK');
  const connection = transcribe(recorded, keyLog, recorded.openedAt);
  expect(connection).toMatchObject({
    negotiated: { version: 'SSL 3.0', suite: 'TLS_RSA_WITH_RC4_128_MD5' },
    clientProof: 'valid',
    unreadable: { fromDevice: 0, fromLab: 0 },
  });
  expect(connection.application.map(({ kind }) => kind)).toEqual(['HTTP GET', 'HTTP 200']);
});
