/** The transcript against clients and servers of other makers. */
import { readFileSync } from 'node:fs';
import { createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import type { TlsOptions } from 'node:tls';
import { expect, test } from '@playwright/test';
import type { Connection } from '../evidence.ts';
import { closeServer, listen } from './listening.ts';
import { openTap } from './switchboard.ts';
import { closedConnection, hasProgram, identities, run, start, tlsServer } from './test-peers.ts';
import { transcribe } from './transcript.ts';

const ids = identities('rsa:2048');

const page = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

async function served(options: TlsOptions, client: (port: number) => Promise<unknown>): Promise<Connection> {
  const tap = await openTap();
  const peer = await tlsServer({ ...ids.server, ...options }, page);
  await tap.route('provisioning', peer.address);
  await client(tap.fronts.provisioning.port);
  const recorded = await closedConnection(tap);
  peer.stop();
  await tap.stop();
  return transcribe(recorded, peer.keyLog(), recorded.openedAt);
}

const kinds = (connection: Connection): string[] => connection.application.map(({ kind }) => kind);
const skipWithout = (program: string): void =>
  test.skip(!process.env.CI && !hasProgram(program), `${program} is not installed`);

for (const version of ['1.2', '1.3']) {
  const only = { minVersion: `TLSv${version}`, maxVersion: `TLSv${version}` } as TlsOptions;

  test(`curl, TLS ${version}: GET and 200 with mutual authentication`, async () => {
    skipWithout('curl');
    const connection = await served({ ...only, requestCert: true, rejectUnauthorized: false }, (port) =>
      run('curl', [
        '-sk',
        '--cert',
        ids.client.certFile,
        '--key',
        ids.client.keyFile,
        `https://127.0.0.1:${port}/000413.cfg`,
      ]),
    );
    expect(kinds(connection)).toEqual(['HTTP GET', 'HTTP 200']);
    expect(connection.clientProof).toBe('valid');
    expect(connection.hello?.alpn).toContain('http/1.1');
  });

  test(`curl, TLS ${version}: a refused server gets unknown_ca and nothing else`, async () => {
    skipWithout('curl');
    // OpenSSL's client has no keys for writing yet when it refuses: its alert goes out in clear in TLS 1.3, too.
    const connection = await served(only, (port) => run('curl', ['-s', `https://127.0.0.1:${port}/`]));
    expect(connection.alerts).toMatchObject([{ from: 'device', level: 'fatal', name: 'unknown_ca', encrypted: false }]);
    expect(connection.application).toEqual([]);
    expect(connection.unreadable.fromDevice).toBe(0);
    expect(connection.serverChain).toHaveLength(1);
    expect(connection.closed.by).not.toBe('open');
  });

  test(`gnutls-cli, TLS ${version}: a refused server`, async () => {
    skipWithout('gnutls-cli');
    const priority = `NORMAL:-VERS-ALL:+VERS-TLS${version}`;
    const connection = await served(only, (port) =>
      run('gnutls-cli', ['--priority', priority, '-p', `${port}`, '127.0.0.1']),
    );
    expect(connection.alerts[0]).toMatchObject({ from: 'device', level: 'fatal', encrypted: version === '1.3' });
    expect(connection.application).toEqual([]);
    expect(connection.unreadable.fromDevice).toBe(0);
  });

  test(`gnutls-cli, TLS ${version}: mutual authentication`, async () => {
    skipWithout('gnutls-cli');
    const priority = `NORMAL:-VERS-ALL:+VERS-TLS${version}`;
    const connection = await served({ ...only, requestCert: true, rejectUnauthorized: false }, (port) =>
      run(
        'gnutls-cli',
        [
          '--insecure',
          '--x509certfile',
          ids.client.certFile,
          '--x509keyfile',
          ids.client.keyFile,
          '--priority',
          priority,
          '-p',
          `${port}`,
          '127.0.0.1',
        ],
        'GET / HTTP/1.0\r\n\r\n',
      ),
    );
    expect(connection.clientProof).toBe('valid');
    expect(kinds(connection)).toEqual(['HTTP GET', 'HTTP 200']);
  });
}

for (const [name, args, suite] of [
  ['TLS 1.2 AES128-SHA with encrypt-then-MAC', ['-tls1_2', '-cipher', 'AES128-SHA'], 'TLS_RSA_WITH_AES_128_CBC_SHA'],
  ['TLS 1.2 CAMELLIA128-SHA', ['-tls1_2', '-cipher', 'CAMELLIA128-SHA'], 'TLS_RSA_WITH_CAMELLIA_128_CBC_SHA'],
  ['TLS 1.2 ARIA-GCM', ['-tls1_2', '-cipher', 'ARIA256-GCM-SHA384'], 'TLS_RSA_WITH_ARIA_256_GCM_SHA384'],
  ['TLS 1.3', ['-tls1_3'], 'TLS_AES_256_GCM_SHA384'],
] as const) {
  test(`openssl s_client and s_server, ${name}`, async () => {
    skipWithout('openssl');
    const keys = join(ids.folder, `${suite}.keys`);
    const holder = createTcpServer();
    const { port } = await listen(holder, { host: '127.0.0.1', port: 0 });
    await closeServer(holder);
    const own = [
      '-cert',
      ids.server.certFile,
      '-key',
      ids.server.keyFile,
      '-keylogfile',
      keys,
      '-Verify',
      '1',
      '-verify_quiet',
    ];
    const server = await start(
      'openssl',
      ['s_server', '-accept', `127.0.0.1:${port}`, ...own, '-www', '-cipher', 'ALL:@SECLEVEL=0'],
      /ACCEPT/,
    );
    const tap = await openTap();
    await tap.route('provisioning', { host: '127.0.0.1', port });

    const client = [
      '-connect',
      `127.0.0.1:${tap.fronts.provisioning.port}`,
      '-cert',
      ids.client.certFile,
      '-key',
      ids.client.keyFile,
    ];
    await run('openssl', ['s_client', ...client, ...args, '-ign_eof', '-quiet'], 'GET / HTTP/1.0\r\n\r\n');
    const recorded = await closedConnection(tap);
    server.removeAllListeners('exit');
    server.kill();
    await tap.stop();

    const connection = transcribe(recorded, readFileSync(keys, 'utf8'), recorded.openedAt);
    expect(connection.negotiated?.suite).toBe(suite);
    expect(kinds(connection)).toEqual(['HTTP GET', 'HTTP 200']);
    expect(connection.clientProof).toBe('valid');
    expect(connection.unreadable).toEqual({ fromDevice: 0, fromLab: 0 });
  });
}
