/** `ringproof tls observe` as a person meets it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { connect, type ConnectionOptions } from 'node:tls';
import { expect, test } from '@playwright/test';
import { projectFolder } from '../outcome.ts';

interface Running {
  child: ChildProcess;
  /** Resolves with the port that it listens on. */
  port: Promise<number>;
  ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

function observe(...args: string[]): Running {
  const command = ['--import', import.meta.resolve('tsx'), join(projectFolder, 'reports', 'cli.ts')];
  const child = spawn(process.execPath, [...command, 'tls', 'observe', ...args]);
  const printed = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (printed.stdout += chunk.toString()));
  const port = new Promise<number>((resolve) =>
    child.stderr.on('data', (chunk: Buffer) => {
      printed.stderr += chunk.toString();
      const found = /listening on .*:(\d+);/.exec(printed.stderr)?.[1];
      if (found) resolve(Number(found));
    }),
  );
  const ended = new Promise<Awaited<Running['ended']>>((resolve) =>
    child.once('close', (code) => resolve({ code, ...printed })),
  );
  return { child, port, ended };
}

/** A client of node with these options, until it is refused. */
const greet = (port: number, options: ConnectionOptions): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, ...options });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });

const weak = {
  servername: 'sip.lab.test',
  maxVersion: 'TLSv1.2',
  ciphers: 'AES128-SHA:AECDH-AES128-SHA:@SECLEVEL=0',
} as const;

test('data: one line for each connection, with the facts and the rules that the hello breaks', async () => {
  const { port, ended } = observe('127.0.0.1:0', '--json', '--count', '2');
  expect(await greet(await port, weak)).toBe('ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE');
  await greet(await port, { minVersion: 'TLSv1.3' });
  const { code, stdout } = await ended;
  const [first, second] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

  expect(first).toMatchObject({
    from: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
    reason: null,
    hello: { versions: ['TLS 1.2'], serverName: 'sip.lab.test', ja4: expect.stringMatching(/^t12d/) },
    breaks: expect.arrayContaining([
      expect.objectContaining({ case: 'CHL-08', requirement: 'TLSC-02', level: 'MUST' }),
      expect.objectContaining({ case: 'CHL-12', requirement: 'TLSC-30', level: 'SHOULD' }),
    ]),
  });
  const broken = (second as { breaks: { case: string }[] }).breaks.map((rule) => rule.case);
  expect(second).toMatchObject({ hello: { versions: ['TLS 1.3'], serverName: null } });
  expect(broken).not.toContain('CHL-08');
  expect(code).toBe(0);
});

test('words: every entry with its mark, then the rules', async () => {
  const { port, ended } = observe('127.0.0.1:0', '--count', '1');
  await greet(await port, weak);
  const { stdout } = await ended;
  expect(stdout).toMatch(/! TLS_ECDH_anon_WITH_AES_128_CBC_SHA/);
  expect(stdout).toMatch(/~ TLS_RSA_WITH_AES_128_CBC_SHA/);
  expect(stdout).toMatch(/MUST +TLSC-02 CHL-08: offers TLS_ECDH_anon_WITH_AES_128_CBC_SHA/);
});

for (const [args, message] of [
  [['nowhere'], /"nowhere" is no address; accepted: HOST:PORT/],
  [['127.0.0.1:99999'], /is no address/],
  [['127.0.0.1:0', '--count', 'many'], /--count must be a number from 1, not "many"/],
  [['127.0.0.1:0', '--often'], /unknown option '--often'/],
] as const) {
  test(`${args.join(' ')}: exit 2`, async () => {
    const { code, stderr } = await observe(...args).ended;
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });
}

test('a port that is taken: exit 3', async () => {
  const first = observe('127.0.0.1:0');
  const port = await first.port;
  const { code, stderr } = await observe(`127.0.0.1:${port}`).ended;
  first.child.kill('SIGTERM');
  expect(stderr).toMatch(/CANNOT_LISTEN: 127\.0\.0\.1:\d+: .*EADDRINUSE/);
  expect(code).toBe(3);
  expect((await first.ended).code).toBe(0);
});
