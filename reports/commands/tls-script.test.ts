/** `ringproof tls script` as a person meets it. */
import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { connect, type ConnectionOptions } from 'node:tls';
import { expect, test } from '@playwright/test';
import { identities } from '../../harness/tap/test-peers.ts';
import { currentCatalogue } from '../current-catalogue.ts';
import { projectFolder } from '../outcome.ts';

const { server, client } = identities('rsa:2048');
const command = ['--import', import.meta.resolve('tsx'), join(projectFolder, 'reports', 'cli.ts'), 'tls', 'script'];

/** Runs it while a client of node makes so many connections, and gives its exit status and what it printed. */
function script(args: readonly string[], connections = 0, options: ConnectionOptions = {}) {
  const child = spawn(process.execPath, [...command, ...args]);
  const printed = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (printed.stdout += chunk.toString()));
  const comes = async (port: number): Promise<void> => {
    for (let made = 0; made < connections; made++) await visit(port, options);
  };
  child.stderr.on('data', (chunk: Buffer) => {
    printed.stderr += chunk.toString();
    const port = /listening on .*:(\d+);/.exec(chunk.toString())?.[1];
    if (port) void comes(Number(port));
  });
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, ...printed })),
  );
}

/** A request, until the connection is over. */
const visit = (port: number, options: ConnectionOptions): Promise<void> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, ca: server.cert, servername: 'server.lab.test', ...options });
    socket.on('error', () => undefined).on('close', () => resolve());
    // Data that waits for the handshake would keep node from sending its alert.
    socket.on('secureConnect', () => socket.end('GET / HTTP/1.1\r\nHost: server.lab.test\r\n\r\n'));
    socket.resume();
  });

const own = ['--cert', server.certFile, '--key', server.keyFile];

test('a row between controls, in words, with the stacks beside it and the nearest of them', async () => {
  const { code, stdout } = await script(['127.0.0.1:0', '--row', 's01', ...own], 3);
  expect(stdout.replaceAll(/127\.0\.0\.1:\d+/g, 'client')).toBe(
    [
      '             control: honest-tls12',
      '  client: goes on to its request (HTTP GET)',
      'S01          ServerHello selects TLS_RSA_WITH_NULL_SHA256',
      '  client: alert 47 illegal_parameter',
      '  OpenSSL 3.0 alert 47 · GnuTLS 3.7.9 alert 40 · Mbed TLS 2.28.3 alert 80 · wolfSSL 5.5.4 closes · JSSE 17 alert 47 · NSS 3.87.1 alert 47',
      '             control: honest-tls12',
      '  client: goes on to its request (HTTP GET)',
      'the same as OpenSSL 3.0 1 of 1, JSSE 17 1 of 1, NSS 3.87.1 1 of 1, GnuTLS 3.7.9 0 of 1, Mbed TLS 2.28.3 0 of 1, wolfSSL 5.5.4 0 of 1',
      '',
    ].join('\n'),
  );
  expect(code).toBe(0);
});

test('data: one line for each connection', async () => {
  const { stdout } = await script(['127.0.0.1:0', '--json', '--row', 'V09', ...own], 3);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  expect(lines).toMatchObject([
    { case: null, tls: 'honest-tls12', answer: 'goes on', request: 'HTTP GET', stacks: {} },
    { case: 'V09', tls: 'tls12-with-sentinel', answer: 'alert 47', request: null, stacks: { 'JSSE 17': 'alert 47' } },
    { case: null, answer: 'goes on' },
  ]);
});

test('a client that does not trust the certificate is told of by its controls', async () => {
  const { stdout } = await script(['127.0.0.1:0', '--row', 'S01', ...own], 3, { ca: client.cert });
  // Node looks at the certificate when the handshake is over.
  expect(stdout).toContain('goes on, closes');
  expect(stdout).toContain('2 of 2 controls were not gone on with: refusals may have another cause');
});

test('--list has every row that stacks were measured in', async () => {
  const { stdout, code } = await script(['--list']);
  const ids = stdout
    .trim()
    .split('\n')
    .map((line) => line.split(' ')[0]);
  expect(ids).toEqual([...(currentCatalogue.stacks?.answers.keys() ?? [])]);
  expect(code).toBe(0);
});

for (const [args, message] of [
  [['nowhere'], /"nowhere" is no address; accepted: HOST:PORT/],
  [['127.0.0.1:0', '--row', 'S0l'], /no row "S0l"; accepted: .*; did you mean "S01"\?/],
  [['127.0.0.1:0', '--cert', server.certFile], /--cert and --key belong together/],
  [['127.0.0.1:0', '--cert', server.certFile, '--key', client.keyFile], /the key is not that of the first certificate/],
  [['127.0.0.1:0', '--cert', 'nowhere.pem', '--key', server.keyFile], /nowhere\.pem cannot be read/],
] as const) {
  test(`${
    args
      .slice(1, 4)
      .map((word) => word.split('/').at(-1))
      .join(' ') || args[0]
  }: exit 2`, async () => {
    const { code, stderr } = await script(args);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });
}

test('a port that is taken: exit 3', async () => {
  const { code, stderr } = await new Promise<{ code: number; stderr: string }>((resolve) => {
    const first = spawn(process.execPath, [...command, '127.0.0.1:0', ...own]);
    first.stderr.once('data', (chunk: Buffer) => {
      const port = /:(\d+);/.exec(chunk.toString())?.[1] ?? '';
      execFile(process.execPath, [...command, `127.0.0.1:${port}`, ...own], (error, _, stderr) => {
        first.kill('SIGTERM');
        resolve({ code: Number(error?.code), stderr });
      });
    });
  });
  expect(stderr).toMatch(/CANNOT_LISTEN: 127\.0\.0\.1:\d+: .*EADDRINUSE/);
  expect(code).toBe(3);
});
