/** TLS servers with as many suites as they have, for the test and the bench of the enumerator, and other eyes on them. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { findProgram, programEnvironment } from '../../../lab/programs.ts';
import { identities } from '../../../tap/test-peers.ts';
import { dial, type Target } from './dialler.ts';

export interface Peer {
  target: Target;
  stop(): void;
}

const tls13 = ['AES_128_CCM_SHA256', 'AES_128_CCM_8_SHA256', 'AES_128_GCM_SHA256', 'AES_256_GCM_SHA384'];

/**
 * nginx with TLS 1.0 to 1.3, an RSA and an ECDSA certificate, and every suite that its OpenSSL has. Null where there is
 * neither an nginx of the system nor one of the lab.
 */
export async function openNginx(): Promise<Peer | null> {
  const nginx = findProgram('nginx');
  if (!nginx) return null;
  const port = await freePort();
  const rsa = identities('rsa:2048');
  const ec = identities('ec');
  const { folder } = rsa;
  for (const name of ['body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']) mkdirSync(join(folder, name));
  const dh = join(folder, 'dh.pem');
  // Its own numbers would take minutes; those of RFC 7919 are there.
  execFileSync('openssl', ['genpkey', '-genparam', '-algorithm', 'DH', '-pkeyopt', 'group:ffdhe2048', '-out', dh]);
  const root = process.getuid?.() === 0 ? 'user root root;' : '';
  const temporary = ['body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name === 'body' ? 'client_body' : name}_temp_path ${folder}/${name};`,
  );
  const certificates = [rsa.server, ec.server].map(
    ({ certFile, keyFile }) => `ssl_certificate ${certFile}; ssl_certificate_key ${keyFile};`,
  );
  const config = join(folder, 'nginx.conf');
  writeFileSync(
    config,
    `${root} daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log stderr warn;
events { worker_connections 512; }
http { access_log off; ${temporary.join(' ')}
  server { listen 127.0.0.1:${port} ssl; ${certificates.join(' ')}
    ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3; ssl_ciphers 'ALL:COMPLEMENTOFALL:@SECLEVEL=0'; ssl_dhparam ${dh};
    ssl_conf_command Ciphersuites TLS_${[...tls13, 'CHACHA20_POLY1305_SHA256'].join(':TLS_')};
    return 200 "hello\\n"; } }
`,
  );
  const env = { ...process.env, ...(nginx.unpacked && programEnvironment()) };
  const child = spawn(nginx.path, ['-p', folder, '-c', config, '-e', 'stderr'], { env, stdio: 'ignore' });
  return peerOf(child, port);
}

/** A server program that is told its port by its last words. */
export async function openPeer(program: string, args: (port: number) => string[]): Promise<Peer> {
  const port = await freePort();
  return peerOf(spawn(program, args(port), { stdio: ['pipe', 'ignore', 'ignore'] }), port);
}

async function peerOf(child: ChildProcess, port: number): Promise<Peer> {
  let why = '';
  child.once('exit', (code) => (why = `it ended with ${code}`));
  child.once('error', (error) => (why = error.message));
  const target = { host: '127.0.0.1', port };
  for (let tries = 0; tries < 200; tries++) {
    const socket = await dial(target, 1000);
    socket?.destroy();
    // Not SIGKILL: a master of nginx that dies so leaves its workers behind.
    if (socket) return { target, stop: () => void child.kill('SIGTERM') };
    if (why) throw new Error(`${child.spawnfile} cannot be used: ${why}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill('SIGTERM');
  throw new Error(`${child.spawnfile} did not listen within 10 s`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** `TLS 1.2 TLS_RSA_WITH_AES_128_CBC_SHA`, sorted. Throws where nmap is missing. */
export function pairsByNmap({ host, port }: Target): string[] {
  const text = execFileSync('nmap', ['-Pn', '--script', 'ssl-enum-ciphers', '-p', `${port}`, host], {
    encoding: 'utf8',
  });
  const pairs: string[] = [];
  let version = '';
  for (const line of text.split('\n')) {
    version = /^\|\s+(TLSv1\.\d|SSLv3):/.exec(line)?.[1]?.replace('v', ' ') ?? version;
    const suite = /^\|\s+(TLS_\w+)/.exec(line)?.[1];
    // nmap names the suites of TLS 1.3 after their key exchange.
    if (suite) pairs.push(`${version} ${suite.replace(/^TLS_AKE_WITH_/, 'TLS_')}`);
  }
  return [...new Set(pairs)].sort();
}
