import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { connect, type PeerCertificate } from 'node:tls';
import { expect, test } from '@playwright/test';

type Process = ChildProcessByStdio<Writable, Readable, Readable>;

const run = (...argv: string[]): Process =>
  spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'main.ts'), ...argv], {
    cwd: join(import.meta.dirname, '..'),
    stdio: ['pipe', 'pipe', 'pipe'],
  });

async function collected(stream: Readable): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

async function ready(device: Process): Promise<Record<string, string>> {
  for await (const line of createInterface(device.stdout)) return JSON.parse(line) as Record<string, string>;
  throw new Error('the device ended before it was ready');
}

async function shownCertificate(url: string): Promise<PeerCertificate> {
  const { hostname, port } = new URL(url);
  // Only looks at the certificate, in order to compare it with what the device announced.
  const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const certificate = socket.getPeerCertificate();
  socket.destroy();
  return certificate;
}

test.describe('the device as a process', () => {
  let data: string;
  test.beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'endpoint-main-'));
  });
  test.afterEach(() => rm(data, { recursive: true, force: true }));

  test('says in one line where it is, and ends with its standard input', async () => {
    const device = run('--data', data, '--password', 'given', '--exit-with-stdin');
    const ended = once(device, 'exit');

    const line = await ready(device);
    const certificate = await shownCertificate(line.web!);
    device.stdin.end();

    expect(line).toMatchObject({ ready: true, user: 'admin', password: 'given' });
    expect(certificate.fingerprint256.replaceAll(':', '').toLowerCase()).toBe(line.sha256);
    expect(await ended).toEqual([0, null]);
  });

  test('makes its own password once, and ends on SIGTERM', async () => {
    const first = run('--data', data);
    const { password } = await ready(first);
    first.kill('SIGTERM');
    const [code] = (await once(first, 'exit')) as [number];
    const second = run('--data', data, '--exit-with-stdin');
    const again = await ready(second);
    second.stdin.end();
    await once(second, 'exit');

    expect(code).toBe(0);
    expect(password!.length).toBeGreaterThanOrEqual(16);
    expect(again.password).toBe(password);
  });

  for (const { argv, message } of [
    { argv: ['--flaw', 'ignore-dates'], message: 'Did you mean ignores-dates?' },
    { argv: ['--factory', '/nowhere'], message: '--factory /nowhere: there is no such folder.' },
  ]) {
    test(`refuses ${argv.join(' ')} with exit code 2`, async () => {
      const device = run('--data', data, ...argv);

      const [told, [code]] = await Promise.all([collected(device.stderr), once(device, 'exit') as Promise<[number]>]);

      expect(code).toBe(2);
      expect(told).toContain(message);
    });
  }

  test('says so when its port is taken', async () => {
    const first = run('--data', join(data, 'a'), '--exit-with-stdin');
    const { port } = new URL((await ready(first)).web!);
    const second = run('--data', join(data, 'b'), '--web-port', port);

    const [told, [code]] = await Promise.all([collected(second.stderr), once(second, 'exit') as Promise<[number]>]);
    first.stdin.end();
    await once(first, 'exit');

    expect(code).toBe(1);
    expect(told).toContain(`127.0.0.1:${port} is taken`);
  });
});
