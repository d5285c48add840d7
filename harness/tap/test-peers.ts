/** For the tests of the tap: certificates made at run time by openssl, processes that are ended, TLS servers of node. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type TlsOptions } from 'node:tls';
import type { Address } from '../lab/lab.ts';
import { listen } from './listening.ts';
import type { RecordedConnection, Tap } from './tap.ts';

export const hasProgram = (name: string): boolean => {
  try {
    execFileSync('sh', ['-c', `command -v ${name}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

export interface Identity {
  certFile: string;
  keyFile: string;
  cert: string;
  key: string;
}

const folders: string[] = [];
process.once('exit', () => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/**
 * A folder with a server and a client certificate, self-signed. It goes when the process ends: `afterAll` would run
 * after each group of a file that a worker takes, and the next group still needs it.
 */
export function identities(keyType: 'rsa:2048' | 'ec'): { server: Identity; client: Identity; folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'tap-test-'));
  const make = (name: string): Identity => {
    const [keyFile, certFile] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
    const key = keyType === 'ec' ? ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'] : [keyType];
    const subject = ['-subj', `/CN=${name}/O=Bench`, '-addext', `subjectAltName=DNS:${name}.lab.test,IP:127.0.0.1`];
    const out = ['-keyout', keyFile, '-out', certFile];
    execFileSync('openssl', ['req', '-x509', '-newkey', ...key, '-nodes', '-days', '2', ...subject, ...out], {
      stdio: 'ignore',
    });
    return { certFile, keyFile, cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
  };
  folders.push(folder);
  return { server: make('server'), client: make('client'), folder };
}

/** A TLS server that answers every request with `answer`, and the key log it writes. */
export async function tlsServer(
  options: TlsOptions,
  answer: string,
): Promise<{ address: Address; keyLog: () => string; stop: () => void }> {
  let log = '';
  const server = createServer(options, (socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end(answer));
  });
  server.on('tlsClientError', () => {});
  server.on('keylog', (line) => (log += line.toString()));
  const address = await listen(server, { host: '127.0.0.1', port: 0 });
  return { address, keyLog: () => log, stop: () => server.close() };
}

/** Runs a client to its end. Resolves whatever its exit status. */
export function run(program: string, args: string[], input?: string): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(program, args);
    let output = '';
    child.stdout.on('data', (bytes: Buffer) => {
      output += bytes.toString();
    });
    child.stderr.on('data', (bytes: Buffer) => {
      output += bytes.toString();
    });
    child.on('close', () => resolve(output));
    child.stdin.on('error', () => {});
    if (input === undefined) child.stdin.end();
    else child.stdin.write(input);
    setTimeout(() => child.kill('SIGKILL'), 10_000).unref();
  });
}

/** Starts a server program and resolves when its output matches. */
export function start(program: string, args: string[], ready: RegExp): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    let output = '';
    const look = (bytes: Buffer): void => {
      output += bytes.toString();
      if (ready.test(output)) resolve(child);
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.on('exit', () => reject(new Error(`${program} ended: ${output}`)));
  });
}

/** The first connection, once it is closed. */
export async function closedConnection(tap: Tap, mark = 0): Promise<RecordedConnection> {
  for (;;) {
    const connection = tap.connectionsSince(mark)[0];
    if (connection && connection.closed.by !== 'open') return connection;
    await tap.activity();
  }
}
